// The definition of the text models' operations in plain float64 loops: what every other backend is tested
// against, and where gradients are checked by finite differences. Written to be read, not to be fast.

import { attention, attentionBackward } from './reference/attention';
import { ReferenceImages } from './reference/images';
import {
  activationBackward,
  embeddings,
  embeddingsBackward,
  layerNorm,
  layerNormBackward,
  linear,
  linearBackward,
} from './reference/layers';
import { adamW, momentum, softmaxCrossEntropy } from './reference/learning';
import { dropoutFactor } from './reference/math';
import { attentionPool, attentionPoolBackward, pool, poolBackward } from './reference/pooling';
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
  PoolArgs,
  PoolKind,
} from './types';

export class ReferenceBackend implements NnBackend {
  readonly kind = 'reference';
  readonly description = 'float64 reference';
  readonly exact = {
    read: (buffer: Floats) => this.values(buffer).slice(),
    write: (buffer: Floats, data: Float64Array) => this.write64(buffer, data),
  };
  readonly images = new ReferenceImages(this);
  readonly #floats = new Map<Floats, Float64Array>();
  readonly #ints = new Map<Ints, Int32Array>();

  floats(size: number): Floats {
    const buffer = { size } as Floats;
    this.#floats.set(buffer, new Float64Array(size));
    return buffer;
  }

  ints(size: number): Ints {
    const buffer = { size } as Ints;
    this.#ints.set(buffer, new Int32Array(size));
    return buffer;
  }

  /** The live float64 numbers of a buffer: for finite differences, and to read without rounding to float32. */
  values(buffer: Floats): Float64Array {
    const data = this.#floats.get(buffer);
    if (!data) throw new Error('This buffer was freed, or belongs to another backend');
    return data;
  }

  /** The live numbers of an integer buffer. */
  integers(buffer: Ints): Int32Array {
    const data = this.#ints.get(buffer);
    if (!data) throw new Error('This buffer was freed, or belongs to another backend');
    return data;
  }

  write(buffer: Floats, data: Float32Array): void {
    this.write64(buffer, data);
  }

  /** As `write`, keeping all digits. */
  write64(buffer: Floats, data: Float64Array | Float32Array): void {
    checkSize(buffer, data.length);
    this.values(buffer).set(data);
  }

  writeInts(buffer: Ints, data: Int32Array): void {
    checkSize(buffer, data.length);
    this.integers(buffer).set(data);
  }

  async read(buffer: Floats): Promise<Float32Array> {
    return Float32Array.from(this.values(buffer));
  }

  free(...buffers: readonly (Floats | Ints)[]): void {
    for (const buffer of buffers) {
      const freed = this.#floats.delete(buffer as Floats) || this.#ints.delete(buffer as Ints);
      if (!freed) throw new Error('This buffer was freed before, or belongs to another backend');
    }
  }

  memory(): NnMemory {
    let bytes = 0;
    for (const data of this.#floats.values()) bytes += data.byteLength;
    for (const data of this.#ints.values()) bytes += data.byteLength;
    return { buffers: this.#floats.size + this.#ints.size, bytes };
  }

  dispose(): void {
    this.#floats.clear();
    this.#ints.clear();
  }

  zero(x: Floats): void {
    this.values(x).fill(0);
  }

  addScaled(out: Floats, x: Floats, scale: number): void {
    const to = this.values(out);
    const from = this.values(x);
    for (let i = 0; i < from.length; i++) to[i] += scale * from[i];
  }

  dropout(x: Floats, size: number, dropout: Dropout): void {
    const data = this.values(x);
    for (let i = 0; i < size; i++) data[i] *= dropoutFactor(dropout, i);
  }

  gatherRows(x: Floats, index: Ints, out: Floats, count: number, width: number): void {
    const from = this.values(x);
    const rows = this.integers(index);
    const to = this.values(out);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < width; j++) to[i * width + j] = from[rows[i] * width + j];
    }
  }

  scatterAddRows(x: Floats, index: Ints, out: Floats, count: number, width: number): void {
    const from = this.values(x);
    const rows = this.integers(index);
    const to = this.values(out);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < width; j++) to[rows[i] * width + j] += from[i * width + j];
    }
  }

  embeddings(args: EmbeddingsArgs, out: Floats): void {
    embeddings(this, args, out);
  }

  embeddingsBackward(
    args: EmbeddingsArgs,
    dOut: Floats,
    grads: { words: Floats | null; positions: Floats | null; segments: Floats | null },
  ): void {
    embeddingsBackward(this, args, dOut, grads);
  }

  linear(args: LinearArgs, activation: Activation, out: Floats, pre: Floats | null): void {
    linear(this, args, activation, out, pre);
  }

  linearBackward(args: LinearArgs, dOut: Floats, dx: Floats | null, dw: Floats | null, db: Floats | null): void {
    linearBackward(this, args, dOut, dx, dw, db);
  }

  activationBackward(activation: Activation, pre: Floats, dOut: Floats, dPre: Floats, size: number): void {
    activationBackward(this, activation, pre, dOut, dPre, size);
  }

  layerNorm(args: LayerNormArgs, residual: Floats | null, sum: Floats | null, out: Floats, stats: Floats): void {
    layerNorm(this, args, residual, sum, out, stats);
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
    layerNormBackward(this, args, dOut, stats, dx, accumulate, dGamma, dBeta);
  }

  attention(args: AttentionArgs, out: Floats, probs: Floats | null): void {
    attention(this, args, out, probs);
  }

  attentionBackward(args: AttentionArgs, dOut: Floats, probs: Floats, dQkv: Floats, dBias: Floats | null): void {
    attentionBackward(this, args, dOut, probs, dQkv, dBias);
  }

  pool(kind: PoolKind, args: PoolArgs, out: Floats): void {
    pool(this, kind, args, out);
  }

  poolBackward(kind: PoolKind, args: PoolArgs, dOut: Floats, dx: Floats): void {
    poolBackward(this, kind, args, dOut, dx);
  }

  attentionPool(args: AttentionPoolArgs, out: Floats, probs: Floats): void {
    attentionPool(this, args, out, probs);
  }

  attentionPoolBackward(
    args: AttentionPoolArgs,
    dOut: Floats,
    probs: Floats,
    dx: Floats,
    dw: Floats | null,
    db: Floats | null,
  ): void {
    attentionPoolBackward(this, args, dOut, probs, dx, dw, db);
  }

  softmaxCrossEntropy(args: CrossEntropyArgs, loss: Floats, dLogits: Floats | null): void {
    softmaxCrossEntropy(this, args, loss, dLogits);
  }

  adamW(parameters: readonly AdamWParameter[], hyper: AdamWHyper, norm: Floats): void {
    adamW(this, parameters, hyper, norm);
  }

  momentum(parameters: readonly MomentumParameter[], hyper: MomentumHyper, norm: Floats): void {
    momentum(this, parameters, hyper, norm);
  }
}

function checkSize(buffer: Floats | Ints, length: number): void {
  if (buffer.size !== length) throw new Error(`A buffer of ${buffer.size} numbers cannot take ${length}`);
}
