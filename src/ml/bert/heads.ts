// What stands on the encoder's output: the classifier over a pooled vector, the masked-LM head over chosen rows
// (tied to the word embeddings, Devlin et al. 2019), the replaced-token head over all rows (Clark et al. 2020).
// Each has its buffers for one batch shape, its forward pass to logits, and its backward pass into the gradient
// of the encoder's output.

import type { Floats, Ints } from '../compute/nn/types';
import type { Activations } from './activations';
import { type Gradients, linearGradient } from './backward';
import { dropoutAt, type Encoder, linearArgs, type StepDropout } from './encoder';
import { type Roomy, Taken } from './room';

export interface Head extends Roomy {
  /** Rows of logits: the batch's texts, or tokens. */
  readonly rows: number;
  readonly classes: number;
  /** [rows, classes] */
  readonly logits: Floats;
  forward(act: Activations, dropout: StepDropout | null): void;
  /** dLogits [rows, classes] → parameters' gradients (added) and, where given, dHidden [act.rows, hidden] (overwritten). */
  backward(
    act: Activations,
    dLogits: Floats,
    dropout: StepDropout | null,
    gradients: Gradients,
    dHidden: Floats | null,
  ): void;
}

function output(act: Activations): Floats {
  return act.normed[act.normed.length - 1];
}

export class ClassifierHead implements Head {
  readonly rows: number;
  readonly classes: number;
  readonly logits: Floats;
  /** What the sequence is pooled to. */
  readonly #pooled: Floats;
  /** [batch, length] of attention pooling. */
  readonly #probs: Floats;
  /** tanh(dense(pooled)) and what stands within the tanh; of BERT's pooler. */
  readonly #dense: Floats;
  readonly #pre: Floats;
  readonly #dDense: Floats;
  readonly #dPooled: Floats;
  readonly #taken: Taken;

  constructor(
    private readonly encoder: Encoder,
    shape: { readonly batch: number; readonly length: number },
  ) {
    const { config } = encoder;
    const taken = new Taken(encoder.nn);
    this.#taken = taken;
    this.rows = shape.batch;
    this.classes = config.num_labels;
    this.logits = taken.floats(shape.batch * config.num_labels);
    this.#probs = taken.floats(shape.batch * shape.length);
    const hidden = () => taken.floats(shape.batch * config.hidden_size);
    this.#pooled = hidden();
    this.#dense = hidden();
    this.#pre = hidden();
    this.#dDense = hidden();
    this.#dPooled = hidden();
  }

