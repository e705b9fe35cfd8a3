// Fits the combination of two logits to labels by logistic regression, held towards the combination so far: few
// labels move it little.

import { crossEntropy, sigmoid } from '../ngram/model';
import type { Combination } from './files';

/** Labels that weigh as much as the combination so far. */
const PRIOR_LABELS = 25;
const NEWTON_STEPS = 25;

export function combine({ encoder, ngram, offset }: Combination, e: number, n: number): number {
  return encoder * e + ngram * n + offset;
}

/**
 * Minimises Σ cross-entropy + PRIOR_LABELS/2 · |θ − prior|² by Newton's method with halved steps, each logit scaled
 * by its standard deviation so that neither counts more for being larger. `labels` may be soft.
 */
export function fitCombination(
  prior: Combination,
  encoder: ArrayLike<number>,
  ngram: ArrayLike<number>,
  labels: ArrayLike<number>,
): Combination {
  const scales = [deviation(encoder), deviation(ngram), 1];
  const rows = Array.from({ length: labels.length }, (_, i) => [encoder[i] / scales[0], ngram[i] / scales[1], 1]);
  const start = [prior.encoder * scales[0], prior.ngram * scales[1], prior.offset];
  let theta = start;
  let now = slopes(theta, start, rows, labels);
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const change = solve3(now.hessian, now.gradient);
    if (Math.max(...change.map(Math.abs)) < 1e-10) break;
    // A whole step can overshoot where the scores saturate; the function is convex, so a short enough one cannot.
    for (let share = 1; share > 1e-6; share /= 2) {
      const tried = theta.map((value, j) => value - share * change[j]);
      const there = slopes(tried, start, rows, labels);
      if (there.value > now.value) continue;
      theta = tried;
      now = there;
      break;
    }
  }
  return { encoder: theta[0] / scales[0], ngram: theta[1] / scales[1], offset: theta[2] };
}

/** The function to be minimised at theta, with its gradient and Hessian. */
function slopes(
  theta: readonly number[],
  start: readonly number[],
  rows: readonly number[][],
  labels: ArrayLike<number>,
) {
  let value = theta.reduce((sum, x, j) => sum + (PRIOR_LABELS / 2) * (x - start[j]) ** 2, 0);
  const gradient = theta.map((x, j) => PRIOR_LABELS * (x - start[j]));
  const hessian = theta.map((_, j) => theta.map((_x, k) => (j === k ? PRIOR_LABELS : 0)));
  rows.forEach((row, i) => {
    const logit = row.reduce((sum, x, j) => sum + x * theta[j], 0);
    const p = sigmoid(logit);
    value += crossEntropy(logit, labels[i]);
    for (let j = 0; j < 3; j++) {
      gradient[j] += (p - labels[i]) * row[j];
      for (let k = 0; k < 3; k++) hessian[j][k] += p * (1 - p) * row[j] * row[k];
    }
  });
  return { value, gradient, hessian };
}

/** At least 0.01: logits that are all the same tell nothing. */
function deviation(values: ArrayLike<number>): number {
  const all = Array.from(values);
  const mean = all.reduce((a, b) => a + b, 0) / Math.max(1, all.length);
  const variance = all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(1, all.length);
  return Math.max(0.01, Math.sqrt(variance));
}

/** a x = b for a symmetric positive definite 3 × 3 matrix, by Cramer's rule. */
function solve3(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const det = (m: readonly (readonly number[])[]) =>
    m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
    m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
    m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  const whole = det(a);
  return [0, 1, 2].map((k) => det(a.map((row, i) => row.map((value, j) => (j === k ? b[i] : value)))) / whole);
}
