// The E-step in plain JavaScript on typed arrays, Float64: the reference the other kernels are
// checked against, and what runs where WebAssembly or its SIMD is missing.

import type { Assignment, EmModel } from '../../gmm/engine';
import type { RowKernel } from './kernel';
import { blockCount, packedLength } from './layout';

export class CpuKernel implements RowKernel {
  #data = new Float64Array(0);
  #rows = 0;

  constructor(private readonly d: number) {}

  get rows(): number {
    return this.#rows;
  }

  append(points: Float64Array): void {
    const used = this.#rows * this.d;
    if (used + points.length > this.#data.length) {
      // Room for as much again, so that point by point is not quadratic.
      const grown = new Float64Array(Math.max(used + points.length, this.#rows === 0 ? 0 : 2 * used));
      grown.set(this.#data.subarray(0, used));
      this.#data = grown;
    }
    this.#data.set(points, used);
    this.#rows += points.length / this.d;
  }

  take(): Float64Array {
    const rows = this.#data.slice(0, this.#rows * this.d);
    this.#data = new Float64Array(0);
    this.#rows = 0;
    return rows;
  }

  pass(model: EmModel, block: number): Float64Array {
    const length = packedLength(model);
    const blocks = blockCount(this.#rows, block);
    const out = new Float64Array(blocks * length);
    for (let b = 0; b < blocks; b++) {
      const to = Math.min(this.#rows, (b + 1) * block);
      passRows(model, this.#data, b * block, to, out.subarray(b * length, (b + 1) * length));
    }
    return out;
  }

  score(model: EmModel): Float64Array {
    const out = new Float64Array(this.#rows);
    const r = new Float64Array(model.k);
    for (let row = 0; row < this.#rows; row++) out[row] = responsibilities(model, this.#data, row * model.d, r);
    return out;
  }

  assign(model: EmModel): Assignment {
    const { k, d } = model;
    const labels = new Uint8Array(this.#rows);
    const shares = new Uint8Array(this.#rows * k);
    const r = new Float64Array(k);
    for (let row = 0; row < this.#rows; row++) {
      responsibilities(model, this.#data, row * d, r);
      let best = 0;
      for (let c = 0; c < k; c++) {
        if (r[c]! > r[best]!) best = c;
        shares[row * k + c] = Math.floor(r[c]! * 255 + 0.5);
      }
      labels[row] = best;
    }
    return { labels, responsibilities: shares };
  }
}

/** One pass over rows [from, to); adds to `out`, packed as in ./layout.ts. */
function passRows(model: EmModel, data: Float64Array, from: number, to: number, out: Float64Array): void {
  const { k, d, shape, means } = model;
  const r = new Float64Array(k);
  const dx = new Float64Array(d);
  const sumsAt = 1 + k;
  const scatterAt = sumsAt + k * d;
  for (let row = from; row < to; row++) {
    const x = row * d;
    out[0]! += responsibilities(model, data, x, r);
    let at = scatterAt;
    for (let c = 0; c < k; c++) {
      const share = r[c]!;
      out[1 + c]! += share;
      for (let i = 0; i < d; i++) dx[i] = data[x + i]! - means[c * d + i]!;
      for (let i = 0; i < d; i++) {
        const weighted = share * dx[i]!;
        out[sumsAt + c * d + i]! += weighted;
        if (shape === 'diag') out[at++]! += weighted * dx[i]!;
        else for (let j = i; j < d; j++) out[at++]! += weighted * dx[j]!;
      }
    }
  }
}

/**
 * The responsibilities of one row, into `r` [K]; returns its log density. Where the density is below
 * all doubles even as a logarithm (-Infinity), no component answers for the row.
 */
function responsibilities(model: EmModel, data: Float64Array, x: number, r: Float64Array): number {
  const { k, logNorm } = model;
  let max = -Infinity;
  for (let c = 0; c < k; c++) {
    const log = logNorm[c] === -Infinity ? -Infinity : logNorm[c]! - 0.5 * squaredDistance(model, data, x, c);
    r[c] = log;
    if (log > max) max = log;
  }
  if (max === -Infinity) {
    r.fill(0);
    return -Infinity;
  }
  let sum = 0;
  for (let c = 0; c < k; c++) {
    const p = Math.exp(r[c]! - max);
    r[c] = p;
    sum += p;
  }
  for (let c = 0; c < k; c++) r[c]! /= sum;
  return max + Math.log(sum);
}

/** Mahalanobis distance of a row from component c, squared. */
function squaredDistance(model: EmModel, data: Float64Array, x: number, c: number): number {
  const { d, shape, means, factors } = model;
  const mean = c * d;
  let total = 0;
  if (shape === 'diag') {
    for (let i = 0; i < d; i++) {
      const y = (data[x + i]! - means[mean + i]!) * factors[mean + i]!;
      total += y * y;
    }
    return total;
  }
  const factor = c * d * d;
  for (let j = 0; j < d; j++) {
    let y = 0;
    for (let i = 0; i <= j; i++) y += (data[x + i]! - means[mean + i]!) * factors[factor + i * d + j]!;
    total += y * y;
  }
  return total;
}
