// Saved mixtures: versions of a name, the same numbers when loaded, and damaged records that hide no others.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_OPTIONS } from '../ml/gmm/types';
import { closeDatabase, openDatabase } from '../storage/db';
import type { ModelRecord } from '../storage/models';
import { measureUse } from '../storage/quota';
import { readSnapshot } from '../storage/snapshot';
import { checkSavedMixture, createModelsService, type SavedMixture } from './models';

const saved: SavedMixture = {
  mixture: {
    covariance_type: 'full',
    n_components: 1,
    n_features: 2,
    weights: Float64Array.of(1),
    means: Float64Array.of(0, 1),
    covariances: Float64Array.of(1, 0, 0, 1),
  },
  options: DEFAULT_OPTIONS,
  columns: ['x', 'y'],
  n_points: 12,
  log_likelihood: -3,
};

function service(current: SavedMixture | null = saved) {
  const deps = { emit: vi.fn(), current: () => current, adopt: vi.fn(async () => {}) };
  return { models: createModelsService(deps), deps };
}

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

describe('saved models', () => {
  it('saves, lists with a version per name, loads the same numbers', async () => {
    const { models, deps } = service();
    const first = await models.saveMixture(' Mine ');
    const second = await models.saveMixture('Mine');
    expect([first.version, second.version, first.name]).toEqual([1, 2, 'Mine']);
    expect((await models.list()).map((m) => m.id).sort()).toEqual([first.id, second.id].sort());
    expect(await models.list()).not.toHaveProperty('0.payload');
    await models.loadMixture(first.id);
    expect(deps.adopt).toHaveBeenCalledWith(saved);
    expect(deps.emit).toHaveBeenCalledWith({ type: 'models' });
  });

  it('renames and removes', async () => {
    const { models } = service();
    const a = await models.saveMixture('a');
    const b = await models.saveMixture('b');
    await expect(models.rename(b.id, 'a')).rejects.toMatchObject({ code: 'conflict' });
    await models.rename(b.id, 'c');
    await models.remove(a.id);
    expect((await models.list()).map((m) => m.name)).toEqual(['c']);
  });

  it('gives two that are saved or renamed at once versions and names of their own', async () => {
    const { models } = service();
    const saves = await Promise.all([models.saveMixture('a'), models.saveMixture('a'), models.saveMixture('b')]);
    expect(saves.map(({ version }) => version)).toEqual([1, 2, 1]);
    const other = await models.saveMixture('c');
    const renames = [saves[0], other].map(({ id }) => models.rename(id, 'd'));
    expect((await Promise.allSettled(renames)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  it('brings none back that goes while it is renamed', async () => {
    const { models } = service();
    const { id } = await models.saveMixture('a');
    const renamed = models.rename(id, 'b');
    await models.remove(id);
    await renamed.catch(() => {});
    expect(await models.list()).toEqual([]);
  });

  it('lists what can be read beside damaged records, and says once that there are some', async () => {
    const { models, deps } = service();
    await models.saveMixture('good');
    const db = await openDatabase();
    await db.put('models', { id: 'bad' } as ModelRecord);
    await db.put('models', { ...saved, id: 'worse', name: 5, created_at: null, bytes: 'y' } as unknown as ModelRecord);
    db.close();
    deps.emit.mockClear();
    expect((await models.list()).map((m) => m.name)).toEqual(['good']);
    await models.list();
    expect(deps.emit).toHaveBeenCalledOnce();
    expect(deps.emit.mock.calls[0]?.[0]).toMatchObject({ notice: { title: '2 saved models are damaged' } });
    await expect(models.loadMixture('bad')).rejects.toMatchObject({ code: 'not_found' });
    expect((await readSnapshot()).models).toHaveLength(1);
    expect((await measureUse()).models).toMatchObject({ count: 1, bytes: 56 });
  });

  it('says what is wrong', async () => {
    const { models } = service();
    await expect(models.saveMixture('  ')).rejects.toMatchObject({ code: 'invalid', details: [{ field: 'name' }] });
    await expect(models.saveMixture('x'.repeat(101))).rejects.toMatchObject({ code: 'invalid' });
    await expect(models.loadMixture('no')).rejects.toMatchObject({ code: 'not_found' });
    await expect(service(null).models.saveMixture('x')).rejects.toMatchObject({ code: 'conflict' });
  });

  it.each<[string, object]>([
    ['no mixture', { mixture: undefined }],
    ['wrong shape', { mixture: { ...saved.mixture, means: Float64Array.of(1) } }],
    ['not finite', { mixture: { ...saved.mixture, weights: Float64Array.of(Number.NaN) } }],
    ['too many components', { mixture: { ...saved.mixture, n_components: 21 } }],
    ['a covariance that is none', { mixture: { ...saved.mixture, covariances: Float64Array.of(-1, 0, 0, -1) } }],
    ['weights that do not add up', { mixture: { ...saved.mixture, weights: Float64Array.of(0.5) } }],
    ['an unknown type', { mixture: { ...saved.mixture, covariance_type: 'round' } }],
  ])('refuses a stored model with %s', (_name, change) => {
    expect(() => checkSavedMixture(saved)).not.toThrow();
    expect(() => checkSavedMixture({ ...saved, ...change })).toThrow();
  });
});
