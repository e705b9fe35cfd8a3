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
  if (model.shape === 'full' && model.d === 2) {
    passPlaneRows(model, data, from, to, out);
    return;
  }
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

/** The same for points in the plane, with everything of a component side by side. */
function passPlaneRows(model: EmModel, data: Float64Array, from: number, to: number, out: Float64Array): void {
  const { k } = model;
  const components = planeComponents(model);
  const r = new Float64Array(k);
  /** Per component: count, sum of x, of y, of xx, xy, yy. */
  const sums = new Float64Array(k * 6);
  let logLikelihood = 0;
  for (let row = from; row < to; row++) {
    const x = data[2 * row]!;
    const y = data[2 * row + 1]!;
    let max = -Infinity;
    for (let c = 0, at = 0; c < k; c++, at += 6) {
      const dx = x - components[at]!;
      const u = dx * components[at + 2]!;
      const v = dx * components[at + 3]! + (y - components[at + 1]!) * components[at + 4]!;
      const log = components[at + 5]! - 0.5 * (u * u + v * v);
      r[c] = log;
      if (log > max) max = log;
    }
    logLikelihood += max;
    if (max === -Infinity) continue;
    let total = 0;
    for (let c = 0; c < k; c++) {
      const p = Math.exp(r[c]! - max);
      r[c] = p;
      total += p;
    }
    logLikelihood += Math.log(total);
    const scale = 1 / total;
    for (let c = 0, at = 0; c < k; c++, at += 6) {
      const share = r[c]! * scale;
      const dx = x - components[at]!;
      const dy = y - components[at + 1]!;
      const wx = share * dx;
      const wy = share * dy;
      sums[at]! += share;
      sums[at + 1]! += wx;
      sums[at + 2]! += wy;
      sums[at + 3]! += wx * dx;
      sums[at + 4]! += wx * dy;
      sums[at + 5]! += wy * dy;
    }
  }
  out[0]! += logLikelihood;
  for (let c = 0; c < k; c++) {
    out[1 + c]! += sums[6 * c]!;
    for (let i = 0; i < 2; i++) out[1 + k + 2 * c + i]! += sums[6 * c + 1 + i]!;
    for (let i = 0; i < 3; i++) out[1 + 3 * k + 3 * c + i]! += sums[6 * c + 3 + i]!;
  }
}

/** Per component: mean x, y, factor xx, xy, yy, norm. */
function planeComponents({ k, means, factors, logNorm }: EmModel): Float64Array {
  const out = new Float64Array(k * 6);
  for (let c = 0; c < k; c++) {
    const own = [means[2 * c]!, means[2 * c + 1]!, factors[4 * c]!, factors[4 * c + 1]!, factors[4 * c + 3]!];
    out.set([...own, logNorm[c]!], 6 * c);
  }
  return out;
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
