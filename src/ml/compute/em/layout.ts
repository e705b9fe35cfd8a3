// How points are cut into blocks, and how the statistics of a block lie in memory. Both depend on
// nothing but the number of points and the model's shape, never on how many threads there are:
// blocks are summed in order, so the bits of a result do not depend on the threads either.

import type { EmModel, EmStatistics } from '../../gmm/engine';

/** Rows in the smallest block; a multiple of every kernel's tile. */
export const BLOCK_UNIT = 1024;
export const MAX_BLOCKS = 64;

/** Rows per block for n points: the smallest doubling of the unit that makes at most 64 blocks. */
export function blockRows(n: number): number {
  let rows = BLOCK_UNIT;
  while (rows * MAX_BLOCKS < n) rows *= 2;
  return rows;
}

export function blockCount(rows: number, block: number): number {
  return Math.ceil(rows / block);
}

/** Numbers per component in the packed scatter: the upper triangle, or the diagonal. */
function packedScatter(shape: EmModel['shape'], d: number): number {
  return shape === 'full' ? (d * (d + 1)) / 2 : d;
}

/**
 * Length of one block's packed statistics: [log-likelihood][counts K][sums K, D][scatter K, S]
 * with S the upper triangle row by row ('full') or the diagonal ('diag').
 */
export function packedLength(model: EmModel): number {
  return 1 + model.k * (1 + model.d + packedScatter(model.shape, model.d));
}

/** Adds one block's packed statistics, at `offset`, onto the total. */
export function addPacked(total: Float64Array, blocks: Float64Array, offset: number): void {
  for (let i = 0; i < total.length; i++) total[i]! += blocks[offset + i]!;
}

/** From the packed form to the one with both halves of the scatter. */
export function unpackStatistics(packed: Float64Array, model: EmModel): EmStatistics {
  const { k, d, shape } = model;
  const sumsAt = 1 + k;
  const scatterAt = sumsAt + k * d;
  const tail = packed.slice(scatterAt);
  return {
    logLikelihood: packed[0]!,
    counts: packed.slice(1, sumsAt),
    sums: packed.slice(sumsAt, scatterAt),
    scatter: shape === 'full' ? mirrorTriangles(tail, k, d) : tail,
  };
}

function mirrorTriangles(triangles: Float64Array, k: number, d: number): Float64Array {
  const full = new Float64Array(k * d * d);
  let at = 0;
  for (let c = 0; c < k; c++) {
    for (let i = 0; i < d; i++) {
      for (let j = i; j < d; j++) {
        const value = triangles[at++]!;
        full[(c * d + i) * d + j] = value;
        full[(c * d + j) * d + i] = value;
      }
    }
  }
  return full;
}
