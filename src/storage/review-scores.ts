// What the serving model made of the reviews kept: worked out in the background, kept so that a reload need not
// work it out again.

import { read, type WriteTransaction, write } from './db';

export interface ReviewScoresRecord {
  /** The model, by id. */
  readonly model: string;
  /** Tells models of one id in several versions of the app apart; left out by earlier versions. */
  readonly fingerprint?: string;
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

/** Within the transaction that gives these reviews other texts: scores of the old ones must not outlive them. */
export async function dropReviewScores(tx: WriteTransaction, reviews: readonly number[]): Promise<void> {
  const store = tx.objectStore('reviewScores');
  const gone = new Set(reviews);
  const scores = gone.size > 0 ? await store.get(KEY) : undefined;
  if (!scores?.ids.some((id) => gone.has(id))) return;
  const { ids, logits } = scores;
  await store.put(
    { ...scores, ids: ids.filter((id) => !gone.has(id)), logits: logits.filter((_, i) => !gone.has(ids[i])) },
    KEY,
  );
}
