// What is known of every review without its text, so that a page of a list or of the queue is found in a hundred
// thousand of them without reading any. Built once by walking the store; changes keep it up to date.

import { type ReviewRecord, reviewPieces } from '../../storage/reviews';
import type { ReviewCounts } from '../../wire/reviews';
import { normalText } from './split';

export interface Entry {
  readonly id: number;
  readonly sentiment: ReviewRecord['sentiment'];
  readonly rating: number | null;
  readonly skipped: boolean;
  readonly part: ReviewRecord['part'];
  /** Of the text, UTF-16 units. */
  readonly length: number;
  readonly source: string;
  /** The text says nothing. */
  readonly blank: boolean;
  /** Of the text as `normalText` has it: 53 bits. Equal for different texts about never, and they are compared then. */
  readonly hash: number;
}

export interface Totals extends Pick<ReviewCounts, 'total' | 'positive' | 'negative' | 'unlabelled' | 'parts'> {
  /** Without a label, and put off. */
  readonly skipped: number;
}

export class ReviewIndex {
  private readonly entries = new Map<number, Entry>();
  /** One string for all reviews of a source: each read from the store would be another. */
  private readonly sources = new Map<string, string>();
  private readonly sums = { positive: 0, negative: 0, unlabelled: 0, skipped: 0 };
  private readonly parts = { train: 0, held_out: 0, none: 0 };
  private walk = 0;
  private reading: Promise<void> = Promise.resolve();
  private isWhole = true;
  private textChanges = 0;

  /** `changed` is called as the walk goes on. */
  constructor(private readonly changed: () => void) {}

  /** Begins anew; resolves once the first piece is read, which is all there is of a few reviews. */
  async open(): Promise<void> {
    const walk = ++this.walk;
    this.clear();
    this.isWhole = false;
    const pieces = reviewPieces();
    const first = this.readPiece(pieces, walk);
    this.reading = this.readAll(first, pieces, walk);
    // Whoever needs the index hears of the failure.
    this.reading.catch(() => {});
    await ((await first) ? null : this.reading);
  }

  /** Resolves when every review has been seen. */
  async whole(): Promise<void> {
    // Begun anew meanwhile: the latest walk is the one to wait for.
    for (let walk = -1; walk !== this.walk; ) {
      walk = this.walk;
      await this.reading;
    }
  }

  /** Not every review has been seen yet. */
  get walking(): boolean {
    return !this.isWhole;
  }

  /** Does it now, or when the walk is over: what it read before must not undo what came after. */
  afterWalk(work: () => void): void {
    if (this.isWhole) work();
    else this.reading.then(work, () => {});
  }

  get(id: number): Entry | undefined {
    return this.entries.get(id);
  }

  values(): Iterable<Entry> {
    return this.entries.values();
  }

  get totals(): Totals {
    return { total: this.entries.size, ...this.sums, parts: { ...this.parts } };
  }

  /** Grows when a text comes, goes or changes. */
  get texts(): number {
    return this.textChanges;
  }

  /** Takes reviews in as they are now; returns the numbers of those whose text is new. */
  put(reviews: readonly ReviewRecord[]): number[] {
    const fresh: number[] = [];
    for (const review of reviews) {
      const entry = toEntry(review, this.sourceOf(review));
      const before = this.entries.get(entry.id);
      if (before) this.count(before, -1);
      this.count(entry, 1);
      this.entries.set(entry.id, entry);
      if (before?.hash !== entry.hash || before.length !== entry.length) fresh.push(entry.id);
    }
    if (fresh.length > 0) this.textChanges += 1;
    return fresh;
  }

  remove(ids: readonly number[]): void {
    for (const id of ids) {
      const entry = this.entries.get(id);
      if (!entry) continue;
      this.count(entry, -1);
      this.entries.delete(id);
      this.textChanges += 1;
    }
  }

  private async readAll(
    first: Promise<boolean>,
    pieces: AsyncGenerator<readonly ReviewRecord[]>,
    walk: number,
  ): Promise<void> {
    for (let more = await first; more; more = await this.readPiece(pieces, walk)) this.changed();
    if (this.walk === walk) this.isWhole = true;
  }

  /** False after the last piece, and when another walk has begun. */
  private async readPiece(pieces: AsyncGenerator<readonly ReviewRecord[]>, walk: number): Promise<boolean> {
    const { value, done } = await pieces.next();
    if (done || this.walk !== walk) return false;
    this.put(value);
    return true;
  }

  private sourceOf({ source }: ReviewRecord): string {
    const known = this.sources.get(source);
    if (known === undefined) this.sources.set(source, source);
    return known ?? source;
  }

  private clear(): void {
    this.entries.clear();
    this.sources.clear();
    Object.assign(this.sums, { positive: 0, negative: 0, unlabelled: 0, skipped: 0 });
    Object.assign(this.parts, { train: 0, held_out: 0, none: 0 });
    this.textChanges += 1;
  }

  private count({ sentiment, skipped, part }: Entry, by: 1 | -1): void {
    if (sentiment !== null) this.parts[part ?? 'none'] += by;
    if (sentiment === 1) this.sums.positive += by;
    else if (sentiment === 0) this.sums.negative += by;
    else {
      this.sums.unlabelled += by;
      if (skipped) this.sums.skipped += by;
    }
  }
}

function toEntry({ id, sentiment, rating, skipped, part, text }: ReviewRecord, source: string): Entry {
  const plain = normalText(text);
  const said = { length: text.length, blank: plain === '', hash: hashText(plain) };
  return { id, sentiment, rating, skipped, part, source, ...said };
}

/** 53 bits of two interleaved multiplicative hashes (after cyrb53, public domain). */
function hashText(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    b = Math.imul(b ^ unit, 0x5f356495);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return 0x100000000 * (b & 0x1fffff) + (a >>> 0);
}
