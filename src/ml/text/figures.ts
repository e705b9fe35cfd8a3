// What people ask first of a set of texts: how many of which kind, how long, how many words, which repeat.
// Texts go by one at a time; of each only numbers are kept, so that a set need not fit into memory.

import { normalised } from './normal';

export type FigureSplit = 'train' | 'validation' | 'test' | 'none';
const SPLITS: readonly FigureSplit[] = ['train', 'validation', 'test', 'none'];

export interface TextFigures {
  readonly splits: readonly {
    readonly split: FigureSplit;
    readonly positive: number;
    readonly negative: number;
    readonly unlabelled: number;
  }[];
  /** Words a text: median and 95th percentile (linear between ranks), most; counts within from ≤ words < to. */
  readonly length: {
    readonly median: number;
    readonly p95: number;
    readonly max: number;
    readonly bins: readonly { readonly from: number; readonly to: number; readonly n: number }[];
  };
  /** Different words. */
  readonly vocabulary: number;
  /** Texts beyond the first of those that are equal, as `textKey` has it. */
  readonly duplicates: number;
  /** Different texts that stand under both labels. */
  readonly contradictions: number;
  /** Texts of test or validation that stand in train, too. */
  readonly leaks: number;
  /** Texts of nothing but white space. */
  readonly empty: number;
}

/** Bins of the histogram, at most. */
const BINS = 24;

/** Collects figures of texts; `finish` may be called at any time. */
export class FigureCollector {
  private readonly keys = new NumberList();
  private readonly lengths = new NumberList();
  /** Split and label of each text: 3 · split + label + 1. */
  private readonly kinds = new NumberList();
  private readonly words = new NumberSet();
  private empty = 0;

  get n(): number {
    return this.keys.length;
  }

  /** @param label 0 negative, 1 positive, −1 without; @param split position in train, validation, test, none */
  add(text: string, label: number, split: number): void {
    this.keys.push(textKey(text));
    this.lengths.push(countWords(text, (word) => this.words.add(word)));
    this.kinds.push(3 * split + label + 1);
    if (text.trim() === '') this.empty += 1;
  }

  /** Keys of the texts, in order: equal texts have equal ones. */
  textKeys(): Float64Array {
    return this.keys.values();
  }

  /** @param splits other parts than the texts came with, one position for each */
  finish(splits?: Uint8Array): TextFigures {
    const kinds = this.kinds.values();
    const split = (i: number) => splits?.[i] ?? Math.floor((kinds[i] ?? 0) / 3);
    const label = (i: number) => ((kinds[i] ?? 0) % 3) - 1;
    return {
      splits: shares(kinds.length, split, label),
      length: lengthFigures(this.lengths.values()),
      vocabulary: this.words.size,
      ...repeats(this.keys.values(), split, label),
      empty: this.empty,
    };
  }
}

/** Figures of texts with other parts than before: `figures` but for what depends on parts. */
export function refigure(figures: TextFigures, keys: Float64Array, labels: Int8Array, splits: Uint8Array): TextFigures {
  const split = (i: number) => splits[i] ?? 3;
  const label = (i: number) => labels[i] ?? -1;
  return { ...figures, splits: shares(keys.length, split, label), ...repeats(keys, split, label) };
}

function shares(n: number, split: (i: number) => number, label: (i: number) => number): TextFigures['splits'] {
  const counts = SPLITS.map((name) => ({ split: name, positive: 0, negative: 0, unlabelled: 0 }));
  for (let i = 0; i < n; i++) {
    const count = counts[split(i)];
    if (!count) continue;
    if (label(i) === 1) count.positive += 1;
    else if (label(i) === 0) count.negative += 1;
    else count.unlabelled += 1;
  }
  return counts.filter(({ positive, negative, unlabelled }) => positive + negative + unlabelled > 0);
}

/** Bits of what is known of the texts of one key. */
const NEGATIVE = 1;
const POSITIVE = 2;
const TRAINED = 4;

function repeats(keys: Float64Array, split: (i: number) => number, label: (i: number) => number) {
  const seen = new Map<number, number>();
  keys.forEach((key, i) => {
    const labelled = label(i) === 1 ? POSITIVE : label(i) === 0 ? NEGATIVE : 0;
    seen.set(key, (seen.get(key) ?? 0) | labelled | (split(i) === 0 ? TRAINED : 0));
  });
  let contradictions = 0;
  for (const bits of seen.values()) {
    if ((bits & POSITIVE) !== 0 && (bits & NEGATIVE) !== 0) contradictions += 1;
  }
  let leaks = 0;
  keys.forEach((key, i) => {
    const judged = split(i) === 1 || split(i) === 2;
    if (judged && ((seen.get(key) ?? 0) & TRAINED) !== 0) leaks += 1;
  });
  return { duplicates: keys.length - seen.size, contradictions, leaks };
}

