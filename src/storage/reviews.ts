// Reviews that were labelled or kept, numbered in the order they came.

import { read, type WriteTransaction, write } from './db';
import { dropReviewScores } from './review-scores';

export interface ReviewRecord {
  readonly id: number;
  readonly text: string;
  /** 0 negative, 1 positive, null without a label. */
  readonly sentiment: 0 | 1 | null;
  /** ISO 8601, UTC. */
  readonly created_at: string;
  /** When the label was given; null without one. */
  readonly labelled_at: string | null;
  /** 1 … 10, null where there is none. */
  readonly rating: number | null;
  /** For people: "typed", a file's name. */
  readonly source: string;
  /** What it is called where it comes from: a ticket's number, a file's name. Left out where that is not known. */
  readonly ref?: string | undefined;
  /** Put off in the queue. */
  readonly skipped: boolean;
  /** train: a model has learnt from it · held_out: it judges models and is never learnt from. */
  readonly part: 'train' | 'held_out' | null;
}

/** The highest number that is put back, from which the store counts on: by its last one it would never take another, deleted or not. */
export const LAST_REVIEW = 2 ** 40;

const STARS: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

export type NewReviewRecord = Omit<ReviewRecord, 'id'>;

/** A stored value as a review, what earlier versions did not keep filled in; null for what is none. */
export function toReviewRecord(value: unknown): ReviewRecord | null {
  const { id, text, sentiment, created_at, ...rest } = Object(value) as Partial<ReviewRecord>;
  const labelled = sentiment === null || sentiment === 0 || sentiment === 1;
  const sound = Number.isInteger(id) && typeof text === 'string' && labelled && typeof created_at === 'string';
  if (!sound) return null;
  const { labelled_at, rating, source, ref, skipped, part } = rest;
  return {
    id: id as number,
    text,
    sentiment,
    created_at,
    labelled_at: sentiment === null ? null : typeof labelled_at === 'string' ? labelled_at : created_at,
    rating: STARS.includes(rating as number) ? (rating as number) : null,
    source: typeof source === 'string' ? source : '',
    ...(typeof ref === 'string' && ref !== '' && { ref }),
    skipped: skipped === true,
    part: part === 'train' || part === 'held_out' ? part : null,
  };
}

/** A review just come in; what is not said takes its plain value. */
export function newReviewRecord(
  review: Pick<NewReviewRecord, 'text' | 'sentiment' | 'created_at'> & {
    readonly rating?: number | null | undefined;
    readonly source?: string | undefined;
    readonly ref?: string | undefined;
  },
): NewReviewRecord {
  const { text, sentiment, created_at, rating = null, source = '', ref } = review;
  const labelled_at = sentiment === null ? null : created_at;
  const plain = { text, sentiment, created_at, labelled_at, rating, source, skipped: false, part: null };
  return ref ? { ...plain, ref } : plain;
}

export interface ReviewTotals {
  readonly total: number;
  readonly positive: number;
  readonly negative: number;
  readonly bytes: number;
}

/** Walks all reviews; damaged ones are left where they are and not counted. */
export async function countReviews(): Promise<ReviewTotals> {
  const totals = { total: 0, positive: 0, negative: 0, bytes: 0 };
  for await (const piece of reviewPieces()) {
    for (const { text, sentiment } of piece) {
      totals.total += 1;
      // Browsers keep strings in one or two bytes a unit.
      totals.bytes += text.length;
      if (sentiment === 1) totals.positive += 1;
      if (sentiment === 0) totals.negative += 1;
    }
  }
  return totals;
}

/** All that can be read, oldest first. In pieces: labels are written in between, and the thread is not held up. */
export async function readReviews(): Promise<ReviewRecord[]> {
  const all: ReviewRecord[] = [];
  for await (const piece of reviewPieces()) all.push(...piece);
  return all;
}

/** Numbers of all of them, oldest first. */
export function readReviewIds(): Promise<number[]> {
  return read(['reviews'], (tx) => tx.objectStore('reviews').getAllKeys(numbersAbove(0)));
}

/** Those of these numbers that there are, in the order asked. */
export function readReviewsById(ids: readonly number[]): Promise<ReviewRecord[]> {
  return read(['reviews'], async (tx) => {
    const store = tx.objectStore('reviews');
    const found: unknown[] = await Promise.all(ids.map((id) => store.get(id)));
    return found.flatMap((value) => toReviewRecord(value) ?? []);
  });
}

