// Using a mixture: scores, thresholds, samples, marginals, exported code, and the choice of K.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENGINES } from './engines.fixture';
import { exportMixture } from './export';
import { fromNested } from './nested';
import { sampleMixture } from './sample';
import { densityThreshold, respond, scoreSamples } from './score';
import { type SelectionStep, selectComponents } from './select';
import { COVARIANCE_TYPES, DEFAULT_OPTIONS, type Mixture } from './types';
import { componentCovariance, marginal } from './view';

const FLAT = {
  full: [2, 0.6, -0.2, 0.6, 1, 0.1, -0.2, 0.1, 3, 1, 0, 0, 0, 2, 0.4, 0, 0.4, 1],
  tied: [2, 0.6, -0.2, 0.6, 1, 0.1, -0.2, 0.1, 3],
  diag: [1, 2, 3, 0.5, 0.25, 4],
  spherical: [0.5, 2],
} as const;

const mixtures = COVARIANCE_TYPES.map(
  (covariance_type): Mixture => ({
    covariance_type,
    n_components: 2,
    n_features: 3,
    weights: Float64Array.of(0.3, 0.7),
    means: Float64Array.of(1, -2, 0.5, 4, 0, 1 / 3),
    covariances: Float64Array.from(FLAT[covariance_type]),
  }),
);

describe.each(mixtures)('a mixture of type $covariance_type', (mixture) => {
  const { points, labels } = sampleMixture(mixture, 20_000, 12);

  it('draws samples with its own moments, by seed', () => {
    expect(sampleMixture(mixture, 100, 12).points.data).toEqual(points.data.slice(0, 300));
    expect(sampleMixture(mixture, 100, 13).points.data).not.toEqual(points.data.slice(0, 300));
    for (let c = 0; c < 2; c++) {
      const own = [...labels.keys()].filter((i) => labels[i] === c);
      expect(Math.abs(own.length / labels.length - mixture.weights[c])).toBeLessThan(0.015);
      const mean = [0, 1, 2].map((j) => own.reduce((sum, i) => sum + points.data[3 * i + j], 0) / own.length);
      const covariance = componentCovariance(mixture, c);
      for (let i = 0; i < 3; i++) {
        expect(Math.abs(mean[i] - mixture.means[3 * c + i])).toBeLessThan(0.1);
        for (let j = 0; j < 3; j++) {
          const products = own.map((r) => (points.data[3 * r + i] - mean[i]) * (points.data[3 * r + j] - mean[j]));
          const found = products.reduce((sum, product) => sum + product, 0) / own.length;
          expect(Math.abs(found - covariance[3 * i + j])).toBeLessThan(0.25);
        }
      }
    }
  });

  it('finds its threshold where the level says', () => {
    const densities = scoreSamples(mixture, points);
    for (const level of [0.01, 0.1, 0.5]) {
      const threshold = densityThreshold(mixture, level, 1);
      const below = densities.filter((density) => density < threshold).length / densities.length;
      expect(Math.abs(below - level)).toBeLessThan(0.02);
      expect(densityThreshold(mixture, level, 1)).toBe(threshold);
    }
  });

  it('shares each row out wholly, and labels the largest share', () => {
    const rows = { data: points.data.slice(0, 300), n: 100, d: 3 };
    const { responsibilities: shares, labels } = respond(mixture, rows);
    labels.forEach((label, i) => {
      expect(shares[2 * i] + shares[2 * i + 1]).toBeCloseTo(1, 14);
      expect(shares[2 * i + label]).toBeGreaterThanOrEqual(0.5);
    });
    const beyond = respond(mixture, { data: Float64Array.of(1e200, 0, 0), n: 1, d: 3 });
    expect([...beyond.logDensity]).toEqual([Number.NEGATIVE_INFINITY]);
    expect(beyond.responsibilities.every(Number.isFinite)).toBe(true);
  });

  it('has marginals that are its density summed over the columns left out', () => {
    const flat = marginal(mixture, [2, 0]);
    expect([...flat.means]).toEqual([0.5, 1, 1 / 3, 4]);
    const step = 0.1;
    const lengths = Array.from({ length: 300 }, (_, i) => -15 + step * i);
    for (const [x, z] of [
      [1, 0.5],
      [4.5, -1],
      [2, 3],
    ]) {
      const line = { data: Float64Array.from(lengths.flatMap((y) => [x, y, z])), n: lengths.length, d: 3 };
      const sum = scoreSamples(mixture, line).reduce((total, log) => total + Math.exp(log), 0) * step;
      const [log] = scoreSamples(flat, { data: Float64Array.of(z, x), n: 1, d: 2 });
      expect(Math.exp(log) / sum).toBeCloseTo(1, 8);
    }
    const rows = lengths.flatMap((x) => lengths.flatMap((y) => [x, y]));
    const densities = scoreSamples(flat, { data: Float64Array.from(rows), n: rows.length / 2, d: 2 });
    expect(densities.reduce((total, log) => total + Math.exp(log), 0) * step ** 2).toBeCloseTo(1, 4);
  });

  it('goes through JSON without loss', () => {
    expect(fromNested(JSON.parse(exportMixture(mixture, 'json')))).toEqual(mixture);
  });
});

