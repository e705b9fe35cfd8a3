// Tails against SciPy (golden/metrics.json, by scripts/golden_metrics.py), in relative terms: far tails count.

import { describe, expect, it } from 'vitest';
import golden from './golden/metrics.json';
import { binomialLowerTail, binomialUpperTail, logGamma, normalQuantile, normalTail, upperGamma } from './tails';

const { tails } = golden;

function expectRelative(actual: number, expected: number, tolerance = 1e-9) {
  if (expected === 0) expect(actual).toBeLessThan(1e-300);
  else expect(Math.abs(actual / expected - 1)).toBeLessThan(tolerance);
}

describe('tails', () => {
  it('normal', () => {
    for (const [z, p] of tails.normal) expectRelative(normalTail(z), p);
  });

  it('normal quantiles', () => {
    for (const [p, z] of tails.quantile) expect(normalQuantile(p)).toBeCloseTo(z, 9);
  });

  it('upper gamma, of which the chi-squared tail is one', () => {
    for (const [x, df, p] of tails.chi2) expectRelative(upperGamma(df / 2, x / 2), p);
  });

  it('binomial, both sides', () => {
    for (const [k, n, p, upper, lower] of tails.binomial) {
      expectRelative(binomialUpperTail(k, n, p), upper, 1e-8);
      expectRelative(binomialLowerTail(k, n, p), lower, 1e-8);
    }
  });

  it('log-gamma', () => {
    for (const [x, value] of tails.log_gamma) expect(logGamma(x)).toBeCloseTo(value, 10);
  });
});
