// The text models' operations on WebAssembly: checks, addresses and scratch on this side, arithmetic in the
// kernels (./assembly). What looks along a sequence is in ./sequences. Everything is done when a call returns.

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
  MomentumHyper,
  MomentumParameter,
  NnBackend,
  NnMemory,
  PassSizes,
  PoolArgs,
  PoolKind,
} from '../types';
import { Buffers } from './buffers';
import { WasmImages } from './images';
import { Products } from './matmul';
import type { Heap } from './memory';
import { ACTIVATIONS, dropoutArgs, type NnExports } from './module';
import { stepAdamW, stepMomentum } from './optimiser';
import { Sequences } from './sequences';
import type { Team } from './team';

/** Bytes that operations take and give back on their way, at least: the optimiser's sums of a parameter. */
const PASSING = 2 ** 17;

/** Of a thread: a row's exponentials. */
const lossScratch = (classes: number) => 4 * classes + 64;

export class WasmBackend implements NnBackend {
  readonly kind = 'wasm';
  readonly images: WasmImages;
  readonly #buffers: Buffers;
  readonly #products: Products;
  readonly #sequences: Sequences;

  constructor(
    private readonly exports: NnExports,
    private readonly heap: Heap,
    private readonly team: Team,
    private readonly build: string,
  ) {
    this.#buffers = new Buffers(heap);
    this.#products = new Products(heap, team);
    this.#sequences = new Sequences(exports, this.#buffers, team);
    this.images = new WasmImages(this.#buffers, team);
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

  reserve({ batch, length, heads, headSize, maxDistance, linear, classes }: PassSizes): void {
    this.team.scratch(Math.max(this.exports.attentionScratch(length, headSize), lossScratch(classes)));
    this.#products.reserve(batch * length, linear);
    const passing = Math.max(PASSING, 4 * batch * heads * (2 * maxDistance + 1), 4 * batch * length);
    this.heap.give(this.heap.take(passing), passing);
  }

  write(buffer: Floats, data: Float32Array): void {
    this.heap.floats(this.#buffers.written(buffer, data.length), data.length).set(data);
  }

  writeInts(buffer: Ints, data: Int32Array): void {
    this.heap.ints(this.#buffers.read(buffer, data.length), data.length).set(data);
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
    this.heap.floats(this.#buffers.written(x, size), size).fill(0);
  }

  addScaled(out: Floats, x: Floats, scale: number): void {
    const { size } = this.#buffers.of(x, 0);
    this.team.run('addScaled', [this.#buffers.written(out, size), this.#buffers.read(x, size), scale], size, 64, size);
  }

  dropout(x: Floats, size: number, dropout: Dropout): void {
    const [seed, threshold, scale] = dropoutArgs(dropout);
    const at = this.#buffers.written(x, size);
    if (threshold > 0) this.team.run('dropout', [at, seed, threshold, scale], size, 64, 4 * size);
  }

  gatherRows(x: Floats, index: Ints, out: Floats, count: number, width: number): void {
    const args = [
      this.#buffers.read(x, 0),
      this.#buffers.read(index, count),
      this.#buffers.written(out, count * width),
      width,
    ];
    this.team.run('gatherRows', args, count, 1, count * width);
  }

  scatterAddRows(x: Floats, index: Ints, out: Floats, count: number, width: number): void {
    const args = [
      this.#buffers.read(x, count * width),
      this.#buffers.read(index, count),
      this.#buffers.written(out, 0),
      count,
      width,
    ];
    this.team.run('scatterAddRows', args, width, 16, count * width);
  }

  embeddings(args: EmbeddingsArgs, out: Floats): void {
    const { batch, length, hidden } = args;
    const rows = batch * length;
    const tables = [this.#buffers.read(args.words, 0), this.#buffers.optional(args.positions, length * hidden)];
    const segment = this.#buffers.optional(args.segments, hidden);
    const given = [
      this.#buffers.read(args.ids, rows),
      ...tables,
      segment,
      length,
      hidden,
      this.#buffers.written(out, rows * hidden),
    ];
    this.team.run('embeddings', given, rows, 1, rows * hidden);
  }

  embeddingsBackward(
    args: EmbeddingsArgs,
    dOut: Floats,
    grads: { words: Floats | null; positions: Floats | null; segments: Floats | null },
  ): void {
    const { batch, length, hidden } = args;
    const rows = batch * length;
    const d = this.#buffers.read(dOut, rows * hidden);
    if (grads.words) this.scatterAddRows(dOut, args.ids, grads.words, rows, hidden);
    if (grads.positions) {
      const to = this.#buffers.written(grads.positions, length * hidden);
      this.team.run('addByPosition', [d, to, rows, length, hidden], hidden, 16, rows * hidden);
    }
    if (grads.segments) this.#addColumnSums(d, this.#buffers.written(grads.segments, hidden), rows, hidden);
  }

  linear(
    { x, w, b, rows, inputs, outputs }: LinearArgs,
    activation: Activation,
    out: Floats,
    pre: Floats | null,
  ): void {
    const left = { at: this.#buffers.read(x, rows * inputs), stride: inputs, across: false };
    const weight = this.#buffers.of(w, inputs * outputs);
    const to = this.#buffers.written(out, rows * outputs);
    const before = pre ? this.#buffers.written(pre, rows * outputs) : 0;
    const finish = { bias: this.#buffers.optional(b, outputs), activation, pre: before };
    this.#products.multiplyWeight(left, weight, to, rows, outputs, inputs, finish);
  }

  linearBackward(args: LinearArgs, dOut: Floats, dx: Floats | null, dw: Floats | null, db: Floats | null): void {
    const { rows, inputs, outputs } = args;
    const d = this.#buffers.read(dOut, rows * outputs);
    if (dx) {
      const left = { at: d, stride: outputs, across: false };
      const right = { at: this.#buffers.read(args.w, inputs * outputs), stride: inputs, across: true };
      this.#products.multiply(left, right, this.#buffers.written(dx, rows * inputs), rows, inputs, outputs, false);
    }
    if (dw) {
      const left = { at: d, stride: outputs, across: true };
      const right = { at: this.#buffers.read(args.x, rows * inputs), stride: inputs, across: true };
      this.#products.multiply(left, right, this.#buffers.written(dw, inputs * outputs), outputs, inputs, rows, true);
    }
    if (db) this.#addColumnSums(d, this.#buffers.written(db, outputs), rows, outputs);
  }

  activationBackward(activation: Activation, pre: Floats, dOut: Floats, dPre: Floats, size: number): void {
    const args = [
      ACTIVATIONS[activation],
      this.#buffers.read(pre, size),
      this.#buffers.read(dOut, size),
      this.#buffers.written(dPre, size),
    ];
    this.team.run('activationBackward', args, size, 64, 16 * size);
  }

  layerNorm(args: LayerNormArgs, residual: Floats | null, sum: Floats | null, out: Floats, stats: Floats): void {
    const { rows, hidden } = args;
    const size = rows * hidden;
    if (residual && !sum) throw new TypeError('A residual needs a place for the sum.');
    const places = [
      this.#buffers.read(args.x, size),
      this.#buffers.optional(residual, size),
      residual && sum ? this.#buffers.written(sum, size) : 0,
    ];
    const shift = [this.#buffers.read(args.gamma, hidden), this.#buffers.read(args.beta, hidden), hidden, args.eps];
    const given = [...places, ...shift, this.#buffers.written(out, size), this.#buffers.written(stats, 2 * rows)];
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
    const x = this.#buffers.read(args.x, size);
    const [d, s] = [this.#buffers.read(dOut, size), this.#buffers.read(stats, 2 * rows)];
    if (dGamma || dBeta) {
      const to = [dGamma ? this.#buffers.written(dGamma, hidden) : 0, dBeta ? this.#buffers.written(dBeta, hidden) : 0];
      this.team.run('layerNormGradients', [x, hidden, rows, d, s, ...to], hidden, 16, 4 * size);
    }
    const given = [
      x,
      this.#buffers.read(args.gamma, hidden),
      hidden,
      d,
      s,
      this.#buffers.written(dx, size),
      accumulate ? 1 : 0,
    ];
    this.team.run('layerNormBackward', given, rows, 1, 6 * size);
  }

  attention(args: AttentionArgs, out: Floats, probs: Floats | null): void {
    this.#sequences.attention(args, out, probs);
  }

  attentionBackward(args: AttentionArgs, dOut: Floats, probs: Floats, dQkv: Floats, dBias: Floats | null): void {
    this.#sequences.attentionBackward(args, dOut, probs, dQkv, dBias);
  }

  pool(kind: PoolKind, args: PoolArgs, out: Floats): void {
    this.#sequences.pool(kind, args, out);
  }

  poolBackward(kind: PoolKind, args: PoolArgs, dOut: Floats, dx: Floats): void {
    this.#sequences.poolBackward(kind, args, dOut, dx);
  }

  attentionPool(args: AttentionPoolArgs, out: Floats, probs: Floats): void {
    this.#sequences.attentionPool(args, out, probs);
  }

  attentionPoolBackward(
    args: AttentionPoolArgs,
    dOut: Floats,
    probs: Floats,
    dx: Floats,
    dw: Floats | null,
    db: Floats | null,
  ): void {
    this.#sequences.attentionPoolBackward(args, dOut, probs, dx, dw, db);
  }

  softmaxCrossEntropy(args: CrossEntropyArgs, loss: Floats, dLogits: Floats | null): void {
    const { targets, rows, classes } = args;
    const size = rows * classes;
    const target =
      targets.kind === 'labels'
        ? [this.#buffers.read(targets.labels, rows), targets.smoothing, 0]
        : [0, 0, this.#buffers.read(targets.probabilities, size)];
    const to = [this.#buffers.written(loss, rows), dLogits ? this.#buffers.written(dLogits, size) : 0];
    this.team.scratch(lossScratch(classes));
    const given = [this.#buffers.read(args.logits, size), ...target, classes, this.#buffers.read(args.weights, rows)];
    this.team.run('softmaxCrossEntropy', [...given, ...to], rows, 1, 8 * size);
  }

  adamW(parameters: readonly AdamWParameter[], hyper: AdamWHyper, norm: Floats): void {
    const total = stepAdamW({ heap: this.heap, buffers: this.#buffers, team: this.team }, parameters, hyper);
    this.write(norm, Float32Array.of(total));
  }

  momentum(parameters: readonly MomentumParameter[], hyper: MomentumHyper, norm: Floats): void {
    const total = stepMomentum({ heap: this.heap, buffers: this.#buffers, team: this.team }, parameters, hyper);
    this.write(norm, Float32Array.of(total));
  }

  #addColumnSums(x: number, out: number, rows: number, width: number): void {
    this.team.run('addColumnSums', [x, out, rows, width], width, 16, rows * width);
  }
}