/** Python with scikit-learn, where there is one: the first of these that imports it. */
const python = ['python3', '/usr/bin/python3'].find(
  (name) => spawnSync(name, ['-c', 'import sklearn'], { timeout: 60_000 }).status === 0,
);

describe('exported code', () => {
  it.each(mixtures)('spells out every number: $covariance_type', (mixture) => {
    for (const format of ['numpy', 'sklearn'] as const) {
      const code = exportMixture(mixture, format);
      for (const value of [...mixture.weights, ...mixture.means, ...mixture.covariances]) {
        expect(code).toContain(String(value));
      }
    }
  });

  it.runIf(python)('rebuilds the model in Python (where scikit-learn is installed)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'millrace-export-'));
    const script = join(import.meta.dirname, '../../../scripts/golden_gmm.py');
    try {
      for (const mixture of mixtures) {
        const { points } = sampleMixture(mixture, 5, 2);
        const rows = [0, 1, 2, 3, 4].map((i) => [...points.data.subarray(3 * i, 3 * i + 3)]);
        const file = join(folder, `${mixture.covariance_type}.py`);
        writeFileSync(file, exportMixture(mixture, 'sklearn'));
        const output = execFileSync(python ?? '', [script, file], { input: JSON.stringify(rows), encoding: 'utf8' });
        const scores: { score_samples: number[]; predict_proba: number[][] } = JSON.parse(output);
        const { logDensity, responsibilities } = respond(mixture, points);
        scores.score_samples.forEach((value, i) => {
          expect(logDensity[i]).toBeCloseTo(value, 10);
        });
        scores.predict_proba.flat().forEach((value, i) => {
          expect(responsibilities[i]).toBeCloseTo(value, 10);
        });
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('choosing K', () => {
  const clusters = fromNested({
    covariance_type: 'spherical',
    weights: [0.3, 0.3, 0.4],
    means: [[0], [10], [25]],
    covariances: [1, 1, 1],
  });
  const { points } = sampleMixture(clusters, 300, 4);

  async function run(min: number, max: number, limit = Number.POSITIVE_INFINITY) {
    const engine = await ENGINES[0].create(points);
    const options = { ...DEFAULT_OPTIONS, n_init: 3 };
    const steps: SelectionStep[] = [];
    for await (const step of selectComponents({ options, epochs: 50, points, engine, min, max, criterion: 'bic' })) {
      steps.push(step);
      if (steps.length >= limit) break;
    }
    return steps;
  }

  it('finds the number of clusters by BIC', async () => {
    const steps = await run(1, 5);
    const last = steps.at(-1);
    expect(last).toMatchObject({ type: 'done', best: 3 });
    if (last?.type !== 'done') return;
    expect(last.candidates.map((candidate) => candidate.n_components)).toEqual([1, 2, 3, 4, 5]);
    const means = [...last.mixture.means].sort((a, b) => a - b);
    [0, 10, 25].forEach((centre, i) => {
      expect(Math.abs(means[i] - centre)).toBeLessThan(0.5);
    });
  });

  it('can be left at any step', async () => {
    expect(await run(1, 20, 7)).toHaveLength(7);
  });
});
