// What the serving model made of the reviews kept: worked out in the background, kept so that a reload need not
// work it out again.

import { read, write } from './db';

export interface ReviewScoresRecord {
  /** The model, by id. */
  readonly model: string;
  /** Numbers of reviews. */
  readonly ids: Float64Array;
  /** ln(p / (1 − p)), one for each of `ids`. */
  readonly logits: Float32Array;
}

const KEY = 'current';

export function readReviewScores(): Promise<ReviewScoresRecord | undefined> {
  return read(['reviewScores'], (tx) => tx.objectStore('reviewScores').get(KEY));
}

export function saveReviewScores(scores: ReviewScoresRecord): Promise<void> {
  return write(['reviewScores'], async (tx) => {
    await tx.objectStore('reviewScores').put(scores, KEY);
  });
}
