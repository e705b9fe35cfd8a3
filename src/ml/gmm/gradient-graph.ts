// The mean negative log-likelihood of a mixture and its gradient by TensorFlow.js's automatic
// differentiation, in float32, over points in standardised units. Products are two-dimensional, and
// those with a constant have a gradient of their own that transposes ahead: tfjs's broadcast-batch
// product has a wrong gradient, and its transposing products are slow in WASM.

import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { tf } from '../compute/tf';
import { COVARIANCE_FORMS } from './covariance';
import { slopeIndex, type VectorLayout, type VectorShape, vectorLayout } from './gradient-params';

/** Points on the device, both ways round. */
export interface Batch {
  /** [m, D] */
  readonly rows: Tensor2D;
  /** [D, m] */
  readonly columns: Tensor2D;
}

export interface Evaluation {
  /** Mean negative log density in standardised units, without the constant D/2 log 2 pi. */
  readonly loss: number;
  /** In the order of the vector (./gradient-params.ts). */
  readonly gradient: Float64Array;
}

/** Holds constants on the device: to be made, used and disposed of inside `withTf`. */
export class GradientGraph {
  private readonly layout: VectorLayout;
  /** [K D, K] ones where a column belongs to a component, and its transpose. */
  private readonly blocks: Tensor2D;
  private readonly blocksT: Tensor2D;
  /** [D, K D] unit matrices side by side. */
  private readonly units: Tensor2D;
  /** [1, K D] */
  private readonly floor: Tensor2D;

  constructor(
    private readonly shape: VectorShape,
    floor: Float64Array,
  ) {
    const { k, d } = shape;
    this.layout = vectorLayout(shape);
    const columns = k * d;
    const blocks = new Float32Array(columns * k);
    const units = new Float32Array(d * columns);
    for (let column = 0; column < columns; column++) {
      blocks[column * k + Math.floor(column / d)] = 1;
      units[(column % d) * columns + column] = 1;
    }
    this.blocks = tf.tensor2d(blocks, [columns, k]);
    this.blocksT = tf.transpose(this.blocks);
    this.units = tf.tensor2d(units, [d, columns]);
    const floors = Float32Array.from({ length: columns }, (_, column) => floor[column % d]);
    this.floor = tf.tensor2d(floors, [1, columns]);
  }

  dispose(): void {
    for (const tensor of [this.blocks, this.blocksT, this.units, this.floor]) tensor.dispose();
  }

  /** Rows [m, D] in standardised units; the caller disposes of them with `releaseBatch`. */
  batch(rows: Float64Array): Batch {
    const { d } = this.shape;
    const tensor = tf.tensor2d(Float32Array.from(rows), [rows.length / d, d]);
    return { rows: tensor, columns: tf.transpose(tensor) };
  }

  async evaluate(vector: Float64Array, batch: Batch): Promise<Evaluation> {
    const packed = tf.tidy(() => {
      const inputs = this.inputs(vector);
      const { value, grads } = tf.valueAndGrads((...parts: Tensor[]) => this.loss(parts as Tensor2D[], batch))(inputs);
      return tf.concat([value, ...grads].map((part) => tf.reshape(part, [-1])));
    });
    try {
      return this.unpack((await packed.data()) as Float32Array);
    } finally {
      packed.dispose();
    }
  }

  private get hasSlopes(): boolean {
    return this.layout.slopes > 0;
  }

  /** Logits [1, K], means [K, D], deviations [1, ·], and slopes [D, K D] or, shared, [D, D]. */
  private inputs(vector: Float64Array): Tensor2D[] {
    const { k, d } = this.shape;
    const { meansAt, deviationsAt, slopesAt, groups, slopes } = this.layout;
    const part = (from: number, to: number) => Float32Array.from(vector.subarray(from, to));
    const inputs = [
      tf.tensor2d(part(0, k), [1, k]),
      tf.tensor2d(part(meansAt, deviationsAt), [k, d]),
      tf.tensor2d(part(deviationsAt, slopesAt), [1, slopesAt - deviationsAt]),
    ];
    if (!this.hasSlopes) return inputs;
    const dense = new Float32Array(d * groups * d);
    this.eachSlope((g, i, j, at) => {
      dense[(i * groups + g) * d + j] = vector[slopesAt + g * slopes + at];
    });
    inputs.push(tf.tensor2d(dense, [d, groups * d]));
    return inputs;
  }

