// Tails of the normal, gamma and binomial distributions, far out too: to twelve digits and more, but that those of gamma
// and binomial lose one with each factor of ten in a or n above a thousand, where logarithms of factorials cancel: at a
// million about nine are left.
// Gamma functions as in Press et al., Numerical Recipes, 3rd ed., §6.1–6.2 (series and Lentz's continued fraction).

/** ln n! up to here is a sum; above, Stirling's series, whose first left-out term is then below 1e-17. */
const SMALL = 16;

/** ln Γ(x) for x > 0. */
export function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  while (z < SMALL) {
    shift += Math.log(z);
    z += 1;
  }
  const r = 1 / (z * z);
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

/** Q(a, x) = Γ(a, x) / Γ(a), a > 0, x ≥ 0: the upper regularised incomplete gamma function. */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - front * lowerSeries(a, x) : front * upperFraction(a, x);
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; k < 100_000; k++) {
    term *= x / (a + k);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return sum;
}

function upperFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let k = 1; k < 100_000; k++) {
    const an = -k * (k - a);
    b += 2;
    d = 1 / nonZero(an * d + b, tiny);
    c = nonZero(b + an / c, tiny);
    const factor = c * d;
    h *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return h;
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** P(Z > z) of the standard normal. */
export function normalTail(z: number): number {
  const half = 0.5 * upperGamma(0.5, (z * z) / 2);
  return z >= 0 ? half : 1 - half;
}

/** z with P(Z > z) = p, 0 < p < 1. */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  // Abramowitz and Stegun 26.2.23 is within 4.5e-4; each step of Halley's method triples the digits.
  const t = Math.sqrt(-2 * Math.log(p));
  let z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 0; step < 3; step++) {
    const density = Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
    const u = (normalTail(z) - p) / density;
    z += u / (1 - (z * u) / 2);
  }
  return z;
}

/** P(X ≥ k) of a binomial with n trials of chance p: no approximation, and as right however small it is. */
export function binomialUpperTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (k > n || p <= 0) return 0;
  if (p >= 1) return 1;
  // From the side on which the terms fall all the way, so that no digits cancel where it matters.
  if (k <= n * p) return Math.max(0, 1 - fallingTail(n - k + 1, n, 1 - p));
  return Math.min(1, fallingTail(k, n, p));
}

/** P(X ≤ k) of a binomial with n trials of chance p. */
export function binomialLowerTail(k: number, n: number, p: number): number {
  return binomialUpperTail(n - k, n, 1 - p);
}

/** Σ over j ≥ k of the binomial's terms, k at or above the mode: each is the one before times a ratio below 1. */
function fallingTail(k: number, n: number, p: number): number {
  const odds = p / (1 - p);
  let sum = 0;
  let term = 1;
  for (let j = k; j <= n; j++) {
    sum += term;
    term *= ((n - j) / (j + 1)) * odds;
    if (term < sum * 1e-17) break;
  }
  const logChoose = logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  return Math.exp(logChoose + k * Math.log(p) + (n - k) * Math.log1p(-p)) * sum;
}
