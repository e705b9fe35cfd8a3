// The text models' operations on WebAssembly: checks, addresses and scratch on this side, arithmetic in the
// kernels (./assembly). Everything is done when a call returns.

import type {
  Activation,
  AdamWHyper,
  AdamWParameter,
  AttentionArgs,
  AttentionPoolArgs,
  CrossEntropyArgs,
  Dropout,
  EmbeddingsArgs,
  Floats,
  Ints,
  LayerNormArgs,
  LinearArgs,
  NnBackend,
  NnMemory,
  PoolArgs,
  PoolKind,
} from '../types';
import { Buffers } from './buffers';
import { Products } from './matmul';
import type { Heap } from './memory';
import { ACTIVATIONS, type NnExports, SQUARES } from './module';
import type { Team } from './team';

/** Seed, threshold and scale as the kernels take them; a threshold of 0 is no dropout. */
function dropoutArgs(dropout: Dropout | null): [number, number, number] {
  if (!dropout || dropout.rate <= 0) return [0, 0, 1];
  return [dropout.seed | 0, Math.ceil(dropout.rate * 0x1000000), 1 / (1 - dropout.rate)];
}

export class WasmBackend implements NnBackend {
  readonly kind = 'wasm';
  readonly #buffers: Buffers;
  readonly #products: Products;

  constructor(
    private readonly exports: NnExports,
    private readonly heap: Heap,
    private readonly team: Team,
    private readonly build: string,
  ) {
    this.#buffers = new Buffers(heap);
    this.#products = new Products(heap, team);
  }

  get description(): string {
    const { ready } = this.team;
    return `${this.build}, ${ready} thread${ready > 1 ? 's' : ''}`;
  }

  floats(size: number): Floats {
    return this.#buffers.floats(size);
  }

  ints(size: number): Ints {
    return this.#buffers.ints(size);
  }

