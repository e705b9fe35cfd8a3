// What the text models compute with: buffers on a backend, and a small set of fused operations, each with
// its backward. A model writes its forward and backward pass once, against this interface; a backend knows
// only buffers and operations. `reference.ts` is the definition in plain float64 code that all others are
// tested against; `wasm/` has the own kernels; `tfjs/` runs on WebGL and WebGPU through tfjs.
//
// Conventions. Matrices are row-major. `rows` counts tokens: a batch of `batch` sequences, each padded to
// `length` tokens, has rows = batch × length, sequence by sequence. Operations write `out` (overwriting it)
// and never read what they write, unless said. Gradients of parameters are *added* to their buffers (so that
// micro-batches accumulate), gradients of activations overwrite. Operations return at once; a GPU may still
// be at work: `read` waits for it. Nothing is ever read back inside a step.

import type { ImageOperations } from './images';

export const NN_KINDS = ['wasm', 'webgpu', 'webgl', 'cpu'] as const;
/** `cpu` is tfjs's plain JavaScript backend: the slow but unfused reference in float32. `reference` is float64. */
export type NnKind = (typeof NN_KINDS)[number] | 'reference';

declare const brand: unique symbol;
/** A float32 array held by a backend. Only the backend that made it can use it. */
export interface Floats {
  readonly [brand]: 'floats';
  readonly size: number;
}
/** An int32 array held by a backend (token ids, lengths, row numbers, labels). */
export interface Ints {
  readonly [brand]: 'ints';
  readonly size: number;
}

export type Activation = 'none' | 'relu' | 'gelu' | 'tanh';

/** Inverted dropout: element i is kept iff `uniform(seed, i) >= rate` (see dropout.ts) and scaled by 1/(1 − rate). */
export interface Dropout {
  readonly rate: number;
  /** Unsigned 32-bit. The same seed gives the same mask on every backend, so backward needs no stored mask. */
  readonly seed: number;
}

export interface EmbeddingsArgs {
  /** [rows] token ids. */
  readonly ids: Ints;
  /** [vocab, hidden] */
  readonly words: Floats;
  /** [maxLength, hidden], added by the place in the sequence (row mod length); null for none. */
  readonly positions: Floats | null;
  /** [types, hidden], row 0 is added everywhere; null for none. */
  readonly segments: Floats | null;
  readonly batch: number;
  readonly length: number;
  readonly hidden: number;
}

export interface LinearArgs {
  /** [rows, inputs] */
  readonly x: Floats;
  /** [outputs, inputs], as PyTorch's Linear and Hugging Face keep it. */
  readonly w: Floats;
  /** [outputs]; null for none. */
  readonly b: Floats | null;
  readonly rows: number;
  readonly inputs: number;
  readonly outputs: number;
}

export interface LayerNormArgs {
  /** [rows, hidden] */
  readonly x: Floats;
  readonly gamma: Floats;
  readonly beta: Floats;
  readonly rows: number;
  readonly hidden: number;
  readonly eps: number;
}

/**
 * Multi-head scaled dot-product attention within each sequence:
 * softmax(q·kᵀ/√headSize + bias) v, keys past `lengths` left out (Vaswani et al. 2017, eq. 1).
 * With `bias`, bias[clip(j − i, −maxDistance, maxDistance) + maxDistance, head] is added for query i, key j
 * (Shaw et al. 2018, as a scalar a head like T5). Queries past `lengths` give zeros.
 */
export interface AttentionArgs {
  /** [rows, 3 × hidden]: queries, keys, values side by side, heads × headSize each. */
  readonly qkv: Floats;
  /** [batch] real tokens of each sequence, 1..length. */
  readonly lengths: Ints;
  /** [2 × maxDistance + 1, heads]; null for none. */
  readonly bias: Floats | null;
  readonly maxDistance: number;
  readonly batch: number;
  readonly length: number;
  readonly heads: number;
  readonly headSize: number;
  /** On the probabilities, by their index in [batch, heads, length, length]; null for none. */
  readonly dropout: Dropout | null;
}

/** first: token 0 (BERT's [CLS]) · mean: mean over the real tokens. */
export type PoolKind = 'first' | 'mean';

