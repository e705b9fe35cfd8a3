// What goes to the shaders of ./wgsl.ts and what comes back, in the order that they keep.

import { lowPart, type ScaledModel, type ScaledStatistics } from './scaled';
import { modelLayout, passLayout, statisticPairs, WORKGROUP } from './wgsl';

/** Each value as (high, low): together they have twice the digits of one float. */
export function twoFloats(values: Float64Array): Float32Array<ArrayBuffer> {
  const out = new Float32Array(2 * values.length);
  for (let i = 0; i < values.length; i++) {
    out[2 * i] = values[i]!;
    out[2 * i + 1] = lowPart(values[i]!);
  }
  return out;
}

export function packModel(scaled: ScaledModel): Float32Array<ArrayBuffer> {
  const { k, d, shape, means, factors, norms } = scaled;
  const { meansAt, factorsAt, floats } = modelLayout(scaled);
  const out = new Float32Array(floats);
  out.set(norms);
  out.set(twoFloats(means), meansAt);
  let at = factorsAt;
  for (let c = 0; c < k; c++) {
    for (let j = 0; j < d; j++) {
      if (shape === 'diag') out[at++] = factors[c * d + j]!;
      else for (let i = 0; i <= j; i++) out[at++] = factors[(c * d + i) * d + j]!;
    }
  }
  return out;
}

/** [log-likelihood, statistics by component and pair] */
export function emptyTotals(scaled: ScaledModel): Float64Array {
  return new Float64Array(1 + passLayout(scaled).statistics);
}

/** Adds what the workgroups of a segment wrote. */
export function addPartials(total: Float64Array, partials: Float32Array, scaled: ScaledModel): void {
  const { statistics, lanes, floats } = passLayout(scaled);
  for (let from = 0; from < partials.length; from += floats) {
    for (let t = 0; t < WORKGROUP; t++) total[0]! += partials[from + t]!;
    const at = from + WORKGROUP;
    for (let slot = 0; slot < statistics * lanes; slot++) total[1 + (slot % statistics)]! += partials[at + slot]!;
  }
}

/** From the shader's order to the statistics' own arrays. */
export function spread(total: Float64Array, scaled: ScaledModel): ScaledStatistics {
  const { k, d, shape } = scaled;
  const counts = new Float64Array(k);
  const sums = new Float64Array(k * d);
  const scatter = new Float64Array(shape === 'full' ? k * d * d : k * d);
  const pairs = statisticPairs(scaled);
  for (let c = 0; c < k; c++) {
    pairs.forEach(([i, j], p) => {
      const value = total[1 + c * pairs.length + p]!;
      if (i === d) counts[c] = value;
      else if (j === d) sums[c * d + i] = value;
      else if (shape === 'diag') scatter[c * d + i] = value;
      else {
        scatter[(c * d + i) * d + j] = value;
        scatter[(c * d + j) * d + i] = value;
      }
    });
  }
  return { logLikelihood: total[0]!, counts, sums, scatter };
}
