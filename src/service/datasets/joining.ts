// Imported rows on their way into the reviews: through the Reviews service, so that counts, scores and events follow;
// in pieces, and all of them or none.

import { readChunk } from '../../storage/datasets';
import { readReviewIds, reviewPieces } from '../../storage/reviews';
import { MAX_REVIEWS_ADDED } from '../../wire/limits';
import type { NewReview, ReviewsService } from '../../wire/reviews';
import { breathe } from '../pace';

export type ReviewsDoor = Pick<ReviewsService, 'add' | 'removeReviews'>;

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

/**
 * Adds the rows of an import's chunks; resolves with the number of the last. Rejects, with none of them left, when one cannot
 * be added or `over` says so.
 */
export async function joinReviews(
  door: ReviewsDoor,
  job: { readonly id: string; readonly chunks: number; readonly source: string },
  over: () => boolean,
  added: (rows: number) => void,
): Promise<number> {
  const ids: string[] = [];
  const goOn = () => {
    if (over()) throw new Error('The import was ended.');
  };
  const add = async (piece: readonly NewReview[]) => {
    goOn();
    if (piece.length > 0) ids.push(...(await door.add(piece)));
    added(ids.length);
    await breathe();
    // It may have been ended while the last piece was added.
    goOn();
  };
  try {
    let piece: NewReview[] = [];
    let characters = 0;
    for (let i = 0; i < job.chunks; i++) {
      const more = await chunkReviews(job.id, i, job.source);
      const length = more.reduce((sum, { text }) => sum + text.length, 0);
      if (piece.length + more.length > MAX_REVIEWS_ADDED || characters + length > PIECE_CHARACTERS) {
        await add(piece);
        [piece, characters] = [[], 0];
      }
      piece.push(...more);
      characters += length;
    }
    await add(piece);
    return Number(ids.at(-1) ?? 0);
  } catch (error) {
    await removeInPieces(door, ids);
    throw error;
  }
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