export interface PoolArgs {
  /** [rows, hidden] */
  readonly x: Floats;
  readonly lengths: Ints;
  readonly batch: number;
  readonly length: number;
  readonly hidden: number;
}

/** a = softmax over real tokens of (x·w + b); pooled = Σ a_t x_t. */
export interface AttentionPoolArgs extends PoolArgs {
  /** [hidden] */
  readonly w: Floats;
  /** [1] */
  readonly b: Floats;
}

/** Row r's target: a class with label smoothing, or a distribution. */
export type Targets =
  | { readonly kind: 'labels' /** [rows] */; readonly labels: Ints; readonly smoothing: number }
  | { readonly kind: 'soft' /** [rows, classes] */; readonly probabilities: Floats };

export interface CrossEntropyArgs {
  /** [rows, classes] */
  readonly logits: Floats;
  readonly targets: Targets;
  readonly rows: number;
  readonly classes: number;
  /** [rows] weight of each row in the loss and in dLogits, e.g. 1/batch; 0 leaves a row out. */
  readonly weights: Floats;
}

export interface AdamWParameter {
  readonly value: Floats;
  readonly gradient: Floats;
  /** First and second moments. */
  readonly m: Floats;
  readonly v: Floats;
  readonly size: number;
  /** Decoupled weight decay applies (not to biases and LayerNorm). */
  readonly decay: boolean;
}

/**
 * AdamW (Loshchilov & Hutter 2019, algorithm 2; the order of operations of torch.optim.AdamW):
 * value ← value·(1 − lr·weightDecay), then value ← value − lr/(1 − beta1Power) · m / (√v/√(1 − beta2Power) + eps).
 * The gradient is first scaled by min(1, clipNorm / (norm + 1e-6)), norm over all parameters together
 * (torch.nn.utils.clip_grad_norm_); clipNorm 0 is no clipping. Sets gradients to zero afterwards.
 */
export interface AdamWHyper {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly weightDecay: number;
  /** beta1^t and beta2^t at this step t ≥ 1. */
  readonly beta1Power: number;
  readonly beta2Power: number;
  readonly clipNorm: number;
}

/** What one step of gradient descent with momentum changes; `m` is the velocity. */
export type MomentumParameter = Omit<AdamWParameter, 'v'>;

/**
 * Gradient descent with momentum, as torch.optim.SGD: g ← gradient + weightDecay·value, m ← momentum·m + g,
 * value ← value − lr·m. The gradient is clipped first, and zero afterwards, as AdamW's.
 */
export interface MomentumHyper {
  readonly learningRate: number;
  readonly momentum: number;
  readonly weightDecay: number;
  readonly clipNorm: number;
}

/** A pass over a batch, by what its operations need beside their buffers. */
export interface PassSizes extends Pick<AttentionArgs, 'batch' | 'length' | 'heads' | 'headSize' | 'maxDistance'> {
  /** Of the linear layers; the last is the one to `classes`. */
  readonly linear: readonly Pick<LinearArgs, 'inputs' | 'outputs'>[];
  readonly classes: number;
}

export interface NnMemory {
  readonly buffers: number;
  readonly bytes: number;
}

export interface NnBackend {
  readonly kind: NnKind;
  /** For people: "WASM relaxed SIMD, 2 threads". */
  readonly description: string;

  // Buffers
  /** Zeros. Rejects nothing; throws NnMemoryError when there is no room. */
  floats(size: number): Floats;
  ints(size: number): Ints;
  write(buffer: Floats, data: Float32Array): void;
  writeInts(buffer: Ints, data: Int32Array): void;
  /** A copy, once everything asked for so far is done. */
  read(buffer: Floats): Promise<Float32Array>;
  /** Only where numbers are held in float64: reads a copy and writes without rounding, so that checkpoints are exact. */
  readonly exact?: { read(buffer: Floats): Float64Array; write(buffer: Floats, data: Float64Array): void };
  free(...buffers: readonly (Floats | Ints)[]): void;
  /**
   * Holds what such passes need beside their buffers, so that none is refused it on its way. Throws NnMemoryError when there
   * is no room. Only where memory is shared out once and for all.
   */
  reserve?(sizes: PassSizes): void;
  /** What is held now, for tests against leaks. */
  memory(): NnMemory;
  /** Ends the backend and all its buffers. */
  dispose(): void;

