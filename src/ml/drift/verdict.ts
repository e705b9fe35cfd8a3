// What the tests of drift have in common: how they are asked, and how they answer.

import type { DriftTest, DriftTestName, Profile, TextSample } from './types';
import { count } from './wording';

/** The level at which a test of n texts is held. */
export type Level = (n: number) => number;

export type Judge = (profile: Profile, current: TextSample, level: Level) => DriftTest;

/** From so many texts on either side distances are judged, not p-values: of thousands, trifles are significant. */
export const LARGE = 1000;

/** The null is the same whenever the same texts are looked at. */
export const SEED = 1;

export interface Sizes {
  readonly name: DriftTestName;
  readonly n_reference: number;
  readonly n_current: number;
  readonly n_needed: number;
}

export function tooLittle(sizes: Sizes, sentence: string, rule: DriftTest['rule'] = 'p-below'): DriftTest {
  const none = { statistic: null, threshold: null, p_value: null, interval: null };
  return { ...sizes, ...none, verdict: 'too-little-data', drifted: false, rule, sentence };
}

/** Says what is missing; null when nothing is. */
export function lacking({ n_reference, n_current, n_needed }: Sizes, what = 'review'): string | null {
  if (n_current < n_needed) return `Too little data: ${n_current} of ${count(n_needed, what)}.`;
  if (n_reference < n_needed) return `Too little data: the reference has ${n_reference} of ${count(n_needed, what)}.`;
  return null;
}

export type Found = Pick<DriftTest, 'statistic' | 'threshold' | 'rule' | 'p_value' | 'sentence'> &
  Partial<Pick<DriftTest, 'interval'>>;

export function found(sizes: Sizes, drifted: boolean, what: Found): DriftTest {
  return { interval: null, ...sizes, ...what, verdict: drifted ? 'drift' : 'no-drift', drifted };
}