  write(buffer: Floats, data: Float32Array): void {
    this.heap.floats(this.#out(buffer, data.length), data.length).set(data);
  }

  writeInts(buffer: Ints, data: Int32Array): void {
    this.heap.ints(this.#in(buffer, data.length), data.length).set(data);
  }

  async read(buffer: Floats): Promise<Float32Array> {
    const { at, size } = this.#buffers.of(buffer, 0);
    return new Float32Array(this.heap.floats(at, size));
  }

  free(...buffers: readonly (Floats | Ints)[]): void {
    for (const handle of buffers) {
      this.#products.forget(this.#buffers.of(handle, 0));
      this.#buffers.free(handle);
    }
  }

  memory(): NnMemory {
    return this.#buffers.memory();
  }

  dispose(): void {
    this.#buffers.clear();
    this.team.dispose();
  }

  zero(x: Floats): void {
    const { size } = this.#buffers.of(x, 0);
    this.heap.floats(this.#out(x, size), size).fill(0);
  }

  addScaled(out: Floats, x: Floats, scale: number): void {
    const { size } = this.#buffers.of(x, 0);
    this.team.run('addScaled', [this.#out(out, size), this.#in(x, size), scale], size, 64, size);
  }

  dropout(x: Floats, size: number, dropout: Dropout): void {
    const [seed, threshold, scale] = dropoutArgs(dropout);
    const at = this.#out(x, size);
    if (threshold > 0) this.team.run('dropout', [at, seed, threshold, scale], size, 64, 4 * size);
  }

  gatherRows(x: Floats, index: Ints, out: Floats, count: number, width: number): void {
    const args = [this.#in(x, 0), this.#in(index, count), this.#out(out, count * width), width];
    this.team.run('gatherRows', args, count, 1, count * width);
  }

  scatterAddRows(x: Floats, index: Ints, out: Floats, count: number, width: number): void {
    const args = [this.#in(x, count * width), this.#in(index, count), this.#out(out, 0), count, width];
    this.team.run('scatterAddRows', args, width, 16, count * width);
  }

  embeddings(args: EmbeddingsArgs, out: Floats): void {
    const { batch, length, hidden } = args;
    const rows = batch * length;
    const tables = [this.#in(args.words, 0), this.#optional(args.positions, length * hidden)];
    const segment = this.#optional(args.segments, hidden);
    const given = [this.#in(args.ids, rows), ...tables, segment, length, hidden, this.#out(out, rows * hidden)];
    this.team.run('embeddings', given, rows, 1, rows * hidden);
  }

  embeddingsBackward(
    args: EmbeddingsArgs,
    dOut: Floats,
    grads: { words: Floats | null; positions: Floats | null; segments: Floats | null },
  ): void {
    const { batch, length, hidden } = args;
    const rows = batch * length;
    const d = this.#in(dOut, rows * hidden);
    if (grads.words) this.scatterAddRows(dOut, args.ids, grads.words, rows, hidden);
    if (grads.positions) {
      const to = this.#out(grads.positions, length * hidden);
      this.team.run('addByPosition', [d, to, rows, length, hidden], hidden, 16, rows * hidden);
    }
    if (grads.segments) this.#addColumnSums(d, this.#out(grads.segments, hidden), rows, hidden);
  }

  linear(
    { x, w, b, rows, inputs, outputs }: LinearArgs,
    activation: Activation,
    out: Floats,
    pre: Floats | null,
  ): void {
    const left = { at: this.#in(x, rows * inputs), stride: inputs, across: false };
    const weight = this.#buffers.of(w, inputs * outputs);
    const to = this.#out(out, rows * outputs);
    const before = pre ? this.#out(pre, rows * outputs) : 0;
    const finish = { bias: this.#optional(b, outputs), activation, pre: before };
    this.#products.multiplyWeight(left, weight, to, rows, outputs, inputs, finish);
  }

  linearBackward(args: LinearArgs, dOut: Floats, dx: Floats | null, dw: Floats | null, db: Floats | null): void {
    const { rows, inputs, outputs } = args;
    const d = this.#in(dOut, rows * outputs);
    if (dx) {
      const left = { at: d, stride: outputs, across: false };
      const right = { at: this.#in(args.w, inputs * outputs), stride: inputs, across: true };
      this.#products.multiply(left, right, this.#out(dx, rows * inputs), rows, inputs, outputs, false);
    }
    if (dw) {
      const left = { at: d, stride: outputs, across: true };
      const right = { at: this.#in(args.x, rows * inputs), stride: inputs, across: true };
      this.#products.multiply(left, right, this.#out(dw, inputs * outputs), outputs, inputs, rows, true);
    }
    if (db) this.#addColumnSums(d, this.#out(db, outputs), rows, outputs);
  }

  activationBackward(activation: Activation, pre: Floats, dOut: Floats, dPre: Floats, size: number): void {
    const args = [ACTIVATIONS[activation], this.#in(pre, size), this.#in(dOut, size), this.#out(dPre, size)];
    this.team.run('activationBackward', args, size, 64, 16 * size);
  }

  layerNorm(args: LayerNormArgs, residual: Floats | null, sum: Floats | null, out: Floats, stats: Floats): void {
    const { rows, hidden } = args;
    const size = rows * hidden;
    if (residual && !sum) throw new TypeError('A residual needs a place for the sum.');
    const places = [this.#in(args.x, size), this.#optional(residual, size), residual && sum ? this.#out(sum, size) : 0];
    const shift = [this.#in(args.gamma, hidden), this.#in(args.beta, hidden), hidden, args.eps];
    const given = [...places, ...shift, this.#out(out, size), this.#out(stats, 2 * rows)];
    this.team.run('layerNorm', given, rows, 1, 4 * size);
  }

  layerNormBackward(
    args: LayerNormArgs,
    dOut: Floats,
    stats: Floats,
    dx: Floats,
    accumulate: boolean,
    dGamma: Floats | null,
    dBeta: Floats | null,
  ): void {
    const { rows, hidden } = args;
    const size = rows * hidden;
    const x = this.#in(args.x, size);
    const [d, s] = [this.#in(dOut, size), this.#in(stats, 2 * rows)];
    if (dGamma || dBeta) {
      const to = [dGamma ? this.#out(dGamma, hidden) : 0, dBeta ? this.#out(dBeta, hidden) : 0];
      this.team.run('layerNormGradients', [x, hidden, rows, d, s, ...to], hidden, 16, 4 * size);
    }
    const given = [x, this.#in(args.gamma, hidden), hidden, d, s, this.#out(dx, size), accumulate ? 1 : 0];
    this.team.run('layerNormBackward', given, rows, 1, 6 * size);
  }

  attention(args: AttentionArgs, out: Floats, probs: Floats | null): void {
    const { batch, length, heads, headSize, maxDistance } = args;
    const pairs = batch * heads;
    const bias = this.#optional(args.bias, (2 * maxDistance + 1) * heads);
    const sizes = [maxDistance, length, heads, headSize, ...dropoutArgs(args.dropout)];
    const to = [this.#out(out, pairs * length * headSize), probs ? this.#out(probs, pairs * length * length) : 0];
    this.team.scratch(this.exports.attentionScratch(length, headSize));
    const given = [this.#in(args.qkv, 3 * pairs * length * headSize), this.#in(args.lengths, batch), bias];
    this.team.run('attention', [...given, ...sizes, ...to], pairs, 1, 3 * pairs * length * length * headSize);
  }

  attentionBackward(args: AttentionArgs, dOut: Floats, probs: Floats, dQkv: Floats, dBias: Floats | null): void {
    const { batch, length, heads, headSize, maxDistance } = args;
    const pairs = batch * heads;
    const size = pairs * length * headSize;
    const distances = 2 * maxDistance + 1;
    const relative = dBias ? this.#buffers.floats(pairs * distances) : null;
    const given = [this.#in(args.qkv, 3 * size), this.#in(args.lengths, batch), maxDistance, length, heads, headSize];
    const gradients = [this.#in(dOut, size), this.#in(probs, pairs * length * length), this.#out(dQkv, 3 * size)];
    this.team.scratch(this.exports.attentionScratch(length, headSize));
    const all = [...given, ...dropoutArgs(args.dropout), ...gradients, this.#optional(relative, 0)];
    this.team.run('attentionBackward', all, pairs, 1, 5 * pairs * length * length * headSize);
    if (!dBias || !relative) return;
    const sums = [this.#in(relative, 0), batch, heads, maxDistance, this.#out(dBias, distances * heads)];
    this.team.run('addRelative', sums, distances, 1, pairs * distances);
    this.free(relative);
  }

  pool(kind: PoolKind, { x, lengths, batch, length, hidden }: PoolArgs, out: Floats): void {
    const size = batch * length * hidden;
    const given = [this.#in(x, size), this.#in(lengths, batch), length, hidden, kind === 'mean' ? 1 : 0];
    this.team.run('pool', [...given, this.#out(out, batch * hidden)], batch, 1, size);
  }

  poolBackward(kind: PoolKind, { lengths, batch, length, hidden }: PoolArgs, dOut: Floats, dx: Floats): void {
    const size = batch * length * hidden;
    const given = [this.#in(lengths, batch), length, hidden, kind === 'mean' ? 1 : 0, this.#in(dOut, batch * hidden)];
    this.team.run('poolBackward', [...given, this.#out(dx, size)], batch, 1, size);
  }

  attentionPool(args: AttentionPoolArgs, out: Floats, probs: Floats): void {
    const { batch, length, hidden } = args;
    const size = batch * length * hidden;
    const given = [
      this.#in(args.x, size),
      this.#in(args.lengths, batch),
      this.#in(args.w, hidden),
      this.#in(args.b, 1),
    ];
    const to = [this.#out(out, batch * hidden), this.#out(probs, batch * length)];
    this.team.run('attentionPool', [...given, length, hidden, ...to], batch, 1, 2 * size);
  }

  attentionPoolBackward(
    args: AttentionPoolArgs,
    dOut: Floats,
    probs: Floats,
    dx: Floats,
    dw: Floats | null,
    db: Floats | null,
  ): void {
    const { batch, length, hidden } = args;
    const size = batch * length * hidden;
    const logits = this.#buffers.floats(batch * length);
    const given = [this.#in(args.x, size), this.#in(args.lengths, batch), this.#in(args.w, hidden), length, hidden];
    const gradients = [this.#in(dOut, batch * hidden), this.#in(probs, batch * length), this.#out(dx, size)];
    const dLogits = this.#out(logits, 0);
    this.team.run('attentionPoolBackward', [...given, ...gradients, dLogits], batch, 1, 3 * size);
    const to = [dw ? this.#out(dw, hidden) : 0, db ? this.#out(db, 1) : 0] as const;
    this.exports.attentionPoolGradients(given[0]!, dLogits, batch * length, hidden, ...to);
    this.free(logits);
  }

  softmaxCrossEntropy(args: CrossEntropyArgs, loss: Floats, dLogits: Floats | null): void {
    const { targets, rows, classes } = args;
    const size = rows * classes;
    const target =
      targets.kind === 'labels'
        ? [this.#in(targets.labels, rows), targets.smoothing, 0]
        : [0, 0, this.#in(targets.probabilities, size)];
    const to = [this.#out(loss, rows), dLogits ? this.#out(dLogits, size) : 0];
    this.team.scratch(4 * classes + 64);
    const given = [this.#in(args.logits, size), ...target, classes, this.#in(args.weights, rows)];
    this.team.run('softmaxCrossEntropy', [...given, ...to], rows, 1, 8 * size);
  }

  adamW(parameters: readonly AdamWParameter[], hyper: AdamWHyper, norm: Floats): void {
    const total = Math.sqrt(parameters.reduce((sum, { gradient, size }) => sum + this.#sumSquares(gradient, size), 0));
    this.write(norm, Float32Array.of(total));
    const { learningRate, beta1, beta2, eps, clipNorm } = hyper;
    const clip = clipNorm > 0 ? Math.min(1, clipNorm / (total + 1e-6)) : 1;
    const rate = learningRate / (1 - hyper.beta1Power);
    const moments = [beta1, 1 - beta1, beta2, 1 - beta2, 1 / Math.sqrt(1 - hyper.beta2Power), eps];
    for (const { value, gradient, m, v, size, decay } of parameters) {
      const keep = decay ? 1 - learningRate * hyper.weightDecay : 1;
      const places = [value, gradient, m, v].map((place) => this.#out(place, size));
      this.team.run('adamW', [...places, clip, keep, rate, ...moments], size, 64, 8 * size);
    }
  }

  #sumSquares(x: Floats, size: number): number {
    const chunks = Math.ceil(size / SQUARES);
    const partial = this.heap.take(8 * chunks);
    this.team.run('sumSquares', [this.#in(x, size), size, partial], chunks, 1, 2 * size);
    const sum = this.heap.doubles(partial, chunks).reduce((all, part) => all + part, 0);
    this.heap.give(partial, 8 * chunks);
    return sum;
  }

  #addColumnSums(x: number, out: number, rows: number, width: number): void {
    this.team.run('addColumnSums', [x, out, rows, width], width, 16, rows * width);
  }

  /** Address of an array that is read. */
  #in(handle: Floats | Ints, size: number): number {
    return this.#buffers.of(handle, size).at;
  }

  /** 0 where there is none: no array lies there. */
  #optional(handle: Floats | null, size: number): number {
    return handle ? this.#in(handle, size) : 0;
  }

  /** Address of an array that is written. */
  #out(handle: Floats, size: number): number {
    const buffer = this.#buffers.of(handle, size);
    buffer.version++;
    return buffer.at;
  }
}
