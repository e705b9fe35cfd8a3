// Embeddings, linear layers and LayerNorm with their gradients, in plain float64 loops.

import type { Activation, EmbeddingsArgs, Floats, LayerNormArgs, LinearArgs } from '../types';
import { activate, type Memory, slope } from './math';

export function embeddings(memory: Memory, args: EmbeddingsArgs, out: Floats): void {
  const { batch, length, hidden } = args;
  const ids = memory.integers(args.ids);
  const words = memory.values(args.words);
  const positions = args.positions && memory.values(args.positions);
  const segments = args.segments && memory.values(args.segments);
  const to = memory.values(out);
  for (let row = 0; row < batch * length; row++) {
    for (let j = 0; j < hidden; j++) {
      let sum = words[ids[row] * hidden + j];
      if (positions) sum += positions[(row % length) * hidden + j];
      if (segments) sum += segments[j];
      to[row * hidden + j] = sum;
    }
  }
}

export function embeddingsBackward(
  memory: Memory,
  args: EmbeddingsArgs,
  dOut: Floats,
  grads: { words: Floats | null; positions: Floats | null; segments: Floats | null },
): void {
  const { batch, length, hidden } = args;
  const ids = memory.integers(args.ids);
  const from = memory.values(dOut);
  const words = grads.words && memory.values(grads.words);
  const positions = grads.positions && memory.values(grads.positions);
  const segments = grads.segments && memory.values(grads.segments);
  for (let row = 0; row < batch * length; row++) {
    for (let j = 0; j < hidden; j++) {
      const d = from[row * hidden + j];
      if (words) words[ids[row] * hidden + j] += d;
      if (positions) positions[(row % length) * hidden + j] += d;
      if (segments) segments[j] += d;
    }
  }
}

export function linear(
  memory: Memory,
  args: LinearArgs,
  activation: Activation,
  out: Floats,
  pre: Floats | null,
): void {
  const { rows, inputs, outputs } = args;
  const x = memory.values(args.x);
  const w = memory.values(args.w);
  const b = args.b && memory.values(args.b);
  const to = memory.values(out);
  const kept = pre && memory.values(pre);
  for (let row = 0; row < rows; row++) {
    for (let o = 0; o < outputs; o++) {
      let sum = b ? b[o] : 0;
      for (let i = 0; i < inputs; i++) sum += x[row * inputs + i] * w[o * inputs + i];
      if (kept) kept[row * outputs + o] = sum;
      to[row * outputs + o] = activate(activation, sum);
    }
  }
}

export function linearBackward(
  memory: Memory,
  args: LinearArgs,
  dOut: Floats,
  dx: Floats | null,
  dw: Floats | null,
  db: Floats | null,
): void {
  const { rows, inputs, outputs } = args;
  const x = memory.values(args.x);
  const w = memory.values(args.w);
  const d = memory.values(dOut);
  const toX = dx && memory.values(dx);
  const toW = dw && memory.values(dw);
  const toB = db && memory.values(db);
  toX?.fill(0, 0, rows * inputs);
  for (let row = 0; row < rows; row++) {
    for (let o = 0; o < outputs; o++) {
      const g = d[row * outputs + o];
      if (toB) toB[o] += g;
      for (let i = 0; i < inputs; i++) {
        if (toX) toX[row * inputs + i] += g * w[o * inputs + i];
        if (toW) toW[o * inputs + i] += g * x[row * inputs + i];
      }
    }
  }
}

export function activationBackward(
  memory: Memory,
  activation: Activation,
  pre: Floats,
  dOut: Floats,
  dPre: Floats,
  size: number,
): void {
  const x = memory.values(pre);
  const d = memory.values(dOut);
  const to = memory.values(dPre);
  for (let i = 0; i < size; i++) to[i] = d[i] * slope(activation, x[i]);
}

/** LayerNorm (Ba et al. 2016) over the last axis, with the biased variance. */
export function layerNorm(
  memory: Memory,
  args: LayerNormArgs,
  residual: Floats | null,
  sum: Floats | null,
  out: Floats,
  stats: Floats,
): void {
  const { rows, hidden, eps } = args;
  const x = memory.values(args.x);
  const gamma = memory.values(args.gamma);
  const beta = memory.values(args.beta);
  const added = residual && memory.values(residual);
  const kept = sum && memory.values(sum);
  const to = memory.values(out);
  const moments = memory.values(stats);
  const line = new Float64Array(hidden);
  for (let row = 0; row < rows; row++) {
    const at = row * hidden;
    let mean = 0;
    for (let j = 0; j < hidden; j++) {
      line[j] = x[at + j] + (added ? added[at + j] : 0);
      mean += line[j] / hidden;
    }
    let variance = 0;
    for (let j = 0; j < hidden; j++) variance += (line[j] - mean) ** 2 / hidden;
    const rstd = 1 / Math.sqrt(variance + eps);
    moments[2 * row] = mean;
    moments[2 * row + 1] = rstd;
    for (let j = 0; j < hidden; j++) to[at + j] = (line[j] - mean) * rstd * gamma[j] + beta[j];
    if (added && kept) kept.set(line, at);
  }
}

/** With x̂ = (x − mean)·rstd and g = dOut·γ: dx = rstd · (g − mean(g) − x̂·mean(g·x̂)). */
export function layerNormBackward(
  memory: Memory,
  args: LayerNormArgs,
  dOut: Floats,
  stats: Floats,
  dx: Floats,
  accumulate: boolean,
  dGamma: Floats | null,
  dBeta: Floats | null,
): void {
  const { rows, hidden } = args;
  const x = memory.values(args.x);
  const gamma = memory.values(args.gamma);
  const d = memory.values(dOut);
  const moments = memory.values(stats);
  const to = memory.values(dx);
  const toGamma = dGamma && memory.values(dGamma);
  const toBeta = dBeta && memory.values(dBeta);
  for (let row = 0; row < rows; row++) {
    const at = row * hidden;
    const mean = moments[2 * row];
    const rstd = moments[2 * row + 1];
    let meanG = 0;
    let meanGx = 0;
    for (let j = 0; j < hidden; j++) {
      const normal = (x[at + j] - mean) * rstd;
      meanG += (d[at + j] * gamma[j]) / hidden;
      meanGx += (d[at + j] * gamma[j] * normal) / hidden;
      if (toGamma) toGamma[j] += d[at + j] * normal;
      if (toBeta) toBeta[j] += d[at + j];
    }
    for (let j = 0; j < hidden; j++) {
      const normal = (x[at + j] - mean) * rstd;
      const value = rstd * (d[at + j] * gamma[j] - meanG - normal * meanGx);
      to[at + j] = accumulate ? to[at + j] + value : value;
    }
  }
}
