// Kolmogorov's distribution: P(D_n ≥ d) for the distance D_n of n uniform values' distribution function from the true
// one. Durbin's matrix as Marsaglia, Tsang and Wang (2003) compute it for small n; the expansion of Pelz and Good
// (1976) for large n; the one-sided tail doubled (Miller 1956) where d is so large that both sides do not meet. Which
// where: Simard and L'Ecuyer (2011), *Computing the Two-Sided Kolmogorov–Smirnov Distribution*.

import { logGamma } from '../metrics/tails';

/** Up to here Durbin's matrix, and beyond where Simard and L'Ecuyer find it quick: n·d^1.5 small. */
const SMALL = 140;
const QUICK = 1.4;
/** n·d² from which on the one-sided tail is doubled: of a small n the matrix is exact for longer. */
const ENDS = 2.2;
const EXACT_ENDS = 4;
const LARGE = 100_000;

/** P(D_n ≥ d), n a whole number above 0. */
export function kolmogorovTail(n: number, d: number): number {
  if (d <= 0.5 / n) return 1;
  if (d >= 1) return 0;
  const nxx = n * d * d;
  if (nxx >= 370) return 0;
  // Both sides are exceeded together with a chance of about e^(−8·nxx): 2e-8 from the one limit on, 1e-14 from the other.
  if (d >= 0.5 || nxx >= (n <= SMALL ? EXACT_ENDS : ENDS)) return Math.min(1, 2 * oneSidedTail(n, d));
  const exact = n <= SMALL || (n <= LARGE && n * d ** 1.5 <= QUICK);
  const inside = exact ? durbin(n, d) : pelzGood(n, d);
  return Math.min(1, Math.max(0, 1 - inside));
}

/** P(D⁺_n ≥ d), Birnbaum and Tingey's (1951) sum of positive terms. */
function oneSidedTail(n: number, d: number): number {
  let sum = 0;
  for (let j = 0; j <= Math.floor(n * (1 - d)); j++) {
    const rest = 1 - d - j / n;
    if (rest <= 0) continue;
    const logChoose = logGamma(n + 1) - logGamma(j + 1) - logGamma(n - j + 1);
    sum += Math.exp(logChoose + (n - j) * Math.log(rest) + (j - 1) * Math.log(d + j / n));
  }
  return d * sum;
}

/** P(D_n < d) by the power of a matrix of order 2·⌈n·d⌉ − 1. */
function durbin(n: number, d: number): number {
  const k = Math.ceil(n * d);
  const m = 2 * k - 1;
  const h = k - n * d;
  const power = matrixPower(durbinMatrix(m, h), m, n);
  let value = power.matrix[(k - 1) * m + k - 1];
  let exponent = power.exponent;
  for (let i = 1; i <= n; i++) {
    value *= i / n;
    if (value < 1e-140) {
      value *= 1e140;
      exponent -= 140;
    }
  }
  return value * 10 ** exponent;
}

function durbinMatrix(m: number, h: number): Float64Array {
  const matrix = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) matrix[i * m + j] = i - j + 1 < 0 ? 0 : 1;
  }
  for (let i = 0; i < m; i++) {
    matrix[i * m] -= h ** (i + 1);
    matrix[(m - 1) * m + i] -= h ** (m - i);
  }
  matrix[(m - 1) * m] += 2 * h - 1 > 0 ? (2 * h - 1) ** m : 0;
  for (let i = 0; i < m; i++) {
    let factorial = 1;
    for (let j = i; j >= 0; j--) {
      factorial *= i - j + 1;
      matrix[i * m + j] /= factorial;
    }
  }
  return matrix;
}

/** matrix^n as `matrix`·10^`exponent`, so that it does not overflow. */
function matrixPower(base: Float64Array, m: number, n: number): { matrix: Float64Array; exponent: number } {
  let result = { matrix: base, exponent: 0 };
  for (const bit of n.toString(2).slice(1)) {
    result = tamed(multiply(result.matrix, result.matrix, m), 2 * result.exponent, m);
    if (bit === '1') result = tamed(multiply(result.matrix, base, m), result.exponent, m);
  }
  return result;
}

function tamed(matrix: Float64Array, exponent: number, m: number): { matrix: Float64Array; exponent: number } {
  const middle = matrix[((m - 1) / 2) * m + (m - 1) / 2];
  if (middle <= 1e140) return { matrix, exponent };
  return { matrix: matrix.map((value) => value * 1e-140), exponent: exponent + 140 };
}

function multiply(a: Float64Array, b: Float64Array, m: number): Float64Array {
  const product = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < m; k++) {
      const factor = a[i * m + k];
      for (let j = 0; j < m; j++) product[i * m + j] += factor * b[k * m + j];
    }
  }
  return product;
}

/** P(D_n < d) to the order n^(−3/2): Pelz and Good's K0 … K3, as theta functions that converge fast for small z. */
function pelzGood(n: number, d: number): number {
  const root = Math.sqrt(n);
  const z = root * d;
  const [z2, z4, z6] = [z ** 2, z ** 4, z ** 6];
  const sums = { k0: 0, k1: 0, k2: 0, k3: 0, even2: 0, even3: 0 };
  const terms = Math.ceil((16 * z) / Math.PI);
  for (let k = terms; k >= 1; k--) {
    // Half-integers' squares times π² for the first four sums, whole numbers' for the other two.
    const a = (Math.PI * (k - 0.5)) ** 2;
    const e = Math.exp(-a / (2 * z2));
    sums.k0 += e;
    sums.k1 += (a - z2) * e;
    sums.k2 += (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * a + (1 - 2 * z2) * a ** 2) * e;
    const cubic = (135 * z4 - 96 * z6) * a + (212 * z4 - 60 * z2) * a ** 2 + (5 - 30 * z2) * a ** 3;
    sums.k3 += (-30 * z6 - 90 * z ** 8 + cubic) * e;
    const b = (Math.PI * k) ** 2;
    const f = Math.exp(-b / (2 * z2));
    sums.even2 += b * f;
    sums.even3 += (3 * z2 - b) * b * f;
  }
  const series =
    sums.k0 / z +
    sums.k1 / (6 * z4) / root +
    (sums.k2 / (72 * z ** 7) - sums.even2 / (36 * z ** 3)) / n +
    (sums.k3 / (6480 * z ** 10) + sums.even3 / (216 * z6)) / (n * root);
  return Math.sqrt(2 * Math.PI) * series;
}
