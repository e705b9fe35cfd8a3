// The scripts of JavaScript in archives, linked and run as the sandbox runs a module of anybody's.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mixtureFiles } from '../src/ml/modules/own';
import { twinScripts } from '../src/ml/modules/twins';
import { linkModule } from '../src/sandbox/link';
import { startModule } from '../src/sandbox/worker.fixture';

const mixture = mixtureFiles({
  ...{ covariance_type: 'full', n_components: 1, n_features: 2 },
  weights: Float64Array.of(1),
  means: Float64Array.of(0, 0),
  covariances: Float64Array.of(1, 0, 0, 1),
});
const encoder = ['config.json', 'vocab.txt', 'model.safetensors'].map(
  (name) => [name, new Uint8Array(readFileSync(`public/models/small/${name}`))] as const,
);

async function started(kind: string, script: string, model: Iterable<readonly [string, Uint8Array]>) {
  const twins = await twinScripts(kind);
  const texts = new Map([...twins].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]));
  const files = [...model, ...twins].map(([path, bytes]) => ({ path, file: new Blob([bytes.slice()]) }));
  return { worker: startModule(await linkModule(texts, script)), files };
}

describe('in the sandbox', () => {
  it.each([
    ['mixture', mixture, '[[0, 0]]', 'application/json', { log_density: [-Math.log(2 * Math.PI)] }],
    ['text', encoder, 'Dull, and far too long.', 'text/plain', { score: expect.any(Number) }],
  ] as const)('serve.js of a %s answers', async (kind, model, question, contentType, answer) => {
    const { worker, files } = await started(kind, 'serve.js', model);
    worker.send({ kind: 'load', files });
    expect((await worker.next()).report).toEqual({ kind: 'loaded' });
    const ask = { kind: 'predict', input: new Blob([question]), contentType, accepted: '*/*' } as const;
    worker.send({ ...ask, id: 1 });
    const { blobs } = await worker.next();
    expect(JSON.parse(await blobs[0]!.text())).toMatchObject(answer);
    worker.send({ ...ask, id: 2, contentType: 'image/png' });
    expect((await worker.next()).report).toMatchObject({ kind: 'failed', id: 2, why: 'unsupported type' });
    worker.send({ ...ask, id: 3, accepted: 'image/png' });
    expect((await worker.next()).report).toMatchObject({ kind: 'failed', id: 3, why: 'not acceptable' });
  });

  it('train.js trains, and its log and figures come out', async () => {
    const points = Array.from({ length: 50 }, (_, i) => `${Math.sin(i)},${Math.cos(3 * i)}\n`).join('');
    const data = [...mixture, ['points.csv', new TextEncoder().encode(points)] as const];
    const { worker, files } = await started('mixture', 'train.js', data);
    const board = { tensorBoardEnabled: true, tensorBoardDir: 'tb' };
    worker.send({ kind: 'train', files, args: ['points.csv', '--epochs=3', '--tol=0'], maxBytes: 2 ** 20, ...board });
    let told = await worker.next();
    while (told.report.kind === 'events') told = await worker.next();
    expect(told.report).toEqual({
      kind: 'trained',
      paths: expect.arrayContaining(['mixture.json', expect.stringMatching(/^tb\/events\.out\.tfevents\./)]),
    });
    expect(worker.log).toHaveLength(3);
    expect(worker.log[0]).toMatch(/^iteration 0: mean log-likelihood -\d/);
  });
});
