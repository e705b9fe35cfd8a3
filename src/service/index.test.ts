// All services over one storage: what they store, back up and delete together, and that they reject with ServiceError alone.

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { localShardPort } from '../ml/compute/em/shard';
import type { ComputeEnv } from '../ml/compute/env';
import { DEFAULT_OPTIONS } from '../ml/gmm/types';
import { closeDatabase } from '../storage/db';
import type { ServiceEvent } from '../wire/events';
import { nodeAsset } from './configs/asset.node';
import { nodeDatasetsEnv } from './datasets/env.node';
import { nodeImagesEnv } from './images/env.node';
import { createService } from './index';
import { nodeTextEnv } from './reviews/text-env.node';
import { nodeRunsEnv } from './runs/env.node';

const ENV: ComputeEnv = {
  threads: 1,
  spawnShard: localShardPort,
  kernelBytes: () => Promise.reject(new Error('No kernels here.')),
};
const POINTS = [
  [0, 0],
  [1, 0.5],
  [0.2, 1],
  [8, 8],
  [9, 8.5],
  [8.5, 9],
];

async function start() {
  const events: ServiceEvent[] = [];
  const service = await createService({
    emit: (event) => events.push(event),
    env: ENV,
    text: nodeTextEnv(),
    runs: nodeRunsEnv(),
    datasets: nodeDatasetsEnv(),
    images: nodeImagesEnv(),
    asset: nodeAsset,
  });
  return { service, events };
}

beforeEach(async () => {
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
});

describe('the service as a whole', () => {
  it('answers', async () => {
    const { service } = await start();
    expect(await service.ping()).toEqual({ status: 'ok' });
    expect((await service.compute.state()).threads).toBe(1);
    await service.shutdown();
  });

  it('saves a model, takes it on again, and goes on after a restart', async () => {
    const { service } = await start();
    const trained = await service.points.train({ points: POINTS, n_components: 2 });
    const { id } = await service.models.saveMixture('Two groups');
    await service.points.clear();
    await service.models.loadMixture(id);
    expect((await service.points.parameters()).means).toEqual(trained.means);
    await service.shutdown();
    await closeDatabase();
    const again = await start();
    expect((await again.service.points.parameters()).means).toEqual(trained.means);
    expect(await again.service.models.list()).toMatchObject([{ id, name: 'Two groups' }]);
    await again.service.shutdown();
  });

  it('backs everything up, deletes everything, and restores it to the same state', async () => {
    const { service, events } = await start();
    const trained = await service.points.train({ points: POINTS, n_components: 2 });
    await service.models.saveMixture('Two groups');
    const file = await service.data.backup();
    expect(await service.data.inspectBackup(file)).toMatchObject({
      parts: [
        { label: 'Points', count: 6 },
        { label: 'Saved mixtures', count: 1 },
        { label: 'Reviews', count: 0 },
        { label: 'Datasets', count: 0 },
        { label: 'Image sets', count: 0 },
        { label: 'Text models', count: 0 },
        { label: 'Stream files', count: 0 },
        { label: 'Configurations', count: 0 },
        { label: 'Training runs', count: 0 },
        { label: 'Modules', count: 0 },
      ],
    });
    await service.data.deleteEverything();
    expect(events.some((event) => event.type === 'reset')).toBe(true);
    expect(await service.points.state()).toMatchObject({
      dataset: { n: 0 },
      mixture: null,
      fit: { phase: 'idle' },
      options: DEFAULT_OPTIONS,
      canUndo: false,
    });
    expect(await service.models.list()).toEqual([]);
    await service.data.restore(file);
    expect(await service.points.parameters()).toEqual(trained);
    expect((await service.points.state()).fit.phase).toBe('finished');
    expect(await service.models.list()).toHaveLength(1);
    await service.points.add({ data: Float64Array.of(1, 1), n: 1, d: 2 });
    expect((await service.points.state()).dataset.n).toBe(7);
    await service.shutdown();
  });

  it('is backed up and emptied where storage is full, with a training on', async () => {
    const { service } = await start();
    const reviews = ['good', 'bad'].map((text, i) => ({ text, sentiment: i === 0 ? (1 as const) : (0 as const) }));
    const data = { kind: 'reviews', reviews } as const;
    const options = { epochs: 1000 };
    await service.reviews.train({ model: 'small', name: 'Mine', data, held_out: 0, serve: false, options });
    const phase = async () => (await service.reviews.state()).training.phase;
    await vi.waitFor(async () => expect(await phase()).toBe('running'), { timeout: 20_000 });
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect((await service.data.backup()).size).toBeGreaterThan(0);
    expect(await phase()).toBe('running');
    await service.data.deleteEverything();
    full.mockRestore();
    expect(await phase()).toBe('idle');
    await service.shutdown();
  });

  it('leaves everything alone when a back-up cannot be read', async () => {
    const { service } = await start();
    await service.points.train({ points: POINTS, n_components: 2 });
    await expect(service.data.restore(new Blob(['nonsense']))).rejects.toMatchObject({ name: 'ServiceError' });
    expect((await service.points.state()).dataset.n).toBe(6);
    await service.shutdown();
  });

  it('rejects with nothing but its own errors', async () => {
    const { service } = await start();
    await expect(service.models.loadMixture('none')).rejects.toMatchObject({ code: 'not_found' });
    await expect(service.points.parameters()).rejects.toMatchObject({ code: 'not_found' });
    await expect(service.compute.setOverride('abacus' as 'cpu')).rejects.toMatchObject({ code: 'invalid' });
    await service.shutdown();
  });
});
