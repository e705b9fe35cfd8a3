// How a retraining is done when nothing else is said.

import type { RetrainOptions } from '../../wire/retrain';
import type { TextModelSummary } from '../../wire/reviews';
import type { TrainOverrides } from '../reviews/host';

/** Fewer held-out texts than this say too little: the gate keeps the challenger back. */
export const MIN_HELD_OUT = 8;

/** Old texts that judge at most, drawn at random where there are more. */
export const MAX_JUDGED = 2000;

/** Texts that are shown in all at least, where there are few of them, within these numbers of rounds. */
const ENCODER = { shown: 600, least: 5, most: 12 };
const NGRAM = { shown: 300, least: 3, most: 10 };

/** Beyond so many texts the head alone no longer learns all that is in them. */
const FEW = 300;

/**
 * The trainer's options, for so many texts. Measured by bench/text/retraining.ts on the shipped models with product reviews, of
 * which they know little. With 30 to 600 labels the head alone brings as much as low-rank additions and forgets less: of
 * small's challengers the gate refuses none of six with 30 labels and one with 150, where additions at 1e-3 lost three of six both
 * times, and of base's one of eight instead of seven. Additions at 3e-4 come next, and are for many texts, which hold more
 * than a head can. Nano: larger steps bring no more and forget more, and so do more rounds with more labels.
 */
export function retrainingOptions(
  { kind, untrained }: Pick<TextModelSummary, 'kind' | 'untrained'>,
  n: number,
): TrainOverrides {
  if (kind === 'ngram') return { epochs: rounds(NGRAM, n), learning_rate: 0.1 };
  // Random weights have nothing to keep: the trainer's own defaults are for them.
  if (untrained) return {};
  const epochs = rounds(ENCODER, n);
  if (n <= FEW) return { trainable: { kind: 'head' }, epochs, learning_rate: 1e-3 };
  return { trainable: { kind: 'lora', rank: 8, alpha: 16 }, epochs, learning_rate: 3e-4 };
}

function rounds({ shown, least, most }: typeof ENCODER, n: number): number {
  return Math.min(most, Math.max(least, Math.ceil(shown / n)));
}

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
