// Patches and pooling of images on tensors. Sizes of four dimensions at most, which every backend has.

import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { tf } from '../../tf';
import type { ImageOperations, PictureShape } from '../images';
import type { Floats } from '../types';
import type { TensorBuffers } from './buffers';

/** `run` sets the backend and tidies up. */
export class TfjsImages implements ImageOperations {
  constructor(
    private readonly buffers: TensorBuffers,
    private readonly run: (work: () => void) => void,
  ) {}

  patches(x: Floats, shape: PictureShape, side: number, out: Floats): void {
    this.run(() => {
      const margin = (side - 1) / 2;
      const { batch, height, width, channels } = shape;
      const padded = padImages(this.#images(x, shape), [margin, margin], [margin, margin]);
      const size = [batch, height, width, channels];
      const parts = places(side).map(([dy, dx]) => tf.slice(padded, [0, dy, dx, 0], size));
      this.buffers.put(out, tf.concat(parts, 3));
    });
  }

  patchesBackward(dOut: Floats, shape: PictureShape, side: number, dx: Floats): void {
    this.run(() => {
      const margin = (side - 1) / 2;
      const { batch, height, width, channels } = shape;
      const d = this.buffers.get(dOut, [batch, height, width, side * side * channels]);
      const size = [batch, height, width, channels];
      const parts = places(side).map(([y, x], place) => {
        const part = tf.slice(d, [0, 0, 0, place * channels], size);
        return padImages(part as Tensor4D, [y, 2 * margin - y], [x, 2 * margin - x]);
      });
      // Not addN, which on WebGPU binds every part at once: more than a shader may have.
      const sum = parts.reduce((all, part) => tf.add(all, part));
      this.buffers.put(dx, tf.slice(sum, [0, margin, margin, 0], size));
    });
  }

  maxPool(x: Floats, shape: PictureShape, out: Floats): void {
    this.run(() => this.buffers.put(out, largest(corners(this.#images(x, shape), shape))));
  }

  maxPoolBackward(x: Floats, shape: PictureShape, dOut: Floats, dx: Floats): void {
    this.run(() => {
      const { batch, height, width, channels } = shape;
      const [rows, columns] = [Math.floor(height / 2), Math.floor(width / 2)];
      const four = corners(this.#images(x, shape), shape);
      const d = this.buffers.get(dOut, [batch * rows, 1, columns, channels]);
      const [a, b, c, e] = firstOf(four, largest(four)).map((first) => tf.mul(d, first));
      const together = tf.concat([tf.concat([a, b], 3), tf.concat([c, e], 3)], 1);
      const pooled = tf.reshape(together, [batch, 2 * rows, 2 * columns, channels]) as Tensor4D;
      this.buffers.put(dx, padImages(pooled, [0, height % 2], [0, width % 2]));
    });
  }

  #images(x: Floats, { batch, height, width, channels }: PictureShape): Tensor4D {
    return this.buffers.get(x, [batch, height, width, channels]) as Tensor4D;
  }
}

/** Rows and columns of a patch's pixels, from its first. */
function places(side: number): [number, number][] {
  return Array.from({ length: side * side }, (_, place) => [Math.floor(place / side), place % side]);
}

function padImages(x: Tensor4D, rows: [number, number], columns: [number, number]): Tensor {
  return tf.pad(x, [[0, 0], rows, columns, [0, 0]]);
}

/** The four corners of every 2×2, each [batch · ⌊height/2⌋, 1, ⌊width/2⌋, channels]. */
function corners(x: Tensor4D, { batch, height, width, channels }: PictureShape): Tensor[] {
  const [rows, columns] = [Math.floor(height / 2), Math.floor(width / 2)];
  const even = tf.slice(x, [0, 0, 0, 0], [batch, 2 * rows, 2 * columns, channels]);
  const pairs = tf.reshape(even, [batch * rows, 2, columns, 2 * channels]);
  const size = [batch * rows, 1, columns, channels];
  return places(2).map(([dy, dx]) => tf.slice(pairs, [0, dy, 0, dx * channels], size));
}

function largest([a, b, c, d]: readonly Tensor[]): Tensor {
  return tf.maximum(tf.maximum(a, b), tf.maximum(c, d));
}

/** Of each corner 1 where it is the first to be as large as `top`, else 0. */
function firstOf(four: readonly Tensor[], top: Tensor): Tensor[] {
  let free: Tensor = tf.onesLike(top);
  return four.map((corner) => {
    const first = tf.mul(free, tf.cast(tf.equal(corner, top), 'float32'));
    free = tf.sub(free, first);
    return first;
  });
}
