// What a shard computes with: something that holds rows and answers for them, in this thread.

import type { Assignment, EmModel } from '../../gmm/engine';

export interface RowKernel {
  readonly rows: number;
  /** `points` is [m, d], row-major; copied. Throws RangeError where memory does not suffice. */
  append(points: Float64Array): void;
  /** All rows, [n, d] row-major; afterwards none are held. */
  take(): Float64Array;
  /** Packed statistics (./layout.ts) of each block of `block` rows, one after the other. */
  pass(model: EmModel, block: number): Float64Array;
  /** [n] log density of each row. */
  score(model: EmModel): Float64Array;
  assign(model: EmModel): Assignment;
}

/** What the kernels' memory is laid out for; who asks may have a lower limit of its own. */
export const MAX_COMPONENTS = 32;
const MAX_DIMENSIONS = 16;

/** Checks that a model fits the points, so that no kernel reads past the end of an array. */
export function checkModel(model: EmModel, d: number): void {
  const { k, shape } = model;
  if (model.d !== d) throw new RangeError(`The model has ${model.d} dimensions, the points have ${d}.`);
  if (!(k >= 1 && k <= MAX_COMPONENTS)) throw new RangeError(`${k} components: 1 to ${MAX_COMPONENTS} are possible.`);
  const factors = shape === 'full' ? k * d * d : k * d;
  if (model.means.length !== k * d || model.factors.length !== factors || model.logNorm.length !== k) {
    throw new RangeError(`The model's arrays do not fit ${k} components of ${d} dimensions.`);
  }
}

/** Checks that an array holds whole rows of a possible number of dimensions. */
export function checkPoints(points: Float64Array, d: number): void {
  if (!(d >= 1 && d <= MAX_DIMENSIONS)) throw new RangeError(`${d} dimensions: 1 to ${MAX_DIMENSIONS} are possible.`);
  if (points.length % d !== 0) throw new RangeError(`${points.length} numbers are not whole rows of ${d}.`);
}