  forward(act: Activations, dropout: StepDropout | null): void {
    const { nn, config } = this.encoder;
    if (config.pooling === 'attention') nn.attentionPool(this.#attentionArgs(act), this.#pooled, this.#probs);
    else nn.pool(config.pooling === 'pooler' ? 'first' : 'mean', this.#poolArgs(act), this.#pooled);
    if (config.pooling === 'pooler') {
      const args = linearArgs(this.encoder, 'bert.pooler.dense', this.#pooled, this.rows);
      nn.linear(args, 'tanh', this.#dense, this.#pre);
    }
    const features = this.features;
    const drop = this.#dropout(dropout);
    if (drop) nn.dropout(features, this.rows * config.hidden_size, drop);
    nn.linear(linearArgs(this.encoder, 'classifier', features, this.rows), 'none', this.logits, null);
  }

  backward(
    act: Activations,
    dLogits: Floats,
    dropout: StepDropout | null,
    gradients: Gradients,
    dHidden: Floats | null,
  ): void {
    const { nn, config } = this.encoder;
    const size = this.rows * config.hidden_size;
    const pooler = config.pooling === 'pooler';
    const dFeatures = pooler ? this.#dDense : this.#dPooled;
    linearGradient(this.encoder, gradients, 'classifier', this.features, this.rows, dLogits, dFeatures);
    const drop = this.#dropout(dropout);
    if (drop) nn.dropout(dFeatures, size, drop);
    if (pooler) {
      nn.activationBackward('tanh', this.#pre, dFeatures, dFeatures, size);
      const name = 'bert.pooler.dense';
      linearGradient(this.encoder, gradients, name, this.#pooled, this.rows, dFeatures, this.#dPooled);
    }
    // Attention pooling has parameters of its own, so it needs somewhere for the rows' gradient even then.
    const dx = dHidden ?? act.gradients?.normed ?? null;
    if (!dx) return;
    if (config.pooling === 'attention') {
      const dw = gradients.get('bert.pooler.attention.weight') ?? null;
      const db = gradients.get('bert.pooler.attention.bias') ?? null;
      nn.attentionPoolBackward(this.#attentionArgs(act), this.#dPooled, this.#probs, dx, dw, db);
    } else if (dHidden) {
      nn.poolBackward(pooler ? 'first' : 'mean', this.#poolArgs(act), this.#dPooled, dHidden);
    }
  }

  get bytes(): number {
    return this.#taken.bytes;
  }

  free(): void {
    this.#taken.free();
  }

  /** What the classifier reads, [rows, hidden]. */
  get features(): Floats {
    return this.encoder.config.pooling === 'pooler' ? this.#dense : this.#pooled;
  }

  #dropout(step: StepDropout | null) {
    return dropoutAt(step, 'hidden', 4 * this.encoder.config.num_hidden_layers + 2);
  }

  #poolArgs(act: Activations) {
    const { batch, length, lengths } = act;
    return { x: output(act), lengths, batch, length, hidden: this.encoder.config.hidden_size };
  }

  #attentionArgs(act: Activations) {
    const at = 'bert.pooler.attention';
    return { ...this.#poolArgs(act), w: this.encoder.value(`${at}.weight`), b: this.encoder.value(`${at}.bias`) };
  }
}

const PREDICTIONS = 'cls.predictions';

/** Predicts the token at each of `rows` chosen places; write their row numbers to `places`. */
export class MaskedHead implements Head {
  readonly classes: number;
  readonly logits: Floats;
  readonly places: Ints;
  readonly #chosen: Floats;
  readonly #pre: Floats;
  readonly #active: Floats;
  readonly #normed: Floats;
  readonly #stats: Floats;
  readonly #d: Floats;
  readonly #dNormed: Floats;
  readonly #taken: Taken;

  constructor(
    private readonly encoder: Encoder,
    readonly rows: number,
  ) {
    const { config } = encoder;
    const taken = new Taken(encoder.nn);
    this.#taken = taken;
    this.classes = config.vocab_size;
    this.logits = taken.floats(rows * config.vocab_size);
    this.places = taken.ints(rows);
    const hidden = () => taken.floats(rows * config.hidden_size);
    this.#chosen = hidden();
    this.#pre = hidden();
    this.#active = hidden();
    this.#normed = hidden();
    this.#stats = taken.floats(rows * 2);
    this.#d = hidden();
    this.#dNormed = hidden();
  }

  forward(act: Activations): void {
    const { nn, config } = this.encoder;
    nn.gatherRows(output(act), this.places, this.#chosen, this.rows, config.hidden_size);
    const dense = linearArgs(this.encoder, `${PREDICTIONS}.transform.dense`, this.#chosen, this.rows);
    nn.linear(dense, config.hidden_act, this.#active, this.#pre);
    nn.layerNorm(this.#normArgs(), null, null, this.#normed, this.#stats);
    nn.linear(this.#decoderArgs(), 'none', this.logits, null);
  }

  backward(
    _act: Activations,
    dLogits: Floats,
    _dropout: StepDropout | null,
    gradients: Gradients,
    dHidden: Floats | null,
  ): void {
    const { nn, config } = this.encoder;
    const size = this.rows * config.hidden_size;
    const grad = (name: string) => gradients.get(name) ?? null;
    const dWords = grad('bert.embeddings.word_embeddings.weight');
    nn.linearBackward(this.#decoderArgs(), dLogits, this.#dNormed, dWords, grad(`${PREDICTIONS}.bias`));
    const norm = `${PREDICTIONS}.transform.LayerNorm`;
    const [dGamma, dBeta] = [grad(`${norm}.weight`), grad(`${norm}.bias`)];
    nn.layerNormBackward(this.#normArgs(), this.#dNormed, this.#stats, this.#d, false, dGamma, dBeta);
    nn.activationBackward(config.hidden_act, this.#pre, this.#d, this.#d, size);
    const dense = `${PREDICTIONS}.transform.dense`;
    linearGradient(this.encoder, gradients, dense, this.#chosen, this.rows, this.#d, this.#dNormed);
    if (!dHidden) return;
    nn.zero(dHidden);
    nn.scatterAddRows(this.#dNormed, this.places, dHidden, this.rows, config.hidden_size);
  }

  get bytes(): number {
    return this.#taken.bytes;
  }

  free(): void {
    this.#taken.free();
  }

  #normArgs() {
    const norm = `${PREDICTIONS}.transform.LayerNorm`;
    const { hidden_size: hidden, layer_norm_eps: eps } = this.encoder.config;
    const gamma = this.encoder.value(`${norm}.weight`);
    return { x: this.#active, gamma, beta: this.encoder.value(`${norm}.bias`), rows: this.rows, hidden, eps };
  }

  #decoderArgs() {
    return {
      x: this.#normed,
      w: this.encoder.value('bert.embeddings.word_embeddings.weight'),
      b: this.encoder.value(`${PREDICTIONS}.bias`),
      rows: this.rows,
      inputs: this.encoder.config.hidden_size,
      outputs: this.classes,
    };
  }
}

/** Tells of every token whether it stood there (0) or was replaced (1). */
export class ReplacedHead implements Head {
  readonly classes = 2;
  readonly rows: number;
  readonly logits: Floats;
  readonly #pre: Floats;
  readonly #active: Floats;
  readonly #d: Floats;
  readonly #taken: Taken;

  constructor(
    private readonly encoder: Encoder,
    shape: { readonly batch: number; readonly length: number },
  ) {
    const { config } = encoder;
    const taken = new Taken(encoder.nn);
    this.#taken = taken;
    this.rows = shape.batch * shape.length;
    this.logits = taken.floats(this.rows * 2);
    this.#pre = taken.floats(this.rows * config.hidden_size);
    this.#active = taken.floats(this.rows * config.hidden_size);
    this.#d = taken.floats(this.rows * config.hidden_size);
  }

  forward(act: Activations): void {
    const { nn, config } = this.encoder;
    const at = 'discriminator_predictions';
    const dense = linearArgs(this.encoder, `${at}.dense`, output(act), this.rows);
    nn.linear(dense, config.hidden_act, this.#active, this.#pre);
    const out = linearArgs(this.encoder, `${at}.dense_prediction`, this.#active, this.rows);
    nn.linear(out, 'none', this.logits, null);
  }

  backward(
    act: Activations,
    dLogits: Floats,
    _dropout: StepDropout | null,
    gradients: Gradients,
    dHidden: Floats | null,
  ): void {
    const { nn, config } = this.encoder;
    const at = 'discriminator_predictions';
    linearGradient(this.encoder, gradients, `${at}.dense_prediction`, this.#active, this.rows, dLogits, this.#d);
    nn.activationBackward(config.hidden_act, this.#pre, this.#d, this.#d, this.rows * config.hidden_size);
    linearGradient(this.encoder, gradients, `${at}.dense`, output(act), this.rows, this.#d, dHidden);
  }

  get bytes(): number {
    return this.#taken.bytes;
  }

  free(): void {
    this.#taken.free();
  }
}
