// The loss and the optimiser's step, in plain float64 loops.

import type { AdamWHyper, AdamWParameter, CrossEntropyArgs, Floats, MomentumHyper, MomentumParameter } from '../types';
import { type Memory, softmax } from './math';

/** −Σ target·ln softmax a row; a label's target is (1 − s)·one-hot + s/classes (Szegedy et al. 2016, as PyTorch's). */
export function softmaxCrossEntropy(
  memory: Memory,
  args: CrossEntropyArgs,
  loss: Floats,
  dLogits: Floats | null,
): void {
  const { rows, classes } = args;
  const logits = memory.values(args.logits);
  const weights = memory.values(args.weights);
  const losses = memory.values(loss);
  const d = dLogits && memory.values(dLogits);
  const target = targetReader(memory, args);
  for (let row = 0; row < rows; row++) {
    const weight = weights[row];
    const p = logits.slice(row * classes, (row + 1) * classes);
    const logSum = softmax(p);
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const at = row * classes + c;
      // A row of weight 0 is left out: it may carry no valid label.
      const t = weight === 0 ? 0 : target(row, c);
      sum += t * (logSum - logits[at]);
      if (d) d[at] = weight === 0 ? 0 : weight * (p[c] - t);
    }
    losses[row] = weight * sum;
  }
}

function targetReader(memory: Memory, args: CrossEntropyArgs): (row: number, c: number) => number {
  const { targets, classes } = args;
  if (targets.kind === 'soft') {
    const probabilities = memory.values(targets.probabilities);
    return (row, c) => probabilities[row * classes + c];
  }
  const labels = memory.integers(targets.labels);
  const { smoothing } = targets;
  return (row, c) => (labels[row] === c ? 1 - smoothing : 0) + smoothing / classes;
}

export function adamW(memory: Memory, parameters: readonly AdamWParameter[], hyper: AdamWHyper, norm: Floats): void {
  const scale = clipped(memory, parameters, hyper.clipNorm, norm);
  for (const parameter of parameters) stepOne(memory, parameter, hyper, scale);
}

export function momentum(
  memory: Memory,
  parameters: readonly MomentumParameter[],
  hyper: MomentumHyper,
  norm: Floats,
): void {
  const scale = clipped(memory, parameters, hyper.clipNorm, norm);
  for (const parameter of parameters) {
    const value = memory.values(parameter.value);
    const gradient = memory.values(parameter.gradient);
    const m = memory.values(parameter.m);
    const decay = parameter.decay ? hyper.weightDecay : 0;
    for (let i = 0; i < parameter.size; i++) {
      m[i] = hyper.momentum * m[i] + gradient[i] * scale + decay * value[i];
      value[i] -= hyper.learningRate * m[i];
      gradient[i] = 0;
    }
  }
}

/** Writes the norm of all gradients; what they are to be multiplied by. */
function clipped(
  memory: Memory,
  parameters: readonly { readonly gradient: Floats }[],
  clipNorm: number,
  norm: Floats,
): number {
  let squares = 0;
  for (const { gradient } of parameters) for (const g of memory.values(gradient)) squares += g * g;
  const total = Math.sqrt(squares);
  memory.values(norm)[0] = total;
  return clipNorm > 0 ? Math.min(1, clipNorm / (total + 1e-6)) : 1;
}

function stepOne(memory: Memory, parameter: AdamWParameter, hyper: AdamWHyper, scale: number): void {
  const { learningRate, beta1, beta2, eps } = hyper;
  const value = memory.values(parameter.value);
  const gradient = memory.values(parameter.gradient);
  const m = memory.values(parameter.m);
  const v = memory.values(parameter.v);
  const shrink = parameter.decay ? 1 - learningRate * hyper.weightDecay : 1;
  for (let i = 0; i < parameter.size; i++) {
    const g = gradient[i] * scale;
    m[i] = beta1 * m[i] + (1 - beta1) * g;
    v[i] = beta2 * v[i] + (1 - beta2) * g * g;
    const denominator = Math.sqrt(v[i]) / Math.sqrt(1 - hyper.beta2Power) + eps;
    value[i] = value[i] * shrink - ((learningRate / (1 - hyper.beta1Power)) * m[i]) / denominator;
    gradient[i] = 0;
  }
}
