// The text models' operations on TensorFlow.js: buffers and arguments on this side, arithmetic in tensor functions
// (./layers.ts, ./attention.ts, ./learning.ts) over a backend's kernels. TensorFlow.js has one current backend to a
// worker; each operation sets its own and leaves the other as it was, so that several can live side by side.
// On WebGPU, TensorFlow.js pools what is freed by exact size: batches of a few fixed shapes keep the pool small.

import { tf, withTf } from '../../tf';
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
  NnKind,
  NnMemory,
  PoolArgs,
  PoolKind,
} from '../types';
import { attention, attentionBackward } from './attention';
import { TensorBuffers } from './buffers';
import { TfjsImages } from './images';
import type { Kernels } from './kernels';
import * as layers from './layers';
import { adamW, momentum, softmaxCrossEntropy } from './learning';
import * as pooling from './pooling';

/** What the operations work with. */
export interface Workshop {
  readonly buffers: TensorBuffers;
  readonly kernels: Kernels;
}

export class TfjsBackend implements NnBackend {
  readonly images: TfjsImages;
  readonly #buffers: TensorBuffers;
  readonly #shop: Workshop;

  /** `kind` has started; `most` numbers fit in one of its tensors. */
  constructor(
    readonly kind: Exclude<NnKind, 'wasm' | 'reference'>,
    kernels: Kernels,
    most: number,
    readonly description: string,
  ) {
    this.#buffers = new TensorBuffers(most);
    this.#shop = { buffers: this.#buffers, kernels };
    this.images = new TfjsImages(this.#buffers, (work) => this.#run(work));
  }

  floats(size: number): Floats {
    return this.#buffers.floats(size);
  }

  ints(size: number): Ints {
    return this.#buffers.ints(size);
  }

  write(buffer: Floats, data: Float32Array): void {
    checkWhole(buffer, data.length);
    // A copy: TensorFlow.js uploads when it gets to it.
    this.#run(() => this.#buffers.put(buffer, tf.tensor1d(data.slice())));
  }

  writeInts(buffer: Ints, data: Int32Array): void {
    checkWhole(buffer, data.length);
    this.#run(() => this.#buffers.setInts(buffer, data.slice()));
  }

  /** Rejects with EngineLostError when the GPU is lost or does not answer. */
  async read(buffer: Floats): Promise<Float32Array> {
    if (this.#buffers.isZero(buffer)) return new Float32Array(buffer.size);
    // As it is now, whatever replaces it while others have their turn.
    const held = this.#run(() => tf.keep(tf.clone(this.#buffers.get(buffer, [buffer.size]))));
    try {
      const data = await withTf(this.kind, () => held.data<'float32'>());
      return data.slice();
    } finally {
      held.dispose();
    }
  }

  free(...handles: readonly (Floats | Ints)[]): void {
    for (const handle of handles) this.#buffers.free(handle);
  }

  memory(): NnMemory {
    return this.#buffers.memory();
  }

  dispose(): void {
    this.#buffers.clear();
  }

  zero(x: Floats): void {
    this.#buffers.zero(x);
  }

  addScaled(out: Floats, x: Floats, scale: number): void {
    if (this.#buffers.isZero(x)) return;
    this.#run(() => {
      const added = this.#buffers.get(x, [x.size]);
      this.#buffers.add(out, scale === 1 ? added : tf.mul(added, scale));
    });
  }

  dropout(x: Floats, size: number, dropout: Dropout): void {
    if (dropout.rate <= 0) return;
    this.#run(() => this.#buffers.put(x, this.#shop.kernels.dropout(this.#buffers.get(x, [size]), dropout)));
  }

  gatherRows(x: Floats, index: Ints, out: Floats, count: number, width: number): void {
    this.#run(() => {
      const table = this.#buffers.get(x, [x.size / width, width]);
      this.#buffers.put(out, tf.gather(table, this.#buffers.getInts(index, count)));
    });
  }

  scatterAddRows(x: Floats, index: Ints, out: Floats, count: number, width: number): void {
    this.#run(() => {
      const segments = this.#buffers.segments(index, count, out.size / width);
      const sums = this.#shop.kernels.sumSegments(this.#buffers.get(x, [count, width]), segments);
      this.#buffers.add(out, sums);
    });
  }

  embeddings(args: EmbeddingsArgs, out: Floats): void {
    this.#run(() => layers.embeddings(this.#shop, args, out));
  }

  embeddingsBackward(
    args: EmbeddingsArgs,
    dOut: Floats,
    grads: { words: Floats | null; positions: Floats | null; segments: Floats | null },
  ): void {
    this.#run(() => layers.embeddingsBackward(this.#shop, args, dOut, grads));
  }

  linear(args: LinearArgs, activation: Activation, out: Floats, pre: Floats | null): void {
    this.#run(() => layers.linear(this.#shop, args, activation, out, pre));
  }

  linearBackward(args: LinearArgs, dOut: Floats, dx: Floats | null, dw: Floats | null, db: Floats | null): void {
    this.#run(() => layers.linearBackward(this.#shop, args, dOut, dx, dw, db));
  }

  activationBackward(activation: Activation, pre: Floats, dOut: Floats, dPre: Floats, size: number): void {
    this.#run(() => {
      const [x, d] = [this.#buffers.get(pre, [size]), this.#buffers.get(dOut, [size])];
      this.#buffers.put(dPre, this.#shop.kernels.activationGradient(activation, x, d));
    });
  }

  layerNorm(args: LayerNormArgs, residual: Floats | null, sum: Floats | null, out: Floats, stats: Floats): void {
    this.#run(() => layers.layerNorm(this.#shop, args, residual, sum, out, stats));
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
    this.#run(() => layers.layerNormBackward(this.#shop, args, dOut, stats, dx, accumulate, dGamma, dBeta));
  }

  attention(args: AttentionArgs, out: Floats, probs: Floats | null): void {
    this.#run(() => attention(this.#shop, args, out, probs));
  }

  attentionBackward(args: AttentionArgs, dOut: Floats, probs: Floats, dQkv: Floats, dBias: Floats | null): void {
    this.#run(() => attentionBackward(this.#shop, args, dOut, probs, dQkv, dBias));
  }

  pool(kind: PoolKind, args: PoolArgs, out: Floats): void {
    this.#run(() => pooling.pool(this.#shop, kind, args, out));
  }

  poolBackward(kind: PoolKind, args: PoolArgs, dOut: Floats, dx: Floats): void {
    this.#run(() => pooling.poolBackward(this.#shop, kind, args, dOut, dx));
  }

  attentionPool(args: AttentionPoolArgs, out: Floats, probs: Floats): void {
    this.#run(() => pooling.attentionPool(this.#shop, args, out, probs));
  }

  attentionPoolBackward(
    args: AttentionPoolArgs,
    dOut: Floats,
    probs: Floats,
    dx: Floats,
    dw: Floats | null,
    db: Floats | null,
  ): void {
    this.#run(() => pooling.attentionPoolBackward(this.#shop, args, dOut, probs, dx, dw, db));
  }

  softmaxCrossEntropy(args: CrossEntropyArgs, loss: Floats, dLogits: Floats | null): void {
    this.#run(() => softmaxCrossEntropy(this.#shop, args, loss, dLogits));
  }

  adamW(parameters: readonly AdamWParameter[], hyper: AdamWHyper, norm: Floats): void {
    this.#run(() => adamW(this.#shop, parameters, hyper, norm));
  }

  momentum(parameters: readonly MomentumParameter[], hyper: MomentumHyper, norm: Floats): void {
    this.#run(() => momentum(this.#shop, parameters, hyper, norm));
  }

  /** Runs tensor code on this backend and leaves behind only what it kept. */
  #run<T extends tf.TensorContainer>(work: () => T): T {
    const before = tf.getBackend();
    if (before === this.kind) return tf.tidy(work);
    // At once, as this backend has started.
    void tf.setBackend(this.kind);
    try {
      return tf.tidy(work);
    } finally {
      void tf.setBackend(before);
    }
  }
}

function checkWhole(buffer: Floats | Ints, length: number): void {
  if (buffer.size !== length) throw new RangeError(`A buffer of ${buffer.size} numbers cannot take ${length}`);
}
