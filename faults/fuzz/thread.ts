// What the thread runs, with the product's own sources.

import { drive, rngFor, type Tally, type Watch } from './driver';
import { SUBJECTS } from './subjects';
import type { Subject } from './types';

interface Job {
  readonly name: string;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

function subjectNamed(name: string): Subject {
  const found = SUBJECTS.find((subject) => subject.name === name);
  if (!found) throw new Error(`There is no ${name}; there are ${SUBJECTS.map((one) => one.name).join(', ')}.`);
  return found;
}

export function run({ name, ...range }: Job, watch: Watch): Promise<Tally> {
  return drive(subjectNamed(name), range, watch);
}

/** One input, as it is given to the parser. */
export async function show({ name, seed, from }: Job): Promise<{ readonly value: unknown; readonly shown: string }> {
  const subject = subjectNamed(name);
  return (await subject.open()).make(rngFor(subject, seed, from));
}

export const list = (): readonly Pick<Required<Subject>, 'name' | 'reads' | 'times'>[] =>
  SUBJECTS.map(({ name, reads, times = 1 }) => ({ name, reads, times }));