/** All or none; resolves with their numbers. */
export async function addReviews(reviews: readonly NewReviewRecord[]): Promise<number[]> {
  let ids: number[] = [];
  await write(['reviews'], async (tx) => {
    const store = tx.objectStore('reviews');
    // The store gives each its number, which its type cannot say.
    const put = (review: NewReviewRecord) => store.add(review as ReviewRecord);
    ids = await Promise.all(reviews.map(put));
  });
  return ids;
}

/** Keys of another kind are none that the store gave. */
function numbersAbove(id: number): IDBKeyRange {
  return IDBKeyRange.bound(id, Number.MAX_VALUE, true);
}

/** Characters that one piece of a walk should hold about, and how many reviews it begins with and has at most. */
const PIECE_CHARACTERS = 1_000_000;
const FIRST_PIECE = 250;
const LARGEST_PIECE = 2000;

/**
 * All that can be read, oldest first, a piece at a time, each in a transaction of its own. Pieces are as large as
 * their texts allow: a few large ones are quicker than many small ones, and none should hold up the thread.
 */
export async function* reviewPieces(largest: number = LARGEST_PIECE): AsyncGenerator<readonly ReviewRecord[]> {
  let size = Math.min(FIRST_PIECE, largest);
  for (let last = 0; ; ) {
    const values: unknown[] = await read(['reviews'], (tx) =>
      tx.objectStore('reviews').getAll(numbersAbove(last), size),
    );
    const ids = values.map((value) => (value as Partial<ReviewRecord>).id ?? last);
    const records = values.flatMap((value) => toReviewRecord(value) ?? []);
    if (records.length > 0) yield records;
    if (values.length < size) return;
    last = Math.max(last, ...ids);
    const characters = records.reduce((sum, { text }) => sum + text.length, 1);
    size = Math.max(1, Math.min(largest, Math.floor((size * PIECE_CHARACTERS) / characters)));
  }
}

const WITH_SCORES = ['reviews', 'reviewScores'] as const;

/**
 * Changes those of these that there are, all or none; resolves with how they were, in the order asked. What was kept of a
 * text's score goes with the text.
 */
export async function changeReviews(
  ids: readonly number[],
  change: (review: ReviewRecord) => ReviewRecord,
): Promise<readonly ReviewRecord[]> {
  let before: ReviewRecord[] = [];
  await write(WITH_SCORES, async (tx) => {
    const store = tx.objectStore('reviews');
    const found: unknown[] = await Promise.all([...new Set(ids)].map((id) => store.get(id)));
    before = found.flatMap((value) => toReviewRecord(value) ?? []);
    const after = before.map(change);
    await Promise.all(after.map((review) => store.put(review)));
    const rewritten = after.filter(({ text }, i) => text !== before[i].text);
    await dropReviewScores(
      tx,
      rewritten.map(({ id }) => id),
    );
  });
  return before;
}

/**
 * Puts reviews under their numbers, all or none; resolves with what is stored. Those that are there get their labels back and
 * keep all else: a model may have learnt from them since, or their texts may have been edited.
 */
export async function restoreReviews(reviews: readonly ReviewRecord[]): Promise<readonly ReviewRecord[]> {
  let stored: readonly ReviewRecord[] = [];
  await write(WITH_SCORES, async (tx) => {
    const store = tx.objectStore('reviews');
    const there: unknown[] = await Promise.all(reviews.map(({ id }) => store.get(id)));
    stored = reviews.map((review, i) => withLabelOf(review, toReviewRecord(there[i])));
    await putReviews(tx, stored);
    // One that was gone comes with its text, which may have been another when it was scored last.
    const back = reviews.filter((_, i) => there[i] === undefined);
    await dropReviewScores(
      tx,
      back.map(({ id }) => id),
    );
  });
  return stored;
}

function withLabelOf(review: ReviewRecord, there: ReviewRecord | null): ReviewRecord {
  const { sentiment, labelled_at, skipped } = review;
  return there ? { ...there, sentiment, labelled_at, skipped } : review;
}

/** Resolves with those that were there, as they were when they went. */
export async function deleteReviews(ids: readonly number[]): Promise<readonly ReviewRecord[]> {
  let before: ReviewRecord[] = [];
  await write(['reviews'], async (tx) => {
    const store = tx.objectStore('reviews');
    const found: unknown[] = await Promise.all([...new Set(ids)].map((id) => store.get(id)));
    before = found.flatMap((value) => toReviewRecord(value) ?? []);
    await Promise.all(ids.map((id) => store.delete(id)));
  });
  return before;
}

/** Within a transaction of the caller's (restoring a back-up); numbers are kept. */
export async function putReviews(tx: WriteTransaction, reviews: readonly ReviewRecord[]): Promise<void> {
  const store = tx.objectStore('reviews');
  await Promise.all(reviews.map((review) => store.put(review)));
}
