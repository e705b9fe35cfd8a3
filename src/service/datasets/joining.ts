// Imported rows on their way into the reviews: through the Reviews service, so that counts, scores and events follow;
// in pieces, and all of them or none.

import { readChunk } from '../../storage/datasets';
import { readReviewIds, reviewPieces } from '../../storage/reviews';
import { MAX_REVIEWS_ADDED } from '../../wire/limits';
import type { NewReview, ReviewsService } from '../../wire/reviews';
import { breathe } from '../pace';

export type ReviewsDoor = Pick<ReviewsService, 'add'> & {
  removeReviews(ids: readonly string[]): Promise<unknown>;
};

/** Characters of one piece: some reviews are books. */
const PIECE_CHARACTERS = 20_000_000;

/** The highest number a review has; those that join get higher ones. */
export async function lastReview(): Promise<number> {
  return (await readReviewIds()).at(-1) ?? 0;
}

/** What an import brought to the reviews: those of that source with higher numbers than `after`, up to `last`. */
export interface Joined {
  readonly source: string;
  readonly after: number;
  readonly last: number;
}

/** Rows of an import that have joined, the first ones, and the number of the last of them. */
export interface Part {
  readonly rows: number;
  readonly last: number;
}

export interface Joining {
  readonly id: string;
  readonly chunks: number;
  readonly source: string;
  /** Joined before a rude end. */
  readonly before: Part;
  over(): boolean;
  /** More have joined. */
  joined(part: Part): Promise<void>;
  /** What has joined is taken away again: it cannot be gone on with. */
  failing(): Promise<void>;
}

/**
 * Adds the rows of an import's chunks; resolves with the number of the last. Rejects, with none of them left, when one cannot
 * be added or `over` says so.
 */
export async function joinReviews(door: ReviewsDoor, job: Joining): Promise<number> {
  const ids: string[] = [];
  const { rows, last } = job.before;
  const goOn = () => {
    if (job.over()) throw new Error('The import was ended.');
  };
  const add = async (piece: readonly NewReview[]) => {
    goOn();
    if (piece.length > 0) ids.push(...(await door.add(piece)));
    await job.joined({ rows: rows + ids.length, last: Number(ids.at(-1) ?? last) });
    await breathe();
    // It may have been ended while the last piece was added.
    goOn();
  };
  try {
    for await (const piece of piecesOf(job)) await add(piece);
    return Number(ids.at(-1) ?? last);
  } catch (error) {
    await job.failing();
    await removeInPieces(door, ids);
    throw error;
  }
}

async function* piecesOf({ id, chunks, source, before }: Joining): AsyncGenerator<readonly NewReview[]> {
  let there = before.rows;
  let piece: NewReview[] = [];
  let characters = 0;
  for (let i = 0; i < chunks; i++) {
    const all = await chunkReviews(id, i, source);
    const more = all.slice(there);
    there = Math.max(0, there - all.length);
    const length = more.reduce((sum, { text }) => sum + text.length, 0);
    if (piece.length + more.length > MAX_REVIEWS_ADDED || characters + length > PIECE_CHARACTERS) {
      yield piece;
      [piece, characters] = [[], 0];
    }
    piece.push(...more);
    characters += length;
  }
  yield piece;
}

async function chunkReviews(id: string, chunk: number, source: string): Promise<NewReview[]> {
  const rows = await readChunk(id, chunk);
  if (!rows) throw new Error('A part of the import is gone.');
  return rows.texts.map((text, j) => {
    const label = rows.labels[j];
    const sentiment = label === 0 || label === 1 ? label : null;
    const ref = rows.refs?.[j] || rows.names[j] || undefined;
    return { text, source, sentiment, rating: rows.ratings[j] || null, ref };
  });
}

/** Takes away what an import has added, all of it or as far as it came; resolves with how many they were. */
export async function unjoinReviews(door: ReviewsDoor, { after, last, source }: Joined): Promise<number> {
  const ids: string[] = [];
  for await (const piece of reviewPieces()) {
    for (const review of piece) {
      if (review.id > after && review.id <= last && review.source === source) ids.push(String(review.id));
    }
  }
  await removeInPieces(door, ids);
  return ids.length;
}

async function removeInPieces(door: ReviewsDoor, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += MAX_REVIEWS_ADDED) {
    await door.removeReviews(ids.slice(from, from + MAX_REVIEWS_ADDED));
  }
}
