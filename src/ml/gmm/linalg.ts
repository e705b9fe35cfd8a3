// Small dense linear algebra for covariances of up to 16 dimensions, on flat row-major arrays.
// `at` is always the offset of the matrix's first element, so that stacks of matrices need no views.

/**
 * Cholesky factor L of the symmetric matrix A = L L', lower triangular; the upper half of `out` is zeroed.
 *
 * @param a [d, d] at `at`; only the lower half is read.
 * @returns false when A is not positive definite to working precision: a pivot is no larger than
 *   d rounding errors of its diagonal entry. LAPACK would accept such a pivot when rounding happens
 *   to leave it positive; its value would be noise. NaN counts as failure.
 */
export function cholesky(
  a: Float64Array,
  at: number,
  d: number,
  out: Float64Array = new Float64Array(d * d),
  outAt = 0,
): boolean {
  const floor = d * Number.EPSILON;
  for (let j = 0; j < d; j++) {
    const diagonal = a[at + j * d + j];
    let pivot = diagonal;
    for (let p = 0; p < j; p++) pivot -= out[outAt + j * d + p] ** 2;
    if (!(pivot > floor * diagonal) || pivot === Infinity) return false;
    const root = Math.sqrt(pivot);
    out[outAt + j * d + j] = root;
    for (let i = j + 1; i < d; i++) {
      let sum = a[at + i * d + j];
      for (let p = 0; p < j; p++) sum -= out[outAt + i * d + p] * out[outAt + j * d + p];
      out[outAt + i * d + j] = sum / root;
      out[outAt + j * d + i] = 0;
    }
  }
  return true;
}

/** Inverse of the lower triangular L [d, d] with a non-zero diagonal, by forward substitution; `out` is not `l`. */
function invertLower(l: Float64Array, lAt: number, d: number, out: Float64Array, outAt: number): void {
  for (let j = 0; j < d; j++) {
    for (let i = 0; i < j; i++) out[outAt + i * d + j] = 0;
    out[outAt + j * d + j] = 1 / l[lAt + j * d + j];
    for (let i = j + 1; i < d; i++) {
      let sum = 0;
      for (let p = j; p < i; p++) sum -= l[lAt + i * d + p] * out[outAt + p * d + j];
      out[outAt + i * d + j] = sum / l[lAt + i * d + i];
    }
  }
}

/**
 * Factor P of the precision, upper triangular with inverse(A) = P P' (scikit-learn's `precisions_cholesky_`),
 * written to `out`.
 *
 * @returns log det P, or undefined when A is not positive definite.
 */
export function precisionFactor(
  a: Float64Array,
  at: number,
  d: number,
  out: Float64Array,
  outAt: number,
): number | undefined {
  const lower = new Float64Array(d * d);
  if (!cholesky(a, at, d, lower)) return undefined;
  const inverse = new Float64Array(d * d);
  invertLower(lower, 0, d, inverse, 0);
  let logDet = 0;
  for (let i = 0; i < d; i++) {
    logDet -= Math.log(lower[i * d + i]);
    for (let j = 0; j < d; j++) out[outAt + i * d + j] = inverse[j * d + i];
  }
  return logDet;
}

/** Inverse of a symmetric positive definite matrix [d, d]; undefined when it is not one. */
export function invertSymmetric(a: Float64Array, at: number, d: number): Float64Array | undefined {
  const factor = new Float64Array(d * d);
  if (precisionFactor(a, at, d, factor, 0) === undefined) return undefined;
  return timesTranspose(factor, 0, d);
}

/** P P' for P [d, d]. */
export function timesTranspose(p: Float64Array, at: number, d: number): Float64Array {
  const out = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let q = 0; q < d; q++) sum += p[at + i * d + q] * p[at + j * d + q];
      out[i * d + j] = sum;
      out[j * d + i] = sum;
    }
  }
  return out;
}

/** Whether A [d, d] is symmetric to numpy.allclose's tolerances (relative 1e-5, absolute 1e-8). */
export function isSymmetric(a: Float64Array, at: number, d: number): boolean {
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) {
      const x = a[at + i * d + j];
      const y = a[at + j * d + i];
      if (!(Math.abs(x - y) <= 1e-8 + 1e-5 * Math.min(Math.abs(x), Math.abs(y)))) return false;
    }
  }
  return true;
}
