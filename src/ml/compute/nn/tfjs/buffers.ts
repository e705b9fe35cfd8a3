// Buffers as handles to tensors that operations replace. A buffer of zeros holds no tensor until one is needed,
// so that a gradient set to zero costs nothing and its first addition is a move.

import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from '../../tf';
import { type Floats, type Ints, type NnMemory, NnMemoryError } from '../types';
import { type Segments, segmentsOf } from './segments';

interface FloatSlot {
  /** null: zeros. */
  tensor: Tensor | null;
}

interface IntSlot {
  values: Int32Array;
  tensor: Tensor | null;
  /** The index turned round, once asked for. */
  segments: Segments | null;
}

export class TensorBuffers {
  readonly #floats = new Map<Floats, FloatSlot>();
  readonly #ints = new Map<Ints, IntSlot>();

  /** `most` numbers fit in one tensor. */
  constructor(private readonly most: number) {}

  floats(size: number): Floats {
    this.#checkRoom(size);
    const handle = { size } as Floats;
    this.#floats.set(handle, { tensor: null });
    return handle;
  }

  ints(size: number): Ints {
    this.#checkRoom(size);
    const handle = { size } as Ints;
    this.#ints.set(handle, { values: new Int32Array(size), tensor: null, segments: null });
    return handle;
  }

  /** The first numbers of a buffer in a shape. To be called, as all that follows, inside tf.tidy. */
  get(handle: Floats, shape: readonly number[]): Tensor {
    const { tensor } = this.#slot(handle);
    const size = checkSize(handle, shape);
    if (!tensor) return tf.fill([...shape], 0);
    const part = size < handle.size ? tf.slice(tf.reshape(tensor, [handle.size]), 0, size) : tensor;
    return tf.reshape(part, [...shape]);
  }

  /** Whether it is known to hold zeros alone. */
  isZero(handle: Floats): boolean {
    return this.#slot(handle).tensor === null;
  }

  /** Replaces the first numbers by the tensor's. */
  put(handle: Floats, tensor: Tensor): void {
    const slot = this.#slot(handle);
    const size = checkSize(handle, tensor.shape);
    const flat = (x: Tensor) => tf.reshape(x, [-1]);
    const whole =
      size < handle.size
        ? tf.concat([flat(tensor), tf.slice(flat(this.get(handle, [handle.size])), size, handle.size - size)])
        : tensor;
    // One that is kept belongs to another buffer.
    const mine = tf.keep(whole.kept ? tf.clone(whole) : whole);
    slot.tensor?.dispose();
    slot.tensor = mine;
  }

  /** Adds the tensor to the first numbers. */
  add(handle: Floats, tensor: Tensor): void {
    const { tensor: held } = this.#slot(handle);
    const size = checkSize(handle, tensor.shape);
    if (!held) this.put(handle, tensor);
    else if (size === handle.size) this.put(handle, tf.add(tf.reshape(held, tensor.shape), tensor));
    else this.put(handle, tf.add(this.get(handle, tensor.shape), tensor));
  }

  zero(handle: Floats): void {
    const slot = this.#slot(handle);
    slot.tensor?.dispose();
    slot.tensor = null;
  }

  setInts(handle: Ints, values: Int32Array): void {
    const slot = this.#intSlot(handle);
    slot.tensor?.dispose();
    slot.values = values;
    slot.tensor = null;
    slot.segments = null;
  }

  getInts(handle: Ints, size: number): Tensor {
    const slot = this.#intSlot(handle);
    checkSize(handle, [size]);
    slot.tensor ??= tf.keep(tf.tensor1d(slot.values, 'int32'));
    return size < handle.size ? tf.slice(slot.tensor, 0, size) : slot.tensor;
  }

  /** The first `count` numbers as an index of `rows` rows. */
  segments(handle: Ints, count: number, rows: number): Segments {
    const slot = this.#intSlot(handle);
    checkSize(handle, [count]);
    if (slot.segments?.rows !== rows || slot.segments.index.length !== count) {
      slot.segments = segmentsOf(slot.values.subarray(0, count), rows);
    }
    return slot.segments;
  }

  free(handle: Floats | Ints): void {
    const floats = this.#floats.get(handle as Floats);
    const slot = floats ?? this.#intSlot(handle as Ints);
    slot.tensor?.dispose();
    this.#floats.delete(handle as Floats);
    this.#ints.delete(handle as Ints);
  }

  clear(): void {
    for (const handle of [...this.#floats.keys(), ...this.#ints.keys()]) this.free(handle);
  }

  memory(): NnMemory {
    const handles = [...this.#floats.keys(), ...this.#ints.keys()];
    return { buffers: handles.length, bytes: handles.reduce((sum, { size }) => sum + 4 * size, 0) };
  }

  #slot(handle: Floats): FloatSlot {
    const slot = this.#floats.get(handle);
    if (!slot) throw new Error('This buffer was freed, or belongs to another backend');
    return slot;
  }

  #intSlot(handle: Ints): IntSlot {
    const slot = this.#ints.get(handle);
    if (!slot) throw new Error('This buffer was freed, or belongs to another backend');
    return slot;
  }

  #checkRoom(size: number): void {
    if (size <= this.most) return;
    throw new NnMemoryError(`A buffer of ${size} numbers is more than the ${this.most} that fit here in one piece.`);
  }
}

/** How many numbers the shape has; throws RangeError where the buffer has fewer. */
function checkSize(handle: Floats | Ints, shape: readonly number[]): number {
  const size = shape.reduce((product, side) => product * side, 1);
  if (size > handle.size) throw new RangeError(`${size} numbers do not fit a buffer of ${handle.size}`);
  return size;
}
