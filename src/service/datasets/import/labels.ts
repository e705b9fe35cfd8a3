// What the cells of a label's column mean: words, 0 and 1, stars. Which it is shows in the first rows.

import type { Sentiment } from '../../../wire/reviews';

/** A cell's label; null: none; undefined: it is no label. */
export type LabelReader = (
  cell: string,
) => { readonly label: Sentiment | null; readonly rating: number | null } | undefined;

const WORDS: Readonly<Record<string, Sentiment | null>> = {
  ...{ '0': 0, '-1': 0, neg: 0, negative: 0, bad: 0, no: 0, false: 0, n: 0, f: 0 },
  ...{ '1': 1, pos: 1, positive: 1, good: 1, yes: 1, true: 1, y: 1, t: 1 },
  ...{ '': null, none: null, neutral: null, unsup: null, unknown: null, null: null, na: null, nan: null, 'n/a': null },
};

interface Kind {
  readonly values: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Which only such labels have: without it they are others. */
  readonly least?: number;
}

/** Kinds of label by all the values that they have, and which of those are negative and positive. */
const NUMBERS: readonly Kind[] = [
  { values: [0, 1], low: [0], high: [1] },
  { values: [-1, 0, 1], low: [-1], high: [1] },
  // As the polarity sets of Zhang et al. (2015) have it.
  { values: [1, 2], low: [1], high: [2] },
  // As Sentiment140 has it: 2 is neutral.
  { values: [0, 2, 4], low: [0], high: [4] },
  // As TweetEval (Barbieri et al. 2020) has it: 1 is neutral.
  { values: [0, 1, 2], low: [0], high: [2] },
  // Five classes from 0 on, as SST-5 (Socher et al. 2013) has it: 2 is neutral. Stars begin at 1.
  { values: [0, 1, 2, 3, 4], low: [0, 1], high: [3, 4], least: 0 },
];

/** The reader for a column with these values (blank ones aside); null when they are no labels. */
export function labelReader(values: readonly string[]): LabelReader | null {
  const keys = [...new Set(values.map(keyOf))].filter((key) => key !== '');
  if (keys.length === 0) return null;
  const numbers = keys.map(toNumber);
  if (!numbers.every((value) => value !== null)) return keys.every((key) => Object.hasOwn(WORDS, key)) ? words : null;
  // Where stars are spoken of, one and two of them are both few.
  if (keys.some((key) => STARS.test(key))) return stars(numbers);
  const kind = NUMBERS.find(
    ({ values: all, least }) =>
      numbers.every((value) => all.includes(value)) && (least === undefined || numbers.includes(least)),
  );
  if (kind) return (cell) => plain(cell, kind);
  return stars(numbers);
}

/** As `labelReader`, where most cells are labels but not all: those rows are listed. Without any, words and 0 and 1. */
export function findLabels(cells: readonly string[]): LabelReader | null {
  const filled = cells.filter((cell) => cell.trim() !== '');
  if (filled.length === 0) return words;
  const known = filled.filter((cell) => labelReader([cell]) !== null);
  return labelReader(cells) ?? (2 * known.length > filled.length ? labelReader(known) : null);
}

/** These values mean positive, those negative, others no label; without a list of the negative, all but none mean that. */
export function chosenLabels(positive: readonly string[], negative: readonly string[] | null): LabelReader {
  const [high, low] = [new Set(positive.map(keyOf)), negative && new Set(negative.map(keyOf))];
  return (cell) => {
    const key = keyOf(cell);
    const isLow = low ? low.has(key) : key !== '';
    return { label: key !== '' && high.has(key) ? 1 : isLow ? 0 : null, rating: null };
  };
}

function words(cell: string) {
  const key = keyOf(cell);
  return Object.hasOwn(WORDS, key) ? { label: WORDS[key] ?? null, rating: null } : undefined;
}

function plain(cell: string, { values, low, high }: Kind) {
  const value = toNumber(keyOf(cell));
  if (value === null || !values.includes(value)) return words(cell);
  return { label: low.includes(value) ? 0 : high.includes(value) ? 1 : null, rating: null } as const;
}

/** One to five, or one to ten; the middle of them says neither. Half stars count. */
function stars(numbers: readonly number[]): LabelReader | null {
  const most = Math.max(...numbers);
  if (Math.min(...numbers) < 0 || most > 10 || !numbers.every((value) => Number.isInteger(2 * value))) return null;
  const scale = most <= 5 ? 5 : 10;
  const [low, high] = scale === 5 ? [2.5, 3.5] : [4.5, 6.5];
  return (cell) => {
    const value = toNumber(keyOf(cell));
    if (value === null) return words(cell)?.label === null ? { label: null, rating: null } : undefined;
    if (value < 0 || value > 10) return undefined;
    const label = value < low ? 0 : value > high ? 1 : null;
    const rating = Math.round(scale === 5 ? 2 * value : value);
    return { label, rating: rating >= 1 && rating <= 10 ? rating : null };
  };
}

/** As in "5 stars" and "1-star". */
const STARS = /(?<=\d)[ -]?stars?$/;

function keyOf(cell: string): string {
  return cell.trim().toLowerCase();
}

function toNumber(key: string): number | null {
  const number = key.replace(STARS, '');
  return /^[+-]?\d{1,3}(\.\d{1,6})?$/.test(number) ? Number(number) : null;
}
