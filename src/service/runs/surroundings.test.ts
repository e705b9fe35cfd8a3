// What the runs ask of the services beside them.

import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { freshTextModel } from '../../ml/text/load';
import { putDataset } from '../../storage/datasets';
import type { ImportRequest } from '../../wire/datasets';
import type { ComputeState } from '../../wire/service';
import { configFrom } from '../configs';
import type { Catalogue } from '../reviews/catalogue';
import { type Neighbours, surroundingsOf } from './surroundings';

const COMPUTE = { override: 'auto', backend: 'webgpu', phase: 'ready', threads: 4 } as ComputeState;

function neighbours(change: Partial<Neighbours> = {}): Neighbours {
  const none = async () => {
    throw new Error('Not asked for here');
  };
  return {
    points: {} as Neighbours['points'],
    configs: {} as Neighbours['configs'],
    adopt: none,
    reviews: {} as Neighbours['reviews'],
    compute: async () => COMPUTE,
    datasets: { import: none, state: none },
    ...change,
  };
}

describe('what computes', () => {
  it.each([
    ['kind: image\ndata: { dataset: D }', {}, 'webgpu'],
    ['kind: text\ndata: { dataset: D }', {}, 'webgpu'],
    ['kind: text\ndata: { dataset: D }', { phase: 'measuring' }, 'wasm'],
    ['kind: mixture', {}, 'wasm'],
    ['kind: mixture', { override: 'webgl' }, 'webgl'],
    ['kind: image\ndata: { dataset: D }\ntrainer: { compute: cpu }', { override: 'webgl' }, 'cpu'],
  ])('for %j is what was chosen, or is quickest (%j): %s', async (text, compute, kind) => {
    const { backend } = surroundingsOf(
      neighbours({ compute: async () => ({ ...COMPUTE, ...compute }) as ComputeState }),
    );
    expect(await backend(configFrom(text), '')).toEqual({ kind, threads: 3 });
  });

  it.each([
    ['what it was on, though nothing is measured yet', '', { phase: 'measuring', backend: 'wasm' }, 'webgpu'],
    ['what was chosen meanwhile', '', { override: 'wasm' }, 'wasm'],
    ['what its configuration says', '\ntrainer: { compute: cpu }', {}, 'cpu'],
  ])('goes on by %s', async (_what, trainer, compute, kind) => {
    const { backend } = surroundingsOf(
      neighbours({ compute: async () => ({ ...COMPUTE, ...compute }) as ComputeState }),
    );
    const config = configFrom(`kind: image\ndata: { dataset: D }${trainer}`);
    expect(await backend(config, 'WASM, 2 threads to step 3, then WebGPU (TensorFlow.js)')).toMatchObject({ kind });
  });
});

describe('a text model', () => {
  it('is kept once, with what is known of it, and answers', async () => {
    const files = freshTextModel({ kind: 'ngram', architecture: '', vocabulary: new Uint8Array(0), seed: 1 });
    const kept: Parameters<Catalogue['add']>[0][] = [];
    const catalogue = {
      list: () => [{ id: 'base-id', name: 'Base', shipped: true, description: '' }, ...kept],
      add: async (record: (typeof kept)[number]) => {
        kept.push(record);
      },
    };
    const serve = vi.fn(async () => {});
    const reviews = { catalogue, serve } as unknown as Neighbours['reviews'];
    const { takeText } = surroundingsOf(neighbours({ reviews }));
    const model = { name: 'Mine', files, metrics: {}, description: 'Run r', base: 'Base' };
    await takeText(model);
    await takeText(model);
    expect(kept).toMatchObject([
      { name: 'Mine', kind: 'ngram', parent: 'base-id', untrained: false, held_out: null, description: 'Run r' },
    ]);
    expect(kept[0].parameters).toBeGreaterThan(0);
    expect(serve.mock.calls).toEqual([[kept[0].id], [kept[0].id]]);
  });
});

describe('the sample reviews', () => {
  it('are there when their id is, all of them with their parts', async () => {
    const lines: string[] = [];
    const state = vi.fn(async () => ({ importing: { phase: 'reading', id: 'new' } }));
    const datasets = {
      state,
      import: async ({ source }: ImportRequest) => {
        if (source.kind === 'file') lines.push(...(await source.file.text()).trim().split('\n'));
        const record = {
          id: 'new',
          name: 'Sample reviews',
          source: '',
          created_at: 't',
          n: 200,
          bytes: 1,
          about: null,
        };
        setTimeout(() => void putDataset(record), 20);
        return 'new';
      },
    } as unknown as Neighbours['datasets'];
    expect(await surroundingsOf(neighbours({ datasets })).addSampleReviews()).toBe('new');
    expect(lines).toHaveLength(200);
    expect(JSON.parse(lines[0])).toMatchObject({ label: 'positive', split: 'train' });
    expect(state).toHaveBeenCalled();
  });

  it('that cannot be added are said so', async () => {
    const datasets = {
      state: async () => ({ importing: { phase: 'failed', name: 'Sample reviews', message: 'full' } }),
      import: async () => 'other',
    } as unknown as Neighbours['datasets'];
    await expect(surroundingsOf(neighbours({ datasets })).addSampleReviews()).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
