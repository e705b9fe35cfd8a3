// The features of a text: every word in it and every run of up to so many words, each once, with the places where
// they stand.

import { pairPrint, type Word, words } from './words';

/** Words of the longest run, where nothing else is said: pairs. */
export const DEFAULT_ORDER = 2;
/** The longest runs that are read at all. */
export const MAX_ORDER = 5;

export interface Feature {
  readonly print: number;
  /** Where it stands, by number of word [first, end); at least one. */
  readonly places: readonly (readonly [first: number, end: number])[];
}

/** Distinct fingerprints of runs of up to `order` words. */
export function prints(text: string, order: number): Set<number> {
  const found = new Set<number>();
  for (const ending of runs(words(text), order)) for (const print of ending) found.add(print);
  return found;
}

/** The same with places, for explanations. `all` are the text's words. */
export function features(all: readonly Word[], order: number): Feature[] {
  const found = new Map<number, [number, number][]>();
  let last = 0;
  for (const ending of runs(all, order)) {
    ending.forEach((print, more) => {
      const places = found.get(print) ?? [];
      places.push([last - more, last + 1]);
      found.set(print, places);
    });
    last++;
  }
  return [...found].map(([print, places]) => ({ print, places }));
}

/** For each word the runs that end with it, the shortest first. */
function* runs(all: readonly Word[], order: number): Generator<readonly number[]> {
  let before: readonly number[] = [];
  for (const { print, begins } of all) {
    const ending = [print];
    if (!begins) for (const run of before.slice(0, order - 1)) ending.push(pairPrint(run, print));
    yield ending;
    before = ending;
  }
}
