// How a retraining is done when nothing else is said.

import type { RetrainOptions } from '../../wire/retrain';
import type { TextModelSummary } from '../../wire/reviews';
import type { TrainOverrides } from '../reviews/host';

export const DEFAULT_OPTIONS: RetrainOptions = {
  mode: 'ask',
  datasets: [],
  replay: 0.5,
  weight: 1,
  held_out: 0.25,
  min_accuracy: 0.7,
  alpha: 0.05,
  seed: 1,
};

/** Fewer held-out texts than this say too little: the gate keeps the challenger back. */
export const MIN_HELD_OUT = 8;

/** Old texts that judge at most, drawn at random where there are more. */
export const MAX_JUDGED = 2000;

/** Texts that are shown in all at least, where there are few of them, within these numbers of rounds. */
const SHOWN = 600;
const ROUNDS = { least: 5, most: 12 };

/**
 * The trainer's options, for so many texts. Measured by bench/text/retraining.ts on the shipped models with product
 * reviews, of which they know little. Base goes from 59 % right to 87 % with 30 labels and to 93 % with 75, by low-rank
 * additions: training all of it brings no more and forgets more (the gate refuses two of eight such challengers instead
 * of none), the head or the top layer alone bring less, and with few labels so do fewer rounds. Nano goes from 61 % to
 * 88 % with 40 labels at 0.1 × 3; more rounds or larger steps bring 1 % more and cost 2 % of the probe.
 */
export function retrainingOptions(
  { kind, untrained }: Pick<TextModelSummary, 'kind' | 'untrained'>,
  n: number,
): TrainOverrides {
  if (kind === 'ngram') return { epochs: 3, learning_rate: 0.1 };
  // Random weights have nothing to keep: the trainer's own defaults are for them.
  if (untrained) return {};
  const epochs = Math.min(ROUNDS.most, Math.max(ROUNDS.least, Math.ceil(SHOWN / n)));
  return { trainable: { kind: 'lora', rank: 8, alpha: 16 }, epochs, learning_rate: 1e-3 };
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