  private loss([logits, means, deviations, slopes]: Tensor2D[], { rows, columns }: Batch): Scalar {
    // log of L^2, so that log det P is minus half its sum.
    const variances = tf.log(tf.add(this.floor, tf.exp(tf.mul(this.spread(deviations), 2))));
    const inverse = tf.exp(tf.mul(variances, -0.5));
    const unit = slopes ? tf.add<Tensor2D>(this.units, this.spreadSlopes(slopes)) : this.units;
    const factors = tf.mul<Tensor2D>(unit, inverse);
    const offsets = tf.sum(tf.mul(tf.matMul(means, factors), this.blocksT), 0, true);
    const whitened = tf.sub<Tensor2D>(leftProduct(rows, columns, factors), offsets);
    const distances = rightProduct(tf.square(whitened), this.blocks, this.blocksT);
    const logDets = tf.mul(tf.matMul(variances as Tensor2D, this.blocks), -0.5);
    const norms = tf.add(tf.logSoftmax(logits), logDets);
    const logs = tf.sub<Tensor2D>(norms, tf.mul(distances, 0.5));
    return tf.neg(tf.mean(logSumExp(logs)));
  }

  /** Deviations of the type's own shape, [1, ·], to one per column, [1, K D]. */
  private spread(deviations: Tensor2D): Tensor2D {
    const { type } = this.shape;
    switch (type) {
      case 'full':
      case 'diag':
        return deviations;
      case 'tied':
        return tf.matMul(deviations, this.units);
      case 'spherical':
        return tf.matMul(deviations, this.blocksT);
    }
  }

  private spreadSlopes(slopes: Tensor2D): Tensor2D {
    return COVARIANCE_FORMS[this.shape.type].shared ? tf.matMul(slopes, this.units) : slopes;
  }

  private unpack(values: Float32Array): Evaluation {
    const { d } = this.shape;
    const { slopesAt, length, groups, slopes } = this.layout;
    const gradient = new Float64Array(length);
    gradient.set(values.subarray(1, 1 + slopesAt));
    const dense = 1 + slopesAt;
    if (this.hasSlopes) {
      this.eachSlope((g, i, j, at) => {
        gradient[slopesAt + g * slopes + at] = values[dense + (i * groups + g) * d + j];
      });
    }
    return { loss: values[0], gradient };
  }

  private eachSlope(visit: (g: number, i: number, j: number, at: number) => void): void {
    for (let g = 0; g < this.layout.groups; g++) {
      for (let j = 1; j < this.shape.d; j++) {
        for (let i = 0; i < j; i++) visit(g, i, j, slopeIndex(i, j));
      }
    }
  }
}

export function releaseBatch({ rows, columns }: Batch): void {
  rows.dispose();
  columns.dispose();
}

/** constant @ b, with constant' at hand for the gradient. */
function leftProduct(constant: Tensor2D, transposed: Tensor2D, b: Tensor2D): Tensor2D {
  const product = tf.customGrad((x) => ({
    value: tf.matMul(constant, x as Tensor2D),
    gradFunc: (dy) => [tf.matMul(transposed, dy as Tensor2D)],
  }));
  return product(b) as Tensor2D;
}

/** a @ constant, with constant' at hand for the gradient. */
function rightProduct(a: Tensor2D, constant: Tensor2D, transposed: Tensor2D): Tensor2D {
  const product = tf.customGrad((x) => ({
    value: tf.matMul(x as Tensor2D, constant),
    gradFunc: (dy) => [tf.matMul(dy as Tensor2D, transposed)],
  }));
  return product(a) as Tensor2D;
}

/** log of the sum of exponentials over each row, [m, 1]; its gradient is the responsibilities. */
function logSumExp(logs: Tensor2D): Tensor2D {
  const operation = tf.customGrad((x, save) => {
    const logs = x as Tensor2D;
    const remember = save as tf.GradSaveFunc;
    const top = tf.max(logs, 1, true);
    const relative = tf.exp(tf.sub(logs, top));
    const sum = tf.sum(relative, 1, true);
    remember([tf.div(relative, sum)]);
    return {
      value: tf.add(top, tf.log(sum)),
      gradFunc: (dy: Tensor, saved: Tensor[]) => [tf.mul(dy, saved[0])],
    };
  });
  return operation(logs) as Tensor2D;
}
