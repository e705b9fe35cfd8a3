// Finding and ordering things of a list: words that all have to stand somewhere, keys of columns, figures of which one way
// is better. Pure, so that 500 are arranged in one go.

import { better } from '../../../ml/logs/better';

/** Whether everything that is typed stands somewhere in what is said of a thing. */
export function finder(text: string): (said: readonly string[]) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (said) => {
    if (words.length === 0) return true;
    const all = said.join('\n').toLowerCase();
    return words.every((word) => all.includes(word));
  };
}

/** What a thing is sorted by in a column; null and NaN stand at the end whichever way. */
export type Key = string | number | null;

/** 1: from the smallest and from A. */
export type Way = 1 | -1;

export function wayOf({ descending }: { readonly descending: boolean }): Way {
  return descending ? -1 : 1;
}

const WORDS = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

export function compareKeys(a: Key, b: Key, way: Way): number {
  if (isMissing(a) || isMissing(b)) return Number(isMissing(a)) - Number(isMissing(b));
  if (typeof a === 'number' && typeof b === 'number') return way * (a - b);
  return way * WORDS.compare(String(a), String(b));
}

function isMissing(key: Key): boolean {
  return key === null || Number.isNaN(key);
}

/** A thing's most telling figure: of which name, and its value. */
export interface Figure {
  readonly name: string;
  readonly value: number | null;
}

/** Things have different figures: those of one name stand together, and descending is from the best to the worst. */
export function compareFigures(a: Figure | null, b: Figure | null, way: Way): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (a.name !== b.name) return WORDS.compare(a.name, b.name);
  const lowerIsBetter = better(a.name) === 'lower';
  return lowerIsBetter ? compareKeys(a.value, b.value, way === 1 ? -1 : 1) : compareKeys(a.value, b.value, way);
}