function lengthFigures(lengths: Float64Array): TextFigures['length'] {
  const sorted = lengths.slice().sort();
  const max = sorted.at(-1) ?? 0;
  return { median: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), max, bins: histogram(sorted, max) };
}

/** Linear between ranks, as NumPy's default. */
function quantile(sorted: Float64Array, q: number): number {
  const place = q * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? 0;
  return below + (above - below) * (place - Math.floor(place));
}

/** Equal widths on a log scale, rounded to whole words; the first begins at 0, the last ends past `max`. */
function histogram(sorted: Float64Array, max: number): TextFigures['length']['bins'] {
  if (sorted.length === 0) return [];
  const edges = Array.from({ length: BINS + 1 }, (_, i) => Math.round((max + 1) ** (i / BINS)));
  const whole = [0, ...new Set(edges.filter((edge) => edge > 1)), ...(max === 0 ? [1] : [])];
  return whole.slice(1).map((to, i) => {
    const from = whole[i] ?? 0;
    return { from, to, n: lowerBound(sorted, to) - lowerBound(sorted, from) };
  });
}

/** How many are below `value`. */
function lowerBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

// ---------------------------------------------------------------- texts to numbers

/** Equal for texts that are equal but for case and white space, and (but for one pair in 9·10¹⁵) for no others. */
export function textKey(text: string): number {
  const hash = new Hash();
  let gap = false;
  let begun = false;
  const lower = normalised(text, 'NFC').toLowerCase();
  for (let i = 0; i < lower.length; i++) {
    const unit = lower.charCodeAt(i);
    if (isSpace(unit)) {
      gap = begun;
      continue;
    }
    if (gap) hash.add(32);
    gap = false;
    begun = true;
    hash.add(unit);
  }
  return hash.value();
}

/** Words of a text: runs of letters, digits and the marks on them, whatever their case. Calls back with a key of each. */
export function countWords(text: string, found: (key: number) => void): number {
  const lower = text.toLowerCase();
  const hash = new Hash();
  let words = 0;
  let within = false;
  const end = () => {
    if (!within) return;
    found(hash.value());
    hash.reset();
    words += 1;
    within = false;
  };
  for (let i = 0; i < lower.length; i++) {
    const point = lower.codePointAt(i) ?? 0;
    if (!isWordPoint(point)) {
      end();
    } else {
      hash.add(point);
      within = true;
    }
    if (point > 0xffff) i += 1;
  }
  end();
  return words;
}

const WORD = /[\p{L}\p{N}\p{M}]/u;

function isWordPoint(point: number): boolean {
  if (point < 128) return (point >= 97 && point <= 122) || (point >= 48 && point <= 57);
  return WORD.test(String.fromCodePoint(point));
}

function isSpace(unit: number): boolean {
  if (unit <= 32) return unit === 32 || (unit >= 9 && unit <= 13);
  return unit === 0xa0 || unit === 0xfeff || (unit >= 0x1680 && /\s/.test(String.fromCharCode(unit)));
}

/** 53 bits of two multiplicative hashes with MurmurHash3's finishing steps (A. Appleby), as cyrb53 joins them. */
class Hash {
  private a = 0xdeadbeef;
  private b = 0x41c6ce57;

  reset(): void {
    this.a = 0xdeadbeef;
    this.b = 0x41c6ce57;
  }

  add(unit: number): void {
    this.a = Math.imul(this.a ^ unit, 2654435761);
    this.b = Math.imul(this.b ^ unit, 1597334677);
  }

  value(): number {
    const a = Math.imul(this.a ^ (this.a >>> 16), 2246822507) ^ Math.imul(this.b ^ (this.b >>> 13), 3266489909);
    const b = Math.imul(this.b ^ (this.b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
    return 4294967296 * (2097151 & b) + (a >>> 0);
  }
}

// ---------------------------------------------------------------- many numbers in little room

class NumberList {
  private items = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.items.length) {
      const larger = new Float64Array(2 * this.length);
      larger.set(this.items);
      this.items = larger;
    }
    this.items[this.length++] = value;
  }

  values(): Float64Array {
    return this.items.slice(0, this.length);
  }
}

/** Open addressing: eight bytes a place, where a Set of words would keep alive the texts they were cut from. */
class NumberSet {
  private slots = new Float64Array(4096).fill(-1);
  size = 0;

  /** @param key a whole number from 0 to 2⁵³ − 1 */
  add(key: number): void {
    if (!this.put(this.slots, key)) return;
    this.size += 1;
    if (this.size * 2 < this.slots.length) return;
    const larger = new Float64Array(2 * this.slots.length).fill(-1);
    for (const slot of this.slots) {
      if (slot >= 0) this.put(larger, slot);
    }
    this.slots = larger;
  }

  private put(slots: Float64Array, key: number): boolean {
    const mask = slots.length - 1;
    let at = (key % 4294967296) & mask;
    while (slots[at] !== -1) {
      if (slots[at] === key) return false;
      at = (at + 1) & mask;
    }
    slots[at] = key;
    return true;
  }
}
