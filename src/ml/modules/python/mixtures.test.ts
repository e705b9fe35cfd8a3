// The Python scripts of mixtures give the same densities and shares as the product, and go on where it left off. Where there is
// no python3 with NumPy this is passed over, and says so.

import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportMixture } from '../../gmm/export';
import { sampleMixture } from '../../gmm/sample';
import { respond, scoreSamples } from '../../gmm/score';
import type { Mixture } from '../../gmm/types';
import { NO_NUMBER, TABLES } from '../own/tables.fixture';
import { missing } from './testing/host.fixture';
import { bodyOf, expectClose, moduleOf, scalarsIn, serve, train } from './testing/run-python.fixture';

const COVARIANCES = {
  full: [2, 0.6, 0.6, 1, 1, -0.3, -0.3, 2],
  tied: [2, 0.6, 0.6, 1],
  diag: [1, 2, 0.5, 0.25],
  spherical: [0.5, 2],
} as const;

const TYPES = ['full', 'tied', 'diag', 'spherical'] as const;
const mixtures = TYPES.map(
  (type): Mixture => ({
    ...{ covariance_type: type, n_components: 2, n_features: 2 },
    weights: Float64Array.of(0.3, 0.7),
    means: Float64Array.of(1, -2, 4, 1 / 3),
    covariances: Float64Array.from(COVARIANCES[type]),
  }),
);

describe.skipIf(missing)('mixtures in Python', () => {
  const samples = mixtures.map((mixture) => sampleMixture(mixture, 40, 3).points);
  const points = samples.map(({ data }) => Array.from({ length: 40 }, (_, i) => [...data.subarray(2 * i, 2 * i + 2)]));
  const folders = mixtures.map((mixture) =>
    moduleOf('mixture', new Map([['mixture.json', new TextEncoder().encode(exportMixture(mixture, 'json'))]])),
  );
  const csvOf = (rows: readonly number[][]) => rows.map((row) => row.join()).join('\n');

  it('give the same densities, components and shares, as JSON and as CSV', async () => {
    const answers = await serve([
      ...folders.map((folder, i) => ({ folder, body: { points: points[i] } })),
      { folder: folders[0]!, body: `x,y\n${csvOf(points[0]!)}\n`, type: 'text/csv', accepted: 'text/csv' },
    ]);
    mixtures.forEach((mixture, i) => {
      const { log_density, labels, responsibilities } = JSON.parse(bodyOf(answers[i]));
      const own = respond(mixture, samples[i]!);
      expectClose(log_density, [...own.logDensity], 1e-9);
      expectClose(responsibilities.flat(), [...own.responsibilities], 1e-9);
      expect(labels).toEqual([...own.labels]);
    });
    const lines = bodyOf(answers[4]).trim().split('\n');
    expect(lines[0]).toBe('log_density,component,responsibility_0,responsibility_1');
    expect(lines).toHaveLength(41);
  });

  it('are asked alike with a byte-order mark, as spreadsheets write it', async () => {
    const answers = await serve(
      [`\uFEFF${csvOf(points[0]!)}`, csvOf(points[0]!), `\uFEFF${JSON.stringify(points[0])}`].map((body) => {
        return { folder: folders[0]!, body, type: body.endsWith(']') ? 'application/json' : 'text/csv' };
      }),
    );
    const [marked, bare, json] = answers.map((answer) => JSON.parse(bodyOf(answer)).log_density);
    expect(marked).toHaveLength(40);
    expect(marked).toEqual(bare);
    expectClose(json, bare, 1e-12);
  });

  it('read every row of a CSV, whatever its first line', async () => {
    const answers = await serve(TABLES.map(([body]) => ({ folder: folders[0]!, body, type: 'text/csv' })));
    TABLES.forEach(([csv, rows], i) => {
      if (rows === null) expect(answers[i], csv).toEqual({ error: expect.stringContaining(NO_NUMBER) });
      else expect(JSON.parse(bodyOf(answers[i])).labels, csv).toHaveLength(rows);
    });
  });

  it('go on by EM, more likely with every step', async () => {
    const logs = await train(
      folders.map((folder, i) => {
        const file = join(folder, 'points.csv');
        writeFileSync(file, csvOf(points[i]!));
        const args = [join(folder, 'trained'), file, '--epochs=20', '--tol=0'];
        return { folder, args, ...(i > 0 && { board: 'logs/tb' }) };
      }),
    );
    logs.forEach((log, i) => {
      const means = [...log.matchAll(/log-likelihood (-?[\d.]+)/g)].map(([, value]) => Number(value));
      expect(means).toHaveLength(20);
      expect(means[0]).toBeCloseTo(scoreSamples(mixtures[i]!, samples[i]!).reduce((sum, x) => sum + x, 0) / 40, 7);
      means.slice(1).forEach((value, at) => {
        expect(value).toBeGreaterThan(means[at]! - 1e-9);
      });
      const out = join(folders[i]!, 'trained');
      // TensorBoard's files are written where it is on.
      const expected = means.map((mean, at) => ['log_likelihood', at + 1, expect.closeTo(mean, 5)]);
      if (i === 0) expect(readdirSync(out)).toEqual(['mixture.json']);
      else expect(scalarsIn(join(out, 'logs/tb'))).toEqual(expected);
    });
  });
});
