// The features of a text: every word and pair of words in it, each once, with the places where they stand.

import { pairPrint, words } from './words';

export interface Feature {
  readonly print: number;
  /** Places [start, end) in the text; at least one. */
  readonly places: readonly (readonly [start: number, end: number])[];
}

/** Distinct fingerprints of words and pairs; of runs up to `order` words where it is not 2. */
export function prints(text: string, order = 2): Set<number> {
  const found = new Set<number>();
  // Runs that end with the word before, the shortest first.
  let before: number[] = [];
  for (const { print, begins } of words(text)) {
    const ending = [print];
    if (!begins) for (const run of before.slice(0, order - 1)) ending.push(pairPrint(run, print));
    for (const run of ending) found.add(run);
    before = ending;
  }
  return found;
}

/** Words and pairs with places, for explanations. */
export function features(text: string): Feature[] {
  const found = new Map<number, [number, number][]>();
  const add = (print: number, start: number, end: number) => {
    const places = found.get(print);
    if (places) places.push([start, end]);
    else found.set(print, [[start, end]]);
  };
  let before = { print: 0, start: 0 };
  for (const word of words(text)) {
    add(word.print, word.start, word.end);
    if (!word.begins) add(pairPrint(before.print, word.print), before.start, word.end);
    before = word;
  }
  return [...found].map(([print, places]) => ({ print, places }));
}
