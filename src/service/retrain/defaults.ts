// How a retraining is done when nothing else is said.

import type { TextModelKind } from '../../ml/text/types';
import type { RetrainOptions } from '../../wire/retrain';
import type { TrainOverrides } from '../reviews/host';

export const DEFAULT_OPTIONS: RetrainOptions = {
  mode: 'ask',
  datasets: [],
  replay: 0.5,
  weight: 1,
  held_out: 0.25,
  min_accuracy: 0.75,
  alpha: 0.05,
  seed: 1,
};

/** Fewer held-out texts than this say too little: the gate keeps the challenger back. */
export const MIN_HELD_OUT = 8;

/** Old texts that judge at most, drawn at random where there are more. */
export const MAX_JUDGED = 2000;

/** Encoders with fewer parameters take larger steps without forgetting. */
const SMALL = 4_000_000;

/**
 * The trainer's options: few rounds, so that what the champion knows is kept. Measured by bench/text/retraining.ts on
 * the shipped models with 40 to 200 labels. Base on product reviews of which it knew nothing: with 40 labels from 59 %
 * right to 79 % at a learning rate of 3e-5, 82 % at 1e-4 and 85 % at 3e-4, all of them as good as before on films; only
 * the head or the top layer brings less and forgets no less. Nano: from 61 % to 88 % at 0.1 × 3; more rounds or larger
 * steps bring 1 % more and cost 2 % of the probe.
 */
export function retrainingOptions(kind: TextModelKind, parameters: number): TrainOverrides {
  if (kind === 'ngram') return { epochs: 3, learning_rate: 0.1 };
  return { trainable: { kind: 'all' }, epochs: 5, learning_rate: parameters < SMALL ? 3e-4 : 1e-4 };
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
