// How a model that knows something already is best taught so many texts more: what is left open by whoever trains it.

import type { TextModelKind } from '../text/types';
import type { TrainOptions } from './types';

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
 * @param trainable where it is said: all of it, or its top, goes by the trainer's own defaults
 */
export function adaptingOptions(
  { kind, untrained }: { readonly kind: TextModelKind; readonly untrained: boolean },
  n: number,
  trainable: TrainOptions['trainable'] = n <= FEW ? { kind: 'head' } : { kind: 'lora', rank: 8, alpha: 16 },
): Partial<TrainOptions> {
  if (kind === 'ngram') return { epochs: rounds(NGRAM, n), learning_rate: 0.1 };
  // Random weights have nothing to keep: the trainer's own defaults are for them.
  if (untrained) return {};
  const epochs = rounds(ENCODER, n);
  switch (trainable.kind) {
    case 'head':
      return { trainable, epochs, learning_rate: 1e-3 };
    case 'lora':
      return { trainable, epochs, learning_rate: 3e-4 };
    default:
      return { trainable };
  }
}

function rounds({ shown, least, most }: typeof ENCODER, n: number): number {
  return Math.min(most, Math.max(least, Math.ceil(shown / n)));
}