  // Small things
  zero(x: Floats): void;
  /** out ← out + scale·x */
  addScaled(out: Floats, x: Floats, scale: number): void;
  /** In place: x ← x·mask/(1 − rate). Forward and backward alike. */
  dropout(x: Floats, size: number, dropout: Dropout): void;
  /** out[i] ← x[index[i]], rows of `width`. */
  gatherRows(x: Floats, index: Ints, out: Floats, count: number, width: number): void;
  /** out[index[i]] ← out[index[i]] + x[i], rows of `width`; an index may come more than once. */
  scatterAddRows(x: Floats, index: Ints, out: Floats, count: number, width: number): void;

  // Layers
  /** out [rows, hidden] */
  embeddings(args: EmbeddingsArgs, out: Floats): void;
  /** Adds to each gradient that is not null. */
  embeddingsBackward(
    args: EmbeddingsArgs,
    dOut: Floats,
    grads: { words: Floats | null; positions: Floats | null; segments: Floats | null },
  ): void;
  /** out ← activation(x wᵀ + b) [rows, outputs]; `pre`, where given, keeps x wᵀ + b for the backward pass. */
  linear(args: LinearArgs, activation: Activation, out: Floats, pre: Floats | null): void;
  /** Of the part without activation: dOut [rows, outputs] → dx (overwritten), dw, db (added); null: not wanted. */
  linearBackward(args: LinearArgs, dOut: Floats, dx: Floats | null, dw: Floats | null, db: Floats | null): void;
  /** dPre ← dOut · activation′(pre); dPre may be dOut. gelu is the exact one (erf), as BERT's. */
  activationBackward(activation: Activation, pre: Floats, dOut: Floats, dPre: Floats, size: number): void;
  /** sum ← x + residual (residual may be null: then sum is not written and may be null), out ← LayerNorm(sum). stats [rows, 2]: mean, 1/σ. */
  layerNorm(args: LayerNormArgs, residual: Floats | null, sum: Floats | null, out: Floats, stats: Floats): void;
  /** args.x is what was normalised (the sum). dx overwritten, or added to when `accumulate`; dGamma, dBeta added (null: not wanted). */
  layerNormBackward(
    args: LayerNormArgs,
    dOut: Floats,
    stats: Floats,
    dx: Floats,
    accumulate: boolean,
    dGamma: Floats | null,
    dBeta: Floats | null,
  ): void;
  /** out [rows, heads × headSize]; probs [batch, heads, length, length] (before dropout) where given, for the backward pass. */
  attention(args: AttentionArgs, out: Floats, probs: Floats | null): void;
  /** dQkv overwritten; dBias added (null where there is no bias or it is not wanted). */
  attentionBackward(args: AttentionArgs, dOut: Floats, probs: Floats, dQkv: Floats, dBias: Floats | null): void;
  /** out [batch, hidden] */
  pool(kind: PoolKind, args: PoolArgs, out: Floats): void;
  /** dx overwritten (zeros where nothing flows). */
  poolBackward(kind: PoolKind, args: PoolArgs, dOut: Floats, dx: Floats): void;
  /** out [batch, hidden], probs [batch, length]. */
  attentionPool(args: AttentionPoolArgs, out: Floats, probs: Floats): void;
  attentionPoolBackward(
    args: AttentionPoolArgs,
    dOut: Floats,
    probs: Floats,
    dx: Floats,
    dw: Floats | null,
    db: Floats | null,
  ): void;
  /** loss [rows] (weighted, natural log); dLogits = weight·(softmax − target), null: not wanted. */
  softmaxCrossEntropy(args: CrossEntropyArgs, loss: Floats, dLogits: Floats | null): void;
  /** One step over all parameters in one call; `norm` [1] receives the gradients' norm before clipping. */
  adamW(parameters: readonly AdamWParameter[], hyper: AdamWHyper, norm: Floats): void;
  /** As `adamW`, by gradient descent with momentum. */
  momentum(parameters: readonly MomentumParameter[], hyper: MomentumHyper, norm: Floats): void;
  readonly images: ImageOperations;
}

/** There is no room for a buffer; says how much was asked for. */
export class NnMemoryError extends Error {
  override readonly name = 'NnMemoryError';
}
