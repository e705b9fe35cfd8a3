// The BERT family's encoder on a backend: its parameters as buffers, and the forward pass.
//
// A layer is two parts, attention and feed-forward, each followed by a residual sum and a LayerNorm. Numbered
// through: LayerNorm 0 stands on the embeddings, part k (1 … 2·layers) reads LayerNorm k−1's output, and
// LayerNorm k normalises part k's output plus the residual. Post-LN (Devlin et al. 2019) takes LayerNorm k−1's
// output as the residual, pre-LN (Xiong et al. 2020) what LayerNorm k−1 normalised; nothing else differs.

import type { Dropout, Floats, NnBackend } from '../compute/nn/types';
import { type Activations, activationBytes, type BatchShape, makeActivations, type Purpose } from './activations';
import type { EncoderConfig } from './config';
import { layerName, normNames, type ParameterSpec, parameterTable } from './parameters';
import { Recent, Taken } from './room';
import type { Weights } from './weights';

export interface Parameter {
  readonly spec: ParameterSpec;
  readonly value: Floats;
}

/** Dropout of one step: rates and the step's seed, from which each place derives its own. */
export interface StepDropout {
  readonly hidden: number;
  readonly attention: number;
  readonly seed: number;
}

/** Dropout at place number `site`; null where there is none. */
export function dropoutAt(step: StepDropout | null, rate: 'hidden' | 'attention', site: number): Dropout | null {
  if (!step || step[rate] === 0) return null;
  return { rate: step[rate], seed: (step.seed + Math.imul(site + 1, 0x9e3779b9)) >>> 0 };
}

/**
 * Bytes of shapes kept ready, unless one alone has more. Of WebAssembly's 4 GiB the largest models that may be trained here take
 * half a gigabyte with gradients and moments, and one shape of theirs up to 2.3; shapes for answers are made in a moment.
 */
const MOST_KEPT = { training: 1.5 * 2 ** 30, inference: 2 ** 28 } as const;

export class Encoder {
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly norms: readonly string[];
  readonly #shapes: Readonly<Record<Purpose, Recent<Activations>>>;
  readonly #taken: Taken;

  /** Throws NnMemoryError when there is no room; nothing is held then. */
  constructor(
    readonly nn: NnBackend,
    readonly config: EncoderConfig,
    weights: Weights,
  ) {
    this.norms = normNames(config);
    this.#shapes = { inference: new Recent(MOST_KEPT.inference), training: new Recent(MOST_KEPT.training) };
    this.#taken = new Taken(nn);
    const parameters = new Map<string, Parameter>();
    for (const spec of parameterTable(config, weights.heads)) {
      const value = this.#taken.floats(spec.size);
      nn.write(value, weights.values.get(spec.name)!);
      parameters.set(spec.name, { spec, value });
    }
    this.parameters = parameters;
  }

  /** A parameter's buffer. */
  value(name: string): Floats {
    const parameter = this.parameters.get(name);
    if (!parameter) throw new Error(`This encoder has no ${name}`);
    return parameter.value;
  }

  /** A parameter's buffer, or null where the architecture has none such. */
  optional(name: string): Floats | null {
    return this.parameters.get(name)?.value ?? null;
  }

  /** Buffers for a batch of this shape, the same ones each time. Throws NnMemoryError when there is no room. */
  activations(shape: BatchShape, purpose: Purpose): Activations {
    const key = `${shape.batch}x${shape.length}`;
    const make = () => makeActivations(this.nn, this.config, shape, purpose);
    return this.#shapes[purpose].get(key, make, activationBytes(this.config, shape, purpose));
  }

  /** Holds what passes over batches of this shape need beside their buffers. Throws NnMemoryError when there is no room. */
  reserve({ batch, length }: BatchShape, classes: number): void {
    const { hidden_size: hidden, intermediate_size: wide, num_attention_heads: heads } = this.config;
    this.nn.reserve?.({
      ...{ batch, length, heads, headSize: hidden / heads, maxDistance: this.config.relative_attention_max_distance },
      linear: [
        { inputs: hidden, outputs: 3 * hidden },
        { inputs: hidden, outputs: wide },
        { inputs: wide, outputs: hidden },
        { inputs: hidden, outputs: classes },
      ],
      classes,
    });
  }

