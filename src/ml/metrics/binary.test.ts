// Against scikit-learn and SciPy (golden/metrics.json, by scripts/golden_metrics.py), and by property.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrationOf, confusionOf, logLoss, mcnemar, ratesOf, rocAuc, wilson } from './binary';
import golden from './golden/metrics.json';

const cases = golden.classifiers.map((one) => ({
  ...one,
  y: Int8Array.from(one.labels),
  s: Float64Array.from(one.scores),
}));

function expectClose(actual: readonly number[], expected: readonly number[]) {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of actual.entries()) expect(value).toBeCloseTo(expected[i], 12);
}

describe('against scikit-learn', () => {
  it.each(cases)('counts, rates, AUC and log-loss at $threshold', ({ y, s, ...want }) => {
    const confusion = confusionOf(s, y, want.threshold);
    expect(confusion).toEqual(want.confusion);
    const rates = ratesOf(confusion);
    expectClose(
      [rates.accuracy, rates.precision, rates.recall, rates.f1],
      [want.accuracy, want.precision, want.recall, want.f1],
    );
    if (want.auc === null) expect(rocAuc(s, y)).toBeNull();
    else expect(rocAuc(s, y)).toBeCloseTo(want.auc, 12);
    expect(logLoss(s, y)).toBeCloseTo(want.log_loss, 10);
  });

  it.each(cases)('calibration, $threshold', ({ y, s, calibration }) => {
    const { bins, ece } = calibrationOf(s, y);
    const full = bins.filter(({ n }) => n > 0);
    expectClose(
      full.map(({ positive }) => positive ?? Number.NaN),
      calibration.positive,
    );
    expectClose(
      full.map(({ score }) => score ?? Number.NaN),
      calibration.score,
    );
    expect(ece).toBeCloseTo(calibration.ece, 12);
  });

  it('Wilson intervals', () => {
    for (const { successes, n, level, interval } of golden.wilson) expectClose(wilson(successes, n, level), interval);
    expect(wilson(0, 0)).toEqual([0, 1]);
  });

  it('McNemar, thousands of pairs too', () => {
    for (const { lost, won, worse, two_sided } of golden.mcnemar) {
      const ours = mcnemar(lost, won);
      expect(ours?.worse).toBeCloseTo(worse, 9);
      expect((ours?.worse ?? 0) / worse).toBeCloseTo(1, 8);
      expect((ours?.twoSided ?? 0) / two_sided).toBeCloseTo(1, 8);
    }
    expect(mcnemar(0, 0)).toBeNull();
  });
});

describe('by property', () => {
  const scored = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: -1, max: 1 })), { maxLength: 120 })
    .map((rows) => ({
      scores: Float32Array.from(rows, ([score]) => score / 20),
      labels: Int8Array.from(rows, ([, label]) => label),
    }));

  it('leaves out what has no label', () => {
    fc.assert(
      fc.property(scored, ({ scores, labels }) => {
        const kept = [...labels.keys()].filter((i) => labels[i] >= 0);
        const [s, y] = [Float32Array.from(kept, (i) => scores[i]), Int8Array.from(kept, (i) => labels[i])];
        expect(confusionOf(scores, labels, 0.4)).toEqual(confusionOf(s, y, 0.4));
        expect(rocAuc(scores, labels)).toBe(rocAuc(s, y));
        expect(logLoss(scores, labels)).toBe(logLoss(s, y));
        expect(calibrationOf(scores, labels)).toEqual(calibrationOf(s, y));
      }),
    );
  });

  it('ranks pairs: AUC is their share ranked right, ties half', () => {
    fc.assert(
      fc.property(scored, ({ scores, labels }) => {
        let [right, pairs] = [0, 0];
        for (let i = 0; i < scores.length; i++) {
          for (let j = 0; j < scores.length; j++) {
            if (labels[i] !== 1 || labels[j] !== 0) continue;
            pairs += 1;
            right += scores[i] > scores[j] ? 1 : scores[i] === scores[j] ? 0.5 : 0;
          }
        }
        const auc = rocAuc(scores, labels);
        if (pairs === 0) expect(auc).toBeNull();
        else expect(auc).toBeCloseTo(right / pairs, 12);
      }),
    );
  });

  it('puts every score into the bin whose edges hold it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 30 }), (score, n) => {
        const { bins } = calibrationOf(Float64Array.of(score), Int8Array.of(1), n);
        const [bin] = bins.filter((one) => one.n > 0);
        expect(score > bin.from || (score === 0 && bin.from === 0)).toBe(true);
        expect(score).toBeLessThanOrEqual(bin.to);
      }),
    );
  });

  it('says nothing of nothing without NaN', () => {
    const [s, y] = [new Float32Array(3), new Int8Array([-1, -1, -1])];
    expect(ratesOf(confusionOf(s, y, 0.5))).toEqual({ n: 0, accuracy: 0, precision: 0, recall: 0, f1: 0 });
    expect([rocAuc(s, y), logLoss(s, y), calibrationOf(s, y).ece]).toEqual([null, null, 0]);
  });
});
