// The Python scripts that archives carry give the same predictions as the product, and what they train the product can
// read. Where there is no python3 with NumPy this is passed over, and says so.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { presetConfig } from '../../bert/config';
import { createWasmBackend } from '../../compute/nn/wasm/create';
import { nodeNnEnv } from '../../compute/nn/wasm/node-env';
import { exportMixture } from '../../gmm/export';
import { sampleMixture } from '../../gmm/sample';
import { predict, predictProba, scoreSamples } from '../../gmm/score';
import type { Mixture } from '../../gmm/types';
import { joinCombined } from '../../text/combined/files';
import { freshEncoder } from '../../text/encoder/model';
import { loadTextModel } from '../../text/load';
import type { ModelFiles } from '../../text/types';
import { bodyOf, expectClose, filesIn, missing, moduleOf, scratch, serve, train } from './testing/run-python';

const TEXTS = [
  'A warm, funny film that I will see again!',
  "I don't like it; the plot isn't there. Not good?",
  '',
  'ΟΔΥΣΣΕΥΣ Σ ΑΣΑ café naïve ÅNGSTRÖM Straße İstanbul ﬁne',
  '日本語の映画 🎬 zero\u200bwidth\u00a0space \ud800 end',
  'words '.repeat(700),
];

function shipped(model: string): Map<string, Uint8Array> {
  const folder = `public/models/${model}`;
  return new Map([...filesIn(folder)].filter(([name]) => name !== 'profile.bin'));
}

function post(): ModelFiles {
  const vocabulary = shipped('base').get('vocab.txt')!;
  const changes = { initializer_range: 0.2, hidden_act: 'gelu', max_position_embeddings: 64 } as const;
  return freshEncoder(presetConfig('L-2_H-16_A-2', 8192, changes), vocabulary, 5);
}

function combined(): ModelFiles {
  const { 'combined.json': combination, ...encoder } = Object.fromEntries(shipped('base'));
  const text = new TextDecoder().decode(combination);
  return joinCombined({
    ...{ encoder: new Map(Object.entries(encoder)), ngram: shipped('nano') },
    combination: JSON.parse(text),
  });
}

const wasm = () => createWasmBackend({ env: nodeNnEnv(), threads: 1 });

async function scoresOf(files: ModelFiles): Promise<number[]> {
  const model = loadTextModel(await wasm(), files);
  return (await model.score(TEXTS)).map(({ score }) => score);
}

describe.skipIf(missing)('text models in Python', () => {
  it('give the same scores: the shipped ones, and a BERT as published', async () => {
    const models = [shipped('nano'), combined(), post()];
    const answers = serve(models.map((files) => ({ folder: moduleOf('text', files), body: { texts: TEXTS } })));
    for (const [i, files] of models.entries()) {
      expectClose(JSON.parse(bodyOf(answers[i])).scores, await scoresOf(files), 1e-5);
    }
  });

  it('read and answer by media type', () => {
    const folder = moduleOf('text', shipped('nano'));
    const [plain, none, image, wrong] = serve([
      { folder, body: 'A fine film.', type: 'text/plain; charset=utf-8', accepted: 'text/html;q=0.9, text/plain' },
      { folder, body: 'x', type: 'application/octet-stream', accepted: 'image/png' },
      { folder, body: 'x', type: 'image/png' },
      { folder, body: { texts: [1] } },
    ]);
    expect(Number(bodyOf(plain))).toBeGreaterThan(0.5);
    expect(none).toBeNull();
    expect(image).toEqual({ error: expect.stringContaining('UnsupportedType: image/png') });
    expect(wrong).toEqual({ error: expect.stringContaining('must be a text') });
  });

  it('train on, and the product reads what they wrote', async () => {
    const csv = join(scratch, 'texts.csv');
    const rows = Array.from({ length: 12 }, (_, i) =>
      i % 2 ? `"the knob came off, ${i}",0` : `"the knob sits well, ${i}",1`,
    );
    writeFileSync(csv, `text,label\n${rows.join('\n')}\n`);
    const out = join(scratch, 'trained');
    const [log] = train([{ folder: moduleOf('text', combined()), args: [out, csv, '--epochs=4'] }]);
    expect(log).toContain('accuracy on the texts learnt from: 1.0000');
    const [answer] = serve([{ folder: moduleOf('text', filesIn(out)), body: { texts: TEXTS } }]);
    expectClose(JSON.parse(bodyOf(answer)).scores, await scoresOf(filesIn(out)), 1e-5);
    const model = loadTextModel(await wasm(), filesIn(out));
    const [good, bad] = await model.score(['the knob sits well', 'the knob came off']);
    expect(good!.score).toBeGreaterThan(bad!.score);
  });
});

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

  it('give the same densities, components and shares, as JSON and as CSV', () => {
    const answers = serve([
      ...folders.map((folder, i) => ({ folder, body: { points: points[i] } })),
      { folder: folders[0]!, body: `x,y\n${csvOf(points[0]!)}\n`, type: 'text/csv', accepted: 'text/csv' },
    ]);
    mixtures.forEach((mixture, i) => {
      const { log_density, labels, responsibilities } = JSON.parse(bodyOf(answers[i]));
      expectClose(log_density, [...scoreSamples(mixture, samples[i]!)], 1e-9);
      expectClose(responsibilities.flat(), [...predictProba(mixture, samples[i]!)], 1e-9);
      expect(labels).toEqual([...predict(mixture, samples[i]!)]);
    });
    const lines = bodyOf(answers[4]).trim().split('\n');
    expect(lines[0]).toBe('log_density,component,responsibility_1,responsibility_2');
    expect(lines).toHaveLength(41);
  });

  it('go on by EM, more likely with every step', () => {
    const logs = train(
      folders.map((folder, i) => {
        const file = join(folder, 'points.csv');
        writeFileSync(file, csvOf(points[i]!));
        return { folder, args: [join(folder, 'trained'), file, '--epochs=20', '--tol=0'] };
      }),
    );
    logs.forEach((log, i) => {
      const means = [...log.matchAll(/log-likelihood (-?[\d.]+)/g)].map(([, value]) => Number(value));
      expect(means).toHaveLength(20);
      expect(means[0]).toBeCloseTo(scoreSamples(mixtures[i]!, samples[i]!).reduce((sum, x) => sum + x, 0) / 40, 7);
      means.slice(1).forEach((value, at) => {
        expect(value).toBeGreaterThan(means[at]! - 1e-9);
      });
    });
  });
});