  /**
   * From act.ids and act.lengths to the encoder's output act.normed.at(-1), [rows, hidden].
   * `words` replaces the word embeddings by another table that the ids index.
   */
  forward(act: Activations, dropout: StepDropout | null, words: Floats | null = null): Floats {
    const pre = this.config.norm_position === 'pre';
    this.#embed(act, dropout, words);
    for (let k = 1; k <= 2 * this.config.num_hidden_layers; k++) {
      const layer = (k - 1) >> 1;
      if (k % 2 === 1) this.#attend(act, layer, dropout);
      else this.#feed(act, layer);
      this.#drop(act.part, act, dropout, 2 * k);
      this.#norm(act, k, act.part, pre ? act.sums[k - 1] : act.normed[k - 1]);
    }
    return act.normed[act.normed.length - 1];
  }

  /** Frees all that `activations` gave. */
  letGo(): void {
    this.#shapes.inference.clear();
    this.#shapes.training.clear();
  }

  dispose(): void {
    this.letGo();
    this.#taken.free();
  }

  #embed(act: Activations, dropout: StepDropout | null, words: Floats | null): void {
    const pre = this.config.norm_position === 'pre';
    this.nn.embeddings(embeddingArgs(this, act, words), act.sums[0]);
    if (pre) this.#drop(act.sums[0], act, dropout, 0);
    this.#norm(act, 0, act.sums[0], null);
    if (!pre) this.#drop(act.normed[0], act, dropout, 0);
  }

  #norm(act: Activations, k: number, x: Floats, residual: Floats | null): void {
    const sum = residual ? act.sums[k] : null;
    this.nn.layerNorm(normArgs(this, act, k, x), residual, sum, act.normed[k], act.stats[k]);
  }

  #attend(act: Activations, layer: number, dropout: StepDropout | null): void {
    const { qkv, probs, context } = act.layers[layer];
    const at = `${layerName(layer)}.attention`;
    this.nn.linear(linearArgs(this, `${at}.self.qkv`, act.normed[2 * layer], act.rows), 'none', qkv, null);
    this.nn.attention(attentionArgs(this, act, layer, dropout), context, probs);
    this.nn.linear(linearArgs(this, `${at}.output.dense`, context, act.rows), 'none', act.part, null);
  }

  #feed(act: Activations, layer: number): void {
    const { pre, intermediate } = act.layers[layer];
    const at = layerName(layer);
    const input = act.normed[2 * layer + 1];
    const args = linearArgs(this, `${at}.intermediate.dense`, input, act.rows);
    this.nn.linear(args, this.config.hidden_act, intermediate, pre);
    this.nn.linear(linearArgs(this, `${at}.output.dense`, intermediate, act.rows), 'none', act.part, null);
  }

  #drop(x: Floats, act: Activations, step: StepDropout | null, site: number): void {
    const dropout = dropoutAt(step, 'hidden', site);
    if (dropout) this.nn.dropout(x, act.rows * this.config.hidden_size, dropout);
  }
}

// Arguments that the forward and the backward pass share.

export function embeddingArgs(encoder: Encoder, act: Activations, words: Floats | null) {
  const at = 'bert.embeddings';
  return {
    ids: act.ids,
    words: words ?? encoder.value(`${at}.word_embeddings.weight`),
    positions: encoder.optional(`${at}.position_embeddings.weight`),
    segments: encoder.optional(`${at}.token_type_embeddings.weight`),
    batch: act.batch,
    length: act.length,
    hidden: encoder.config.hidden_size,
  };
}

/** A linear layer `name` with its weight and bias; its widths are those of the weight. */
export function linearArgs(encoder: Encoder, name: string, x: Floats, rows: number) {
  const weight = encoder.parameters.get(`${name}.weight`);
  if (!weight) throw new Error(`This encoder has no ${name}`);
  const [outputs, inputs] = weight.spec.shape;
  return { x, w: weight.value, b: encoder.value(`${name}.bias`), rows, inputs, outputs };
}

export function normArgs(encoder: Encoder, act: Activations, k: number, x: Floats) {
  const name = encoder.norms[k];
  const { hidden_size: hidden, layer_norm_eps: eps } = encoder.config;
  return {
    x,
    gamma: encoder.value(`${name}.weight`),
    beta: encoder.value(`${name}.bias`),
    rows: act.rows,
    hidden,
    eps,
  };
}

export function attentionArgs(encoder: Encoder, act: Activations, layer: number, step: StepDropout | null) {
  const { hidden_size, num_attention_heads: heads, relative_attention_max_distance: maxDistance } = encoder.config;
  return {
    qkv: act.layers[layer].qkv,
    lengths: act.lengths,
    bias: encoder.optional(`${layerName(layer)}.attention.self.relative_attention_bias.weight`),
    maxDistance,
    batch: act.batch,
    length: act.length,
    heads,
    headSize: hidden_size / heads,
    // Odd places are the attentions', even ones the hidden states'.
    dropout: dropoutAt(step, 'attention', 4 * layer + 1),
  };
}
