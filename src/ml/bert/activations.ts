// What a pass over a batch of one shape keeps: made once for each (batch, length) and used again, so that no step
// allocates. For training every layer has its own buffers, as the backward pass reads them; for inference the
// layers take turns with two.

import type { Floats, Ints, NnBackend } from '../compute/nn/types';
import type { EncoderConfig } from './config';

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

export interface Activations extends BatchShape {
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
  /** Every buffer, to free them. */
  readonly buffers: readonly (Floats | Ints)[];
}

export type Purpose = 'inference' | 'training';

export function makeActivations(
  nn: NnBackend,
  config: EncoderConfig,
  { batch, length }: BatchShape,
  purpose: Purpose,
): Activations {
  const rows = batch * length;
  const { hidden_size: hidden, intermediate_size: wide, num_hidden_layers: count, num_attention_heads: heads } = config;
  const training = purpose === 'training';
  const buffers: (Floats | Ints)[] = [];
  const keep = <T extends Floats | Ints>(buffer: T): T => {
    buffers.push(buffer);
    return buffer;
  };
  const floats = (width: number) => keep(nn.floats(rows * width));
  const turns = (width: number, own: number, total: number): Floats[] => {
    const made = Array.from({ length: training ? total : Math.min(own, total) }, () => floats(width));
    return Array.from({ length: total }, (_, i) => made[i % made.length]);
  };
  const makeLayer = (): LayerActivations => ({
    qkv: floats(3 * hidden),
    probs: training ? keep(nn.floats(batch * heads * length * length)) : null,
    context: floats(hidden),
    pre: training ? floats(wide) : null,
    intermediate: floats(wide),
  });
  const layers = Array.from({ length: training ? count : 1 }, makeLayer);
  return {
    batch,
    length,
    rows,
    ids: keep(nn.ints(rows)),
    lengths: keep(nn.ints(batch)),
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
    buffers,
  };
}

/** The most recently used things of a few keys; what falls out is released. */
export class Recent<T> {
  readonly #held = new Map<string, T>();

  constructor(
    private readonly limit: number,
    private readonly release: (item: T) => void,
  ) {}

  get(key: string, make: () => T): T {
    const found = this.#held.get(key);
    if (found !== undefined) {
      this.#held.delete(key);
      this.#held.set(key, found);
      return found;
    }
    // Released first, so that there is room for the new one.
    while (this.#held.size >= this.limit) this.#drop([...this.#held.keys()][0]);
    const made = make();
    this.#held.set(key, made);
    return made;
  }

  clear(): void {
    for (const key of [...this.#held.keys()]) this.#drop(key);
  }

  #drop(key: string): void {
    const item = this.#held.get(key);
    this.#held.delete(key);
    if (item !== undefined) this.release(item);
  }
}
