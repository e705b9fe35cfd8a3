// Logistic regression that is held towards where it began: few labels move it little. It joins two logits
// (./combined/fit.ts), and learns a classifier on an encoder's features.

import { cholesky } from '../gmm/linalg';
import { crossEntropy, sigmoid } from './ngram/model';

/** Labels that weigh as much as where it began, where nothing else is said. */
export const PRIOR_LABELS = 25;
const NEWTON_STEPS = 25;

/**
 * Minimises Σ cross-entropy + held/2 · |θ − start|² by Newton's method with halved steps.
 *
 * @param rows [n][d]
 * @param labels [n], 0 … 1
 * @param start [d]
 * @param held labels that weigh as much as where it began
 * @returns [d]
 */
export function heldRegression(
  rows: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  start: ArrayLike<number>,
  held = PRIOR_LABELS,
): Float64Array {
  const from = Float64Array.from(start);
  let theta = from.slice();
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const change = newtonStep(theta, from, rows, labels, held);
    if (change.reduce((top, value) => Math.max(top, Math.abs(value)), 0) < 1e-10) break;
    const now = valueAt(theta, from, rows, labels, held);
    // A whole step can overshoot where the scores saturate; the function is convex, so a short enough one cannot.
    for (let share = 1; share > 1e-6; share /= 2) {
      const tried = theta.map((value, j) => value - share * change[j]);
      if (valueAt(tried, from, rows, labels, held) > now) continue;
      theta = tried;
      break;
    }
  }
  return theta;
}

function dot(row: ArrayLike<number>, theta: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < theta.length; j++) sum += row[j] * theta[j];
  return sum;
}

function valueAt(
  theta: Float64Array,
  start: Float64Array,
  rows: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  held: number,
): number {
  let value = 0;
  for (let j = 0; j < theta.length; j++) value += (held / 2) * (theta[j] - start[j]) ** 2;
  rows.forEach((row, i) => {
    value += crossEntropy(dot(row, theta), labels[i]);
  });
  return value;
}

/** The gradient, brought to a step by the Hessian. */
function newtonStep(
  theta: Float64Array,
  start: Float64Array,
  rows: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  held: number,
): Float64Array {
  const d = theta.length;
  const gradient = theta.map((value, j) => held * (value - start[j]));
  const hessian = new Float64Array(d * d);
  for (let j = 0; j < d; j++) hessian[j * d + j] = held;
  rows.forEach((row, i) => {
    const p = sigmoid(dot(row, theta));
    const curvature = p * (1 - p);
    for (let j = 0; j < d; j++) {
      gradient[j] += (p - labels[i]) * row[j];
      const scaled = curvature * row[j];
      // Only the lower half is read.
      for (let k = 0; k <= j; k++) hessian[j * d + k] += scaled * row[k];
    }
  });
  return solve(hessian, gradient);
}

/** a x = b for a symmetric positive definite a [d, d]. */
function solve(a: Float64Array, b: Float64Array): Float64Array {
  const d = b.length;
  const l = new Float64Array(d * d);
  if (!cholesky(a, 0, d, l)) throw new RangeError('The regression has no solution: its numbers are not finite.');
  const x = b.slice();
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) x[i] -= l[i * d + j] * x[j];
    x[i] /= l[i * d + i];
  }
  for (let i = d - 1; i >= 0; i--) {
    for (let j = i + 1; j < d; j++) x[i] -= l[j * d + i] * x[j];
    x[i] /= l[i * d + i];
  }
  return x;
}
