// The encoder's backward pass, from the gradient of its output down to the lowest parameter that learns.

import type { Floats } from '../compute/nn/types';
import type { ActivationGradients, Activations } from './activations';
import {
  attentionArgs,
  dropoutAt,
  type Encoder,
  embeddingArgs,
  linearArgs,
  normArgs,
  type StepDropout,
} from './encoder';
import { layerName, type ParameterSpec } from './parameters';

/** Gradient buffers by parameter; what is not in it does not learn. */
export type Gradients = ReadonlyMap<string, Floats>;

/** How far down a backward pass must go: 0 to the embeddings; above everything where only heads learn. */
export function lowestLevel(encoder: Encoder, gradients: Gradients): number {
  let lowest = Number.POSITIVE_INFINITY;
  for (const name of gradients.keys()) {
    lowest = Math.min(lowest, levelOf(encoder, encoder.parameters.get(name)!.spec));
  }
  return lowest;
}

/** Embeddings 0, LayerNorm k 2k + 1, part k 2k: the order in which a backward pass comes down on them. */
function levelOf(encoder: Encoder, spec: ParameterSpec): number {
  const norm = encoder.norms.indexOf(spec.name.replace(/\.(weight|bias)$/, ''));
  if (norm >= 0) return 2 * norm + 1;
  if (spec.part.kind === 'embeddings') return 0;
  if (spec.part.kind !== 'layer') return Number.POSITIVE_INFINITY;
  const attention = spec.name.startsWith(`${layerName(spec.part.layer)}.attention.`);
  return 2 * (2 * spec.part.layer + (attention ? 1 : 2));
}

/**
 * After a forward pass with the same dropout, and with act.gradients.normed the gradient of the encoder's output:
 * adds to `gradients`. With `lowest` 0, act.gradients.sum ends as the gradient of the embeddings' sum.
 * Overwrites act.gradients.
 */
export function backward(
  encoder: Encoder,
  act: Activations,
  dropout: StepDropout | null,
  gradients: Gradients,
  lowest: number,
  words: Floats | null = null,
): void {
  if (!act.gradients) throw new Error('These activations are for inference');
  const pass = new BackwardPass(encoder, act, act.gradients, dropout, gradients);
  const top = 2 * encoder.config.num_hidden_layers;
  for (let k = top; k >= 1; k--) {
    if (lowest > 2 * k + 1) return;
    pass.norm(k, k < top);
    if (lowest > 2 * k) return;
    pass.part(k);
  }
  if (lowest > 1) return;
  pass.embeddings(words);
}

class BackwardPass {
  readonly #pre: boolean;
  readonly #size: number;

  constructor(
    private readonly encoder: Encoder,
    private readonly act: Activations,
    private readonly d: ActivationGradients,
    private readonly dropout: StepDropout | null,
    private readonly gradients: Gradients,
  ) {
    this.#pre = encoder.config.norm_position === 'pre';
    this.#size = act.rows * encoder.config.hidden_size;
  }

  /** d.normed → d.sum. In pre-LN the sum also went on as residual: what came back that way stands in d.sum already. */
  norm(k: number, residual: boolean): void {
    const { encoder, act, d } = this;
    const name = encoder.norms[k];
    encoder.nn.layerNormBackward(
      normArgs(encoder, act, k, act.sums[k]),
      d.normed,
      act.stats[k],
      d.sum,
      this.#pre && residual,
      this.#grad(`${name}.weight`),
      this.#grad(`${name}.bias`),
    );
  }

  /** d.sum → d.normed of the LayerNorm below; in pre-LN d.sum stays, as the residual's gradient. */
  part(k: number): void {
    const { nn } = this.encoder;
    const dropout = dropoutAt(this.dropout, 'hidden', 2 * k);
    let out = this.d.sum;
    if (dropout) {
      out = this.d.part;
      nn.zero(out);
      nn.addScaled(out, this.d.sum, 1);
      nn.dropout(out, this.#size, dropout);
    }
    if (k % 2 === 1) this.#attention((k - 1) >> 1, out);
    else this.#feedForward((k - 1) >> 1, out);
    if (!this.#pre) nn.addScaled(this.d.normed, this.d.sum, 1);
  }

  embeddings(words: Floats | null): void {
    const { encoder, act, d } = this;
    const dropout = dropoutAt(this.dropout, 'hidden', 0);
    if (dropout && !this.#pre) encoder.nn.dropout(d.normed, this.#size, dropout);
    this.norm(0, true);
    if (dropout && this.#pre) encoder.nn.dropout(d.sum, this.#size, dropout);
    const at = 'bert.embeddings';
    const grads = {
      words: this.#grad(`${at}.word_embeddings.weight`),
      positions: this.#grad(`${at}.position_embeddings.weight`),
      segments: this.#grad(`${at}.token_type_embeddings.weight`),
    };
    if (!grads.words && !grads.positions && !grads.segments) return;
    encoder.nn.embeddingsBackward(embeddingArgs(encoder, act, words), d.sum, grads);
  }

  #attention(layer: number, dOut: Floats): void {
    const { encoder, act, d } = this;
    const { context, probs } = act.layers[layer];
    const at = `${layerName(layer)}.attention`;
    this.#linear(`${at}.output.dense`, context, dOut, d.context);
    const dBias = this.#grad(`${at}.self.relative_attention_bias.weight`);
    const args = attentionArgs(encoder, act, layer, this.dropout);
    encoder.nn.attentionBackward(args, d.context, probs!, d.qkv, dBias);
    this.#linear(`${at}.self.qkv`, act.normed[2 * layer], d.qkv, d.normed);
  }

  #feedForward(layer: number, dOut: Floats): void {
    const { encoder, act, d } = this;
    const { intermediate, pre } = act.layers[layer];
    const at = layerName(layer);
    this.#linear(`${at}.output.dense`, intermediate, dOut, d.intermediate);
    const size = act.rows * encoder.config.intermediate_size;
    encoder.nn.activationBackward(encoder.config.hidden_act, pre!, d.intermediate, d.intermediate, size);
    this.#linear(`${at}.intermediate.dense`, act.normed[2 * layer + 1], d.intermediate, d.normed);
  }

  #linear(name: string, x: Floats, dOut: Floats, dx: Floats): void {
    linearGradient(this.encoder, this.gradients, name, x, this.act.rows, dOut, dx);
  }

  #grad(name: string): Floats | null {
    return this.gradients.get(name) ?? null;
  }
}

/** Backward through the linear layer `name`; its parameters' gradients are added where they learn. */
export function linearGradient(
  encoder: Encoder,
  gradients: Gradients,
  name: string,
  x: Floats,
  rows: number,
  dOut: Floats,
  dx: Floats | null,
): void {
  const dw = gradients.get(`${name}.weight`) ?? null;
  const db = gradients.get(`${name}.bias`) ?? null;
  if (dx || dw || db) encoder.nn.linearBackward(linearArgs(encoder, name, x, rows), dOut, dx, dw, db);
}
