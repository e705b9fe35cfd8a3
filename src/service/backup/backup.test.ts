// A back-up of everything comes back the same; what cannot be carried is left out by name, and what fails changes nothing.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { packTar } from 'modern-tar';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { listDatasets, putDataset } from '../../storage/datasets';
import { closeDatabase } from '../../storage/db';
import { MOST_AS_BYTES } from '../../storage/files';
import { changeImageSet } from '../../storage/images';
import { putAbout, putModule } from '../../storage/library';
import { readRunStore, saveRun } from '../../storage/runs';
import { readSetting, writeSetting } from '../../storage/settings';
import { readSnapshot } from '../../storage/snapshot';
import { saveStreamRun } from '../../storage/stream';
import { listTextModels, putTextModel, putTextModelRecord } from '../../storage/text-models';
import { saveTrained } from '../../storage/trained';
import { saveWorkspace } from '../../storage/workspace';
import { noAbout } from '../library/about';
import { packBackup, unpackBackup } from './archive';
import { fill, gzip, service, TRAINED } from './backup.fixture';
import { encode } from './codec';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

const OF_A_DEVICE = [
  { key: 'seed', value: 8 },
  { key: 'compute.measurement', value: { backend: 'webgpu' } },
];

/** What was said beside how far the back-up is. */
const noticesIn = ({ emit }: ReturnType<typeof service>['deps']) =>
  emit.mock.calls.flatMap(([event]) => (event.type === 'notice' ? [event.notice] : []));

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

  it('is unpacked in small pieces, between which the thread is free for others', async () => {
    const taken: number[] = [];
    const Unpacking = DecompressionStream;
    const metered = class {
      readonly writable: WritableStream<Uint8Array<ArrayBuffer>>;
      readonly readable: ReadableStream<Uint8Array<ArrayBuffer>>;

      constructor(format: CompressionFormat) {
        const meter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
          transform: (piece, controller) => {
            taken.push(piece.length);
            controller.enqueue(piece);
          },
        });
        this.writable = meter.writable;
        this.readable = meter.readable.pipeThrough(new Unpacking(format));
      }
    };
    // Nothing makes it smaller: the file has several times what is taken at once.
    const noise = crypto.getRandomValues(new Uint8Array(2 ** 16));
    const file = await packBackup([{ path: 'noise.bin', bytes: noise }], new Date(0), '1');
    vi.stubGlobal('DecompressionStream', metered);
    try {
      expect((await unpackBackup(file)).entries.get('noise.bin')).toEqual(noise);
    } finally {
      vi.unstubAllGlobals();
    }
    expect(taken.reduce((sum, length) => sum + length, 0)).toBe(file.size);
    expect(Math.max(...taken)).toBeLessThanOrEqual(16 * 1024);
  });

  it('is refused for more than it carries before anything is read', async () => {
    await fill();
    await changeImageSet('images-1', (record) => ({ ...record, bytes: 2 ** 30 }));
    const { data, deps } = service();
    await expect(data.backup()).rejects.toMatchObject({
      code: 'too_large',
      message: expect.stringContaining('(1.1 GB) than one back-up carries (990 MB)'),
    });
    expect(deps.resume).toHaveBeenCalledTimes(1);
  });

  it('leaves out what could not be restored, and names it: all else comes back', async () => {
    await fill();
    const [dataset] = await listDatasets();
    if (dataset) await putDataset({ ...dataset, n: 5 });
    await changeImageSet('images-1', (record) => ({ ...record, about: null }));
    await saveRun({
      ...{ id: 'run-2', record: { id: 'run-2', name: 'Broken' } },
      trained: [{ id: 'run-2-best', record: { id: 'other' }, files: new Map() }],
    });
    await putTextModel({ ...(await listTextModels())[0]!, id: 'text-2', name: 'Empty' }, new Map());
    await saveWorkspace({ ok: false });
    await saveStreamRun({ ok: false });
    await putAbout('gone', { id: 'gone', format: 7 });
    const { data, deps } = service();
    const file = await data.backup();
    const left = [
      ...['the Points page', 'the text model “Empty”', 'the dataset “Table”', 'the image set “Shapes”'],
      ...[
        'the run of the Stream page',
        'the run “Broken”',
        'the model “run-2-best”',
        'what is kept of the model “gone”',
      ],
    ];
    const title = 'Not everything is in the back-up';
    const message = expect.stringContaining(`Left out: ${left.join(', ')}. `);
    expect(noticesIn(deps)).toEqual([{ level: 'warning', title, message }]);
    await data.restore(file);
    const { training, text, datasets, library, models } = await readSnapshot();
    expect(training.runs.map(({ id }) => id)).toEqual(['run-1']);
    expect(text.models.map(({ record }) => record.id)).toEqual(['text-1']);
    expect([datasets, models, library.abouts].map(({ length }) => length)).toEqual([0, 1, 1]);
  });

  it('leaves out files that the browser has lost', async () => {
    await fill();
    const large = new Map([['w.bin', new Uint8Array(MOST_AS_BYTES + 1)]]);
    await saveTrained({ id: 'large', record: { ...TRAINED, id: 'large', name: 'Large' }, files: large });
    await putTextModel({ ...(await listTextModels())[0]!, id: 'text-2', name: 'Also' }, large);
    await putModule('module-2', { ...noAbout('module-2'), name: 'Third' }, large);
    await saveRun({
      ...{ id: 'run-1', record: (await readRunStore())[0]?.record },
      checkpoints: [{ role: 'last', checkpoint: { moments: large } }],
    });
    const read = Blob.prototype.arrayBuffer;
    vi.spyOn(Blob.prototype, 'arrayBuffer').mockImplementation(function (this: Blob) {
      if (this.size > MOST_AS_BYTES) throw new DOMException('gone', 'NotReadableError');
      return read.call(this);
    });
    const { data, deps } = service();
    const file = await data.backup();
    vi.restoreAllMocks();
    const left = ['the text model “Also”', 'what the run “Run” goes on from', 'the model “Large”'];
    const named = [...left, 'the file w.bin of the module “Third”'].join(', ');
    expect(noticesIn(deps)[0].message).toContain(`Left out: ${named}. `);
    await data.restore(file);
    const { training, text } = await readSnapshot();
    expect(training.trained.map(({ id }) => id)).toEqual(['run-1-best']);
    expect(training.runs.map(({ id, checkpoints }) => [id, checkpoints.length])).toEqual([['run-1', 0]]);
    expect(text.models.map(({ record }) => record.id)).toEqual(['text-1']);
  });

  it('counts models too before anything is read', async () => {
    await fill();
    await putTextModelRecord({ ...(await listTextModels())[0]!, bytes: 2 ** 30 });
    await expect(service().data.backup()).rejects.toMatchObject({ code: 'too_large' });
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

  it('comes and goes by plain http too, where browsers compute no digests', async () => {
    await fill();
    const before = await readSnapshot();
    const { data } = service();
    const secure = await data.backup();
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
    const plain = await data.backup();
    await data.deleteEverything();
    await data.restore(secure);
    expect(await readSnapshot()).toEqual(before);
    vi.unstubAllGlobals();
    await data.deleteEverything();
    await data.restore(plain);
    expect(await readSnapshot()).toEqual(before);
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

  it('lets nobody go on whom another keeps still: what is asked at once is done one after the other', async () => {
    await fill();
    const { data, deps } = service();
    const file = await data.backup();
    const order: string[] = [];
    for (const name of ['hold', 'suspend', 'resume', 'reload'] as const) {
      deps[name].mockImplementation(async () => void order.push(name));
    }
    await Promise.all([data.restore(file), data.backup(), data.deleteEverything(), data.backup()]);
    // As pairs, in whatever order they came.
    const pairs = [0, 2, 4, 6].map((i) => order.slice(i, i + 2).join(' '));
    expect(pairs.toSorted()).toEqual(['hold resume', 'hold resume', 'suspend reload', 'suspend reload']);
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
