// The cases there are: each fault during each activity that it has to do with, at moments drawn by the seed.

import { Rng } from '../src/ml/rng';
import { ACTIVITIES } from './activities';
import type { Activity } from './activities/types';
import { FAULTS } from './harm';
import type { Fault } from './harm/types';

export const MOMENTS = ['start', 'early', 'middle', 'late', 'end'] as const;
export type Moment = (typeof MOMENTS)[number];

/** Shares of an activity's way that a moment may be at. */
const SPANS: Readonly<Record<Moment, readonly [number, number]>> = {
  start: [0.02, 0.08],
  early: [0.15, 0.35],
  middle: [0.4, 0.6],
  late: [0.65, 0.85],
  end: [0.9, 0.97],
};

export interface Case {
  /** From 1; the same for the same seed. */
  readonly number: number;
  /** "tab-killed/typing/late" */
  readonly name: string;
  readonly fault: Fault;
  readonly activity: Activity;
  readonly moment: Moment;
  /** Of the activity's way, 0…1. */
  readonly share: number;
  readonly seed: number;
}

/** @param each moments for each fault and activity, 1 to 5 */
export function casesOf(seed: number, each: number): readonly Case[] {
  const rng = new Rng(seed);
  const cases: Omit<Case, 'number'>[] = [];
  for (const fault of FAULTS) {
    for (const activity of ACTIVITIES) {
      // Drawn for all of them, so that a case stays the same when another is left out.
      const moments = drawn(MOMENTS, rng).map((moment) => {
        const [from, to] = SPANS[moment];
        return { moment, share: from + rng.uniform() * (to - from), seed: rng.integer(2 ** 31) };
      });
      if (!areFor(fault, activity)) continue;
      for (const one of moments.slice(0, each)) {
        cases.push({ name: `${fault.id}/${activity.id}/${one.moment}`, fault, activity, ...one });
      }
    }
  }
  // In mixed order: the first hundred are of all kinds.
  return drawn(cases, rng).map((one, i) => ({ ...one, number: i + 1 }));
}

/** Whether they have to do with each other. */
export function areFor(fault: Fault, activity: Activity): boolean {
  return (fault.suits?.(activity) ?? true) && (activity.only?.test(fault.id) ?? true);
}

function drawn<T>(items: readonly T[], rng: Rng): T[] {
  const left = [...items];
  for (let i = left.length - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    [left[i], left[j]] = [left[j] as T, left[i] as T];
  }
  return left;
}
