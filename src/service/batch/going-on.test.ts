// Batches that are stopped, reloaded and gone on with, and what goes away meanwhile.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type BatchRecord, readBatch, saveBatch } from '../../storage/batch';
import { closeDatabase } from '../../storage/db';
import { gatedEnv, open, over, request, run, scoredAtLeast, scoresOf, table, until } from './batch.fixture';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

describe('stopping and going on', () => {
  it('gives after pauses and reloads what it gives without', async () => {
    const { env, open: letThrough } = gatedEnv();
    const first = await open(env);
    const { id } = await table(first.datasets, 700);
    await first.service.start(request(id));
    letThrough(3);
    await scoredAtLeast(first.service, 96);
    // A pause keeps the piece that is out.
    const paused = first.service.control('pause');
    await until(first.service, ({ phase }) => phase === 'paused');
    letThrough(1);
    await paused;
    expect((await first.service.state()).status).toMatchObject({ phase: 'paused', done: 128, total: 700 });
    await first.service.control('play');
    letThrough(14);
    await scoredAtLeast(first.service, 18 * 32);
    letThrough(1);
    await first.batch.suspend();

    await closeDatabase();
    const second = await open();
    expect((await second.service.state()).status).toMatchObject({ phase: expect.stringMatching(/running|finished/) });
    expect(await over(second.service)).toMatchObject({ phase: 'finished', done: 700, dataset: 'Data' });
    const resumed = await scoresOf(second.service);
    const whole = await run(second.service, request(id));
    expect({ ...resumed, rev: 0 }).toEqual({ ...whole, rev: 0 });
  });

  it('begins anew where the model came anew with another version of the app, and goes on with one made here', async () => {
    const { env, open: letThrough } = gatedEnv();
    letThrough(10_000);
    const { service, datasets, batch, reviews: page } = await open(env);
    const { id } = await table(datasets, 100);
    const size = { layers: 1, hidden: 16, heads: 2 };
    const made = await page.service.create({ name: 'Tiny', kind: 'encoder', size, seed: 3 });
    for (const model of ['nano', made]) {
      await run(service, request(id, { model }));
      await batch.suspend();
      // As an earlier version stored it, half-way.
      const { record, index, label } = (await readBatch()) as BatchRecord;
      const { fingerprint: _, foreign: __, ...earlier } = record as Record<string, unknown>;
      const score = new Float32Array(64).fill(0.125);
      await saveBatch({ record: { ...earlier, phase: 'running' }, index, label, score });
      await closeDatabase();
      const told: string[] = [];
      const after = await open(undefined, (event) => event.type === 'notice' && told.push(event.notice.title));
      expect(await over(after.service)).toMatchObject({ phase: 'finished', done: 100, foreign: null });
      const old = (await scoresOf(after.service)).score.filter((one) => one === 0.125);
      expect(old, model).toHaveLength(model === made ? 64 : 0);
      expect(told).toEqual(model === made ? [] : ['The batch began anew']);
    }
  });

  it('stays paused through a reload, and draws what was not drawn yet', async () => {
    const first = await open();
    const { id } = await table(first.datasets, 50);
    await first.service.start(request(id));
    await first.service.control('pause');
    const done = (await scoresOf(first.service)).index.length;
    await closeDatabase();
    const { service } = await open();
    expect((await service.state()).status).toMatchObject({ phase: done === 50 ? 'finished' : 'paused', done });
    if (done < 50) await service.control('play');
    // Goes on after a reload that follows at once.
    expect((await readBatch())?.record).toMatchObject({ phase: expect.stringMatching(/preparing|running|finished/) });
    expect(await over(service)).toMatchObject({ phase: 'finished', done: 50 });
    await expect(service.control('play')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is kept still where storage is full, and goes on', async () => {
    const { env, open: letThrough } = gatedEnv();
    const { service, datasets, batch } = await open(env);
    const { id } = await table(datasets, 100);
    await service.start(request(id));
    letThrough(1);
    await scoredAtLeast(service, 32);
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const still = batch.suspend();
    letThrough(1);
    await still;
    full.mockRestore();
    await batch.resume();
    letThrough(10);
    expect(await over(service)).toMatchObject({ phase: 'finished', done: 100 });
  });

  it('refuses a second batch, and forgets a cancelled one', async () => {
    const { env, open: letThrough } = gatedEnv();
    const { service, datasets } = await open(env);
    const { id } = await table(datasets, 200);
    await service.start(request(id));
    await expect(service.start(request(id))).rejects.toMatchObject({ code: 'conflict' });
    letThrough(2);
    await scoredAtLeast(service, 64);
    await service.control('cancel');
    expect((await service.state()).status).toEqual({ phase: 'idle' });
    letThrough(1);
    await closeDatabase();
    const again = await open();
    expect((await again.service.state()).status).toEqual({ phase: 'idle' });
    expect(await run(again.service, request(id))).toMatchObject({ index: { length: 200 } });
  });
});

describe('what goes away meanwhile', () => {
  it('is named, and what was scored before is kept', async () => {
    const { env, open: letThrough } = gatedEnv();
    const { service, datasets } = await open(env);
    const { id } = await table(datasets, 1200);
    await service.start(request(id));
    letThrough(2);
    await scoredAtLeast(service, 64);
    await datasets.service.remove(id);
    letThrough(100);
    const status = await over(service);
    expect(status).toMatchObject({ phase: 'failed', message: expect.stringContaining('“Data” was removed') });
    expect((await scoresOf(service)).index.length).toBeGreaterThanOrEqual(512);
    await closeDatabase();
    const again = await open();
    expect((await again.service.state()).status).toMatchObject({ phase: 'failed' });
    expect((await scoresOf(again.service)).index.length).toBeGreaterThanOrEqual(512);
  });

  it('may be the model', async () => {
    const { env, open: letThrough } = gatedEnv();
    const { service, datasets, reviews: page } = await open(env);
    const { id } = await table(datasets, 200);
    const size = { layers: 1, hidden: 16, heads: 2 };
    const model = await page.service.create({ name: 'Tiny', kind: 'encoder', size, seed: 3 });
    await service.start(request(id, { model }));
    letThrough(1);
    await scoredAtLeast(service, 32);
    await page.service.remove(model);
    letThrough(100);
    const message = expect.stringMatching(/^The model “Tiny” was removed meanwhile\. What was scored before is kept/);
    expect(await over(service)).toMatchObject({ phase: 'failed', model: 'Tiny', message });
  });
});
