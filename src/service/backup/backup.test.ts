import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { packTar } from 'modern-tar';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { listDatasets } from '../../storage/datasets';
import { closeDatabase } from '../../storage/db';
import { changeImageSet } from '../../storage/images';
import { readRunStore, saveRun } from '../../storage/runs';
import { readSetting, writeSetting } from '../../storage/settings';
import { readSnapshot } from '../../storage/snapshot';
import { packBackup, unpackBackup } from './archive';
import { encode } from './codec';
import { fill, gzip, service } from './fixture';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

const OF_A_DEVICE = [
  { key: 'seed', value: 8 },
  { key: 'compute.measurement', value: { backend: 'webgpu' } },
];

describe('back-up', () => {
  it('round-trips everything', async () => {
    await fill();
    const { data, deps } = service();
    const before = await readSnapshot();
    const file = await data.backup();
    expect([deps.hold, deps.suspend].map(({ mock }) => mock.calls.length)).toEqual([1, 0]);
    await data.deleteEverything();
    expect((await readSnapshot()).models).toEqual([]);
    expect(await data.inspectBackup(file)).toMatchObject({
      appVersion: '1.2.3',
      parts: [
        { label: 'Points', count: 2 },
        { label: 'Saved mixtures', count: 1 },
        { label: 'Reviews', count: 2 },
        { label: 'Datasets', count: 1 },
        { label: 'Image sets', count: 1 },
        { label: 'Text models', count: 1 },
        { label: 'Stream files', count: 1 },
        { label: 'Configurations', count: 1 },
        { label: 'Training runs', count: 1 },
        { label: 'Modules', count: 1 },
      ],
    });
    await data.restore(file);
    expect(await readSnapshot()).toEqual(before);
    expect(deps.reload).toHaveBeenCalledTimes(2);
    expect(deps.emit).toHaveBeenCalledWith({ type: 'reset' });
  });

  it('is refused for more than it carries before anything is read', async () => {
    await fill();
    await changeImageSet('images-1', (record) => ({ ...record, bytes: 2 ** 30 }));
    const { data, deps } = service();
    await expect(data.backup()).rejects.toMatchObject({
      code: 'too_large',
      message: expect.stringContaining('1,024 MB'),
    });
    expect(deps.resume).toHaveBeenCalledTimes(1);
  });

  it('reads what version 1 wrote, which had no datasets', async () => {
    await fill();
    const { data } = service();
    const { manifest, entries } = await unpackBackup(await data.backup());
    const kept = manifest.entries.filter(({ path }) => !/^(datasets|versions|stream|images|runs|trained)\//.test(path));
    const files = kept.map(({ path, bytes }) => ({ header: { name: path, size: bytes }, body: entries.get(path) }));
    const body = JSON.stringify({ ...manifest, version: 1, entries: kept });
    const old = await gzip(await packTar([{ header: { name: 'manifest.json', size: body.length }, body }, ...files]));
    await data.restore(old);
    expect((await readSnapshot()).models).toHaveLength(1);
    expect(await listDatasets()).toEqual([]);
  });

  it('leaves what is of this device alone where it is, also what an earlier version took along', async () => {
    await fill();
    // As the handle of a folder it can be stored, and not written down.
    await writeSetting('reviews.mirror', new Date(0));
    await writeSetting('compute.measurement', { backend: 'webgpu' });
    const { data } = service();
    const { entries } = await unpackBackup(await data.backup());
    expect(new TextDecoder().decode(entries.get('settings.json'))).toBe('[{"key":"seed","value":7}]');
    const before = { path: 'settings.json', bytes: new TextEncoder().encode(encode(OF_A_DEVICE)) };
    await data.restore(await packBackup([before], new Date(0), '1'));
    expect(await readSetting('seed')).toBe(8);
    expect(await readSetting('compute.measurement')).toBeUndefined();
  });

  it('carries what runs go on from as bytes, and reads it where versions before had it in words', async () => {
    const state = { moments: new Map([['w', Float32Array.of(1, Number.NaN)]]), none: new Uint8Array(0), step: 3 };
    const checkpoints = [
      { role: 'last' as const, checkpoint: state },
      { role: 'report' as const, checkpoint: { 7: Int8Array.of(-1), a: [Float64Array.of(0.1)] } },
    ];
    await fill();
    await saveRun({ id: 'run-1', record: (await readRunStore())[0]?.record, checkpoints });
    const { data } = service();
    const before = await readSnapshot();
    const { entries } = await unpackBackup(await data.backup());
    expect(entries.get('runs/run-1/checkpoints.bin')).toHaveLength(8 + 1 + 8);
    const old = new Map(entries);
    old.delete('runs/run-1/checkpoints.bin');
    const stored = before.training.runs[0]?.checkpoints;
    old.set('runs/run-1/checkpoints.json', new TextEncoder().encode(encode(stored)));
    for (const files of [entries, old]) {
      await data.deleteEverything();
      const list = [...files].map(([path, bytes]) => ({ path, bytes: bytes.slice() }));
      await data.restore(await packBackup(list, new Date(0), '1'));
      expect(await readSnapshot()).toEqual(before);
    }
  });

  it('goes on as before when not all can be kept still', async () => {
    await fill();
    const { data, deps } = service();
    const full = new Error('The storage is full.');
    deps.hold.mockRejectedValueOnce(full);
    await expect(data.backup()).rejects.toThrow(full);
    expect(deps.resume).toHaveBeenCalledTimes(1);
    deps.suspend.mockRejectedValueOnce(full);
    await expect(data.deleteEverything()).rejects.toThrow(full);
    expect(deps.resume).toHaveBeenCalledTimes(2);
    expect((await readSnapshot()).models).toHaveLength(1);
  });

  it('goes on as before when storing fails', async () => {
    await fill();
    const { data, deps } = service();
    const file = await data.backup();
    deps.resume.mockClear();
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(data.restore(file)).rejects.toMatchObject({ name: 'QuotaExceededError' });
    put.mockRestore();
    expect(deps.resume).toHaveBeenCalledOnce();
    expect((await readSnapshot()).models).toHaveLength(1);
  });
});
