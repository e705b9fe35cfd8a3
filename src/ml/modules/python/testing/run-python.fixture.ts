// For tests: modules as archives have them, the scripts of a kind beside a model's files, and their answers by Python.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, inject } from 'vitest';
import { readEvents } from '../../../logs';
import type { ModelFiles } from '../../../text/types';
import { type Question, runHost, type Served } from './host.fixture';

const SCRIPTS = join(import.meta.dirname, '..');

export const scratch = mkdtempSync(join(inject('scratch'), 'python-'));

/** A module's folder as an archive has it: the scripts of a kind, what they share, and the model's files. */
export function moduleOf(kind: 'text' | 'mixture' | 'stream' | 'image', files: ModelFiles): string {
  const folder = mkdtempSync(join(scratch, 'module-'));
  cpSync(join(SCRIPTS, kind), folder, { recursive: true });
  cpSync(join(SCRIPTS, 'millrace'), join(folder, 'millrace'), { recursive: true });
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

interface Request extends Question {
  readonly folder: string;
}

/** One answer to each. */
export async function serve(requests: readonly Request[]): Promise<Served[]> {
  const { results } = await runHost(requests.map(({ folder, ...question }) => ({ folder, questions: [question] })));
  return results.flatMap((answers) => (typeof answers === 'string' ? [] : answers));
}

/** What the trainings said. */
export async function train(
  jobs: readonly { readonly folder: string; readonly args: readonly string[]; readonly board?: string }[],
): Promise<string[]> {
  return (await runHost(jobs)).results.map(String);
}

/** Of the one event file in a folder: tag, step and value of each scalar. */
export function scalarsIn(folder: string): [tag: string, step: number, value: number][] {
  const names = readdirSync(folder);
  expect(names).toEqual([expect.stringMatching(/^events\.out\.tfevents\.\d{10}\.millrace\.0$/)]);
  const { events } = readEvents(new Uint8Array(readFileSync(join(folder, names[0]!))));
  expect(events[0]).toMatchObject({ step: 0, file_version: 'brain.Event:2', values: [] });
  expect(Math.abs(events.at(-1)!.wall_time - Date.now() / 1000)).toBeLessThan(600);
  return events.flatMap(({ step, values }) =>
    values.map((value): [string, number, number] => {
      if (value.kind !== 'scalar') throw new Error(`${value.tag} is no scalar`);
      return [value.tag, step, value.value];
    }),
  );
}

export function bodyOf(answer: Served | undefined): string {
  if (!Array.isArray(answer)) throw new Error(`No answer, but ${JSON.stringify(answer)}`);
  return answer[0];
}

export function filesIn(folder: string, below = ''): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) for (const [name, bytes] of filesIn(folder, path)) files.set(name, bytes);
    else files.set(path, new Uint8Array(readFileSync(join(folder, path))));
  }
  return files;
}

export function expectClose(got: readonly number[], expected: readonly number[], within: number): void {
  expect(got).toHaveLength(expected.length);
  got.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!)).toBeLessThan(within);
  });
}
