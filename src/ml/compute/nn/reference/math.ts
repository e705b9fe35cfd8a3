// Scalars that the reference operations share: activations with their derivatives, dropout's factor, softmax.

import { uniform } from '../dropout';
import type { Activation, Dropout, Floats, Ints } from '../types';

/** The numbers behind buffers. */
export interface Memory {
  values(buffer: Floats): Float64Array;
  integers(buffer: Ints): Int32Array;
}

/**
 * The error function to double accuracy: 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (2n+1)!! (Abramowitz & Stegun 7.1.6),
 * whose terms all have one sign. Beyond |x| = 6 it is ±1.
 */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) >= 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

export function activate(activation: Activation, x: number): number {
  switch (activation) {
    case 'none':
      return x;
    case 'relu':
      return Math.max(0, x);
    case 'gelu':
      return 0.5 * x * (1 + erf(x * Math.SQRT1_2));
    case 'tanh':
      return Math.tanh(x);
  }
}

/** The derivative of `activate` at x; 0 for relu at 0. */
export function slope(activation: Activation, x: number): number {
  switch (activation) {
    case 'none':
      return 1;
    case 'relu':
      return x > 0 ? 1 : 0;
    case 'gelu':
      return 0.5 * (1 + erf(x * Math.SQRT1_2)) + (x * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
    case 'tanh':
      return 1 - Math.tanh(x) ** 2;
  }
}

/** What dropout multiplies element `index` by: 0, or 1/(1 − rate). */
export function dropoutFactor(dropout: Dropout | null, index: number): number {
  if (!dropout) return 1;
  return uniform(dropout.seed, index) >= dropout.rate ? 1 / (1 - dropout.rate) : 0;
}

/** Softmax in place; returns the logarithm of the sum of exponentials. */
export function softmax(x: Float64Array): number {
  let top = -Infinity;
  for (const value of x) top = Math.max(top, value);
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    x[i] = Math.exp(x[i] - top);
    sum += x[i];
  }
  for (let i = 0; i < x.length; i++) x[i] /= sum;
  return top + Math.log(sum);
}
