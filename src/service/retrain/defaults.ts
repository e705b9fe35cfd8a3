// How a retraining is done when nothing else is said.

import type { RetrainOptions } from '../../wire/retrain';

/** Fewer held-out texts than this say too little: the gate keeps the challenger back. */
export const MIN_HELD_OUT = 8;

/** Old texts that judge at most, drawn at random where there are more. */
export const MAX_JUDGED = 2000;

/** New labels that are missing before a retraining can be judged. */
export function labelsMissing(
  { new_texts, held_out }: { readonly new_texts: number; readonly held_out: number },
  { held_out: share }: RetrainOptions,
): number {
  const toHoldOut = Math.max(0, MIN_HELD_OUT - held_out);
  // One more, since the share is taken of each label by itself and rounded.
  const wanted = Math.max(MIN_HELD_OUT, toHoldOut > 0 ? Math.ceil(toHoldOut / share) + 1 : 0);
  return Math.max(0, wanted - new_texts);
}
