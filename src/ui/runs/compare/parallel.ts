// Parallel coordinates: an upright axis for each hyper-parameter that differs and one for the result; a run is a line
// through its values. Here is where on an axis a value lies.

import type { Difference } from './difference';

export interface Coordinate {
  readonly label: string;
  /** From the foot of the axis: its ends, or its words. */
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  /** Of each run, 0 (foot) … 1; null where it has no value. */
  readonly at: readonly (number | null)[];
}

/** Beyond this ratio of largest to smallest, equal ratios are equally far apart: learning rates are chosen that way. */
const LOGARITHMIC = 20;

export function coordinateOf(label: string, values: readonly unknown[], show: (value: unknown) => string): Coordinate {
  const numbers = values.filter((value) => typeof value === 'number');
  const known = values.filter((value) => value !== undefined && value !== null);
  return numbers.length === known.length && numbers.every(Number.isFinite) && numbers.length > 0
    ? ofNumbers(label, values, show)
    : ofWords(label, values, show);
}

function ofNumbers(label: string, values: readonly unknown[], show: (value: unknown) => string): Coordinate {
  const numbers = values.filter((value) => typeof value === 'number');
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const logarithmic = low > 0 && high / low >= LOGARITHMIC;
  const along = (value: number) => (logarithmic ? Math.log(value) : value);
  const span = along(high) - along(low);
  const place = (value: number) => (span > 0 ? (along(value) - along(low)) / span : 0.5);
  const distinct = [...new Set(numbers)].sort((a, b) => a - b);
  // A few values are told one by one, as far as they do not cover each other.
  const told = distinct.length <= 5 ? distinct : [low, high];
  const ticks = told.map((value) => ({ at: place(value), text: show(value) }));
  return { label, ticks: apart(ticks), at: values.map((value) => (typeof value === 'number' ? place(value) : null)) };
}

function ofWords(label: string, values: readonly unknown[], show: (value: unknown) => string): Coordinate {
  const words = values.map((value) => (value === undefined ? null : show(value)));
  const distinct = [...new Set(words.filter((word) => word !== null))].sort();
  const place = (word: string) => (distinct.length > 1 ? distinct.indexOf(word) / (distinct.length - 1) : 0.5);
  return {
    label,
    ticks: distinct.map((word) => ({ at: place(word), text: word })),
    at: words.map((word) => (word === null ? null : place(word))),
  };
}

/** Share of an axis that a label takes. */
const ROOM = 0.08;

/** Those that would cover the one before are left out, but for the last. */
function apart(ticks: Coordinate['ticks']): Coordinate['ticks'] {
  const last = ticks.at(-1);
  if (!last) return ticks;
  const kept: Coordinate['ticks'][number][] = [];
  for (const tick of ticks.slice(0, -1)) {
    if (tick.at - (kept.at(-1)?.at ?? Number.NEGATIVE_INFINITY) >= ROOM && last.at - tick.at >= ROOM) kept.push(tick);
  }
  return [...kept, last];
}

/** What of the differences is worth an axis: values that differ among runs that have one, those of most runs first. */
export function axesOf(found: readonly Difference[]): readonly Difference[] {
  const rank = ({ path }: Difference) => (/^(model|trainer)\./.test(path) ? 0 : path.startsWith('data.') ? 1 : 2);
  const known = ({ values }: Difference) => values.filter((value) => value !== undefined);
  return found
    .filter((difference) => new Set(known(difference).map((value) => JSON.stringify(value))).size > 1)
    .sort((a, b) => known(b).length - known(a).length || rank(a) - rank(b));
}
