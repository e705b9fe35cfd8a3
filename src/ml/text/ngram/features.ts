// The features of a text: every word and pair of words in it, each once, with the places where they stand.

import { pairPrint, words } from './words';

export interface Feature {
  readonly print: number;
  /** Places [start, end) in the text; at least one. */
  readonly places: readonly (readonly [start: number, end: number])[];
}

/** Distinct fingerprints of words and pairs. */
export function prints(text: string): Set<number> {
  const found = new Set<number>();
  let before = 0;
  for (const word of words(text)) {
    found.add(word.print);
    if (!word.begins) found.add(pairPrint(before, word.print));
    before = word.print;
  }
  return found;
}

/** The same with places, for explanations. */
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
