// From word weights to stretches of the text with their strength, for the marks behind the field. While the text
// is newer than its explanation, the words before and after the edit keep their marks and the rest has none.

import type { WordWeight } from '../../../ml/text/types';

export interface Stretch {
  readonly text: string;
  /** Index into the explained words; null: nothing to mark. */
  readonly word: number | null;
  /** −1 … 1, relative to the strongest word. */
  readonly strength: number;
}

/** A word weaker than this share of the strongest has no mark: a page of faint marks says nothing. */
const FAINTEST = 0.08;
/** Marks drawn at most, the strongest; more would hold up the page. */
const MAX_MARKS = 800;

/** The text cut into marked and unmarked stretches; joined, they are the text. */
export function stretchesOf(text: string, explained: string, words: readonly WordWeight[]): Stretch[] {
  const { head, tail } = unchanged(explained, text);
  const shift = text.length - explained.length;
  const strongest = words.reduce((most, { weight }) => Math.max(most, Math.abs(weight)), 0);
  const marked = words
    .map((word, index) => ({ ...word, index, strength: strongest > 0 ? word.weight / strongest : 0 }))
    .filter(({ strength }) => Math.abs(strength) >= FAINTEST)
    .filter(({ start, end }) => end <= head || start >= explained.length - tail)
    .sort((a, b) => Math.abs(b.strength) - Math.abs(a.strength))
    .slice(0, MAX_MARKS)
    .map((word) => (word.end <= head ? word : { ...word, start: word.start + shift, end: word.end + shift }))
    .sort((a, b) => a.start - b.start);
  return cut(text, marked);
}

interface Marked {
  readonly start: number;
  readonly end: number;
  readonly index: number;
  readonly strength: number;
}

function cut(text: string, marked: readonly Marked[]): Stretch[] {
  const stretches: Stretch[] = [];
  let at = 0;
  for (const { start, end, index, strength } of marked) {
    // Words that overlap, or reach past the text, cannot both be marked.
    if (start < at || end > text.length || end <= start) continue;
    if (start > at) stretches.push({ text: text.slice(at, start), word: null, strength: 0 });
    stretches.push({ text: text.slice(start, end), word: index, strength });
    at = end;
  }
  if (at < text.length) stretches.push({ text: text.slice(at), word: null, strength: 0 });
  return stretches;
}

/** Lengths of what two texts have in common at their beginnings and, beyond that, at their ends. */
export function unchanged(before: string, now: string): { head: number; tail: number } {
  const most = Math.min(before.length, now.length);
  let head = 0;
  while (head < most && before[head] === now[head]) head++;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  return { head, tail };
}

/** The word at a place in the explained text; null between words. */
export function wordAt(words: readonly WordWeight[], place: number): number | null {
  const index = words.findIndex(({ start, end }) => start <= place && place <= end);
  return index < 0 ? null : index;
}

export interface StrongWord {
  /** As first written. */
  readonly text: string;
  /** All its occurrences together. */
  readonly weight: number;
  readonly count: number;
}

/** The words that push most, one way and the other, occurrences summed; at most `n` each. */
export function strongestWords(
  text: string,
  words: readonly WordWeight[],
  n: number,
): { readonly positive: StrongWord[]; readonly negative: StrongWord[] } {
  const sums = new Map<string, { text: string; weight: number; count: number }>();
  for (const { start, end, weight } of words) {
    const written = text.slice(start, end);
    const key = written.toLowerCase();
    const sum = sums.get(key) ?? { text: written, weight: 0, count: 0 };
    sum.weight += weight;
    sum.count++;
    sums.set(key, sum);
  }
  const all = [...sums.values()].sort((a, b) => b.weight - a.weight);
  return {
    positive: all.filter(({ weight }) => weight > 0).slice(0, n),
    negative: all
      .filter(({ weight }) => weight < 0)
      .slice(-n)
      .reverse(),
  };
}
