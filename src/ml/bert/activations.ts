// What a pass over a batch of one shape keeps: made once for each (batch, length) and used again, so that no step
// allocates. For training every layer has its own buffers, as the backward pass reads them; for inference the
// layers take turns with two.

import type { Floats, Ints, NnBackend } from '../compute/nn/types';
import type { EncoderConfig } from './config';
import { type Roomy, Taken } from './room';

export interface BatchShape {
  readonly batch: number;
  readonly length: number;
}

export interface LayerActivations {
  readonly qkv: Floats;
  readonly probs: Floats | null;
  readonly context: Floats;
  readonly pre: Floats | null;
  readonly intermediate: Floats;
}

/** Gradients of activations, reused by all layers. */
export interface ActivationGradients {
  /** Of what a part reads: the last LayerNorm's output. */
  readonly normed: Floats;
  /** Of a residual sum; after the backward pass, of the embeddings. */
  readonly sum: Floats;
  /** Of a part's output, where dropout makes that differ from the sum's. */
  readonly part: Floats;
  readonly context: Floats;
  readonly qkv: Floats;
  readonly intermediate: Floats;
}

export interface Activations extends BatchShape, Roomy {
  readonly rows: number;
  readonly ids: Ints;
  readonly lengths: Ints;
  /** [2·layers + 1] what each LayerNorm normalises; the first is the embeddings. */
  readonly sums: readonly Floats[];
  /** [2·layers + 1] each LayerNorm's output; the last is the encoder's. */
  readonly normed: readonly Floats[];
  readonly stats: readonly Floats[];
  /** A part's output before the sum. */
  readonly part: Floats;
  readonly layers: readonly LayerActivations[];
  /** null for inference. */
  readonly gradients: ActivationGradients | null;
}

export type Purpose = 'inference' | 'training';

/** Throws NnMemoryError where there is no room; nothing is held then. */
export function makeActivations(
  nn: NnBackend,
  config: EncoderConfig,
  { batch, length }: BatchShape,
  purpose: Purpose,
): Activations {
  const rows = batch * length;
  const { hidden_size: hidden, intermediate_size: wide, num_hidden_layers: count, num_attention_heads: heads } = config;
  const training = purpose === 'training';
  const taken = new Taken(nn);
  const floats = (width: number) => taken.floats(rows * width);
  const turns = (width: number, own: number, total: number): Floats[] => {
    const made = Array.from({ length: training ? total : Math.min(own, total) }, () => floats(width));
    return Array.from({ length: total }, (_, i) => made[i % made.length]);
  };
  const makeLayer = (): LayerActivations => ({
    qkv: floats(3 * hidden),
    probs: training ? taken.floats(batch * heads * length * length) : null,
    context: floats(hidden),
    pre: training ? floats(wide) : null,
    intermediate: floats(wide),
  });
  const layers = Array.from({ length: training ? count : 1 }, makeLayer);
  return {
    batch,
    length,
    rows,
    ids: taken.ints(rows),
    lengths: taken.ints(batch),
    sums: turns(hidden, 2, 2 * count + 1),
    normed: turns(hidden, 2, 2 * count + 1),
    stats: turns(2, 1, 2 * count + 1),
    part: floats(hidden),
    layers: Array.from({ length: count }, (_, i) => layers[i % layers.length]),
    gradients: training
      ? {
          normed: floats(hidden),
          sum: floats(hidden),
          part: floats(hidden),
          context: floats(hidden),
          qkv: floats(3 * hidden),
          intermediate: floats(wide),
        }
      : null,
    bytes: taken.bytes,
    free: () => taken.free(),
  };
}

/** Bytes of what `makeActivations` makes. */
export function activationBytes(config: EncoderConfig, { batch, length }: BatchShape, purpose: Purpose): number {
  const { hidden_size: hidden, intermediate_size: wide, num_hidden_layers: count, num_attention_heads: heads } = config;
  const norms = 2 * count + 1;
  const widths =
    purpose === 'training'
      ? count * (4 * hidden + 2 * wide) + norms * (2 * hidden + 2) + 8 * hidden + wide
      : 4 * hidden + wide + Math.min(2, norms) * 2 * hidden + 2 + hidden;
  const probs = purpose === 'training' ? count * heads * length : 0;
  // With a token's number, and a text's length.
  return 4 * batch * (length * (widths + probs + 1) + 1);
}
