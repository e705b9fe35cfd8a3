import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { packTar } from 'modern-tar';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { listDatasets } from '../../storage/datasets';
import { closeDatabase } from '../../storage/db';
import { changeImageSet } from '../../storage/images';
import { readSnapshot } from '../../storage/snapshot';
import { unpackBackup } from './archive';
import { fill, gzip, service } from './fixture';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

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
