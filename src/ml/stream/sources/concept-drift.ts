// When a generator's concept changes. As MOA's ConceptDriftStream (Bifet et al. 2010, *MOA: Massive Online Analysis*):
// an example t is of the new concept with probability 1 / (1 + e^(−4 (t − p) / w)) around the change at p of width w.
// Concepts follow each other in the generator's order, one change at every multiple of `position`, and the last one
// stays: SEA with a position of 12,500 is Street and Kim's stream. Recurring: between the first two, without end.

import type { DriftOptions } from '../types';

export interface ConceptPath {
  /** Where among the concepts example t (from 0) is: 1.25 is the second, a quarter on its way to the third. */
  at(t: number): number;
  /** Examples from `from` up to `until` at which a change has its middle. */
  changes(until: number, from?: number): number[];
}

/** Throws a RangeError for a position below 1 or a width below 0. */
export function conceptPath({ kind, position, width }: DriftOptions, concepts: number): ConceptPath {
  if (kind === 'none') return { at: () => 0, changes: () => [] };
  if (!(position >= 1 && Number.isFinite(position))) throw new RangeError('Drift needs a position of at least 1.');
  if (!(width >= 0 && Number.isFinite(width))) throw new RangeError('The width of drift must be 0 or more.');
  const recurring = kind === 'recurring';
  const most = recurring ? Number.POSITIVE_INFINITY : concepts - 1;
  const share = kind === 'abrupt' || width === 0 ? step : (distance: number) => sigmoid((4 * distance) / width);
  return {
    at: (t) => {
      const walked = changesDone(t, position, most, share);
      return recurring ? there(walked) : walked;
    },
    changes: (until, from = 0) => {
      const first = Math.max(1, Math.ceil(from / position));
      const length = Math.max(0, Math.min(most, Math.floor(until / position)) - first + 1);
      return Array.from({ length }, (_, i) => (first + i) * position);
    },
  };
}

/** Whole changes that are behind, and the shares of those that are near: wide ones overlap. */
function changesDone(t: number, position: number, most: number, share: (distance: number) => number): number {
  const nearest = Math.round(t / position);
  const first = Math.max(1, nearest - 1);
  const last = Math.min(most, nearest + 1);
  let done = Math.min(first - 1, most);
  for (let change = first; change <= last; change++) done += share(t - change * position);
  return done;
}

function step(distance: number): number {
  return distance >= 0 ? 1 : 0;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** 0 … 1 and back: what was walked, folded. */
function there(walked: number): number {
  const rest = walked % 2;
  return rest <= 1 ? rest : 2 - rest;
}
