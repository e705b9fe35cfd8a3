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

/** Of changes without end, those this many widths away are behind or to come, to 2e-9. */
const NEAR = 5;
/** Changes without end that are this many positions wide overlap so much that an integral is as good as their sum. */
const CROWDED = 20;

/** Throws a RangeError for a position below 1 or a width below 0. */
export function conceptPath({ kind, position, width }: DriftOptions, concepts: number): ConceptPath {
  if (kind === 'none') return { at: () => 0, changes: () => [] };
  if (!(position >= 1 && Number.isFinite(position))) throw new RangeError('Drift needs a position of at least 1.');
  if (!(width >= 0 && Number.isFinite(width))) throw new RangeError('The width of drift must be 0 or more.');
  const recurring = kind === 'recurring';
  const most = recurring ? Number.POSITIVE_INFINITY : concepts - 1;
  const share = kind === 'abrupt' || width === 0 ? step : (distance: number) => sigmoid((4 * distance) / width);
  const reach = recurring ? Math.max(1, Math.ceil((NEAR * width) / position)) : Number.POSITIVE_INFINITY;
  const walked =
    recurring && width > CROWDED * position
      ? (t: number) => crowdedDone(t / position, (4 * position) / width)
      : (t: number) => changesDone(t, { position, most, reach, share });
  return {
    at: recurring ? (t) => there(walked(t)) : walked,
    changes: (until, from = 0) => {
      const first = Math.max(1, Math.ceil(from / position));
      const length = Math.max(0, Math.min(most, Math.floor(until / position)) - first + 1);
      return Array.from({ length }, (_, i) => (first + i) * position);
    },
  };
}

interface Changes {
  readonly position: number;
  /** How many there are. */
  readonly most: number;
  /** Of the nearest: all further ones before it are whole. */
  readonly reach: number;
  share(distance: number): number;
}

/** Whole changes that are behind, and the shares of the others: wide ones overlap. */
function changesDone(t: number, { position, most, reach, share }: Changes): number {
  const nearest = Math.round(t / position);
  const first = Math.max(1, nearest - reach);
  const last = Math.min(most, nearest + reach);
  let done = Math.min(first - 1, most);
  for (let change = first; change <= last; change++) done += share(t - change * position);
  return done;
}

/**
 * The same for changes without end, t at so many `positions`: Σ over i ≥ 1 of the sigmoid of `slope` · (positions − i), by
 * Euler and Maclaurin. That is the integral from the first on, half of the first, and what its derivatives add; slopes below
 * 4 / CROWDED leave an error of some 1e-9.
 */
function crowdedDone(positions: number, slope: number): number {
  const u = slope * (positions - 1);
  const share = sigmoid(u);
  const rise = share * (1 - share);
  const integral = (Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)))) / slope;
  return integral + share / 2 + (slope * rise) / 12 - (slope ** 3 * rise * (1 - 6 * rise)) / 720;
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
