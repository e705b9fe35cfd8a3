import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { deleteDB } from 'idb';
import { packTar } from 'modern-tar';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { putConfig } from '../../storage/configs';
import { listDatasets } from '../../storage/datasets';
import { closeDatabase } from '../../storage/db';
import { changeImageSet } from '../../storage/images';
import { putModel } from '../../storage/models';
import { addReviews, newReviewRecord } from '../../storage/reviews';
import { saveRun } from '../../storage/runs';
import { writeSetting } from '../../storage/settings';
import { readSnapshot } from '../../storage/snapshot';
import { saveKept, saveStreamConfig, saveStreamFile, saveStreamRun } from '../../storage/stream';
import { beginTextRun, type FileMap, putTextModel, saveTextRun, type TextModelRecord } from '../../storage/text-models';
import { saveGate, saveProfile } from '../../storage/versions';
import { saveWorkspace } from '../../storage/workspace';
import type { ServiceError } from '../../wire/errors';
import { createDataService } from '../data';
import { checkDataset } from '../datasets/about';
import { createDatasetHost } from '../datasets/host';
import { checkImageSet } from '../images/about';
import { nodeImagesEnv } from '../images/env.node';
import { asFiles, pictures } from '../images/fixture';
import { checkAbout } from '../library/about';
import { RunLog } from '../runs/log';
import { blankRecord } from '../runs/plan';
import { checkRun, checkTrained } from '../runs/record';
import { BACKUP_VERSION, packBackup, unpackBackup } from './archive';
import { decode, encode } from './codec';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

const checks = {
  workspace: (record: unknown) => {
    if ((record as { ok?: boolean })?.ok !== true) throw new Error('is not ok');
  },
  model: () => {},
  textModel: (_kind: string, files: FileMap) => {
    if (!files.has('config.json')) throw new Error('has no config.json');
  },
  textRun: () => {},
  dataset: checkDataset,
  imageSet: checkImageSet,
  run: checkRun,
  trained: checkTrained,
  about: checkAbout,
  streamRun: (record: unknown) => {
    if ((record as { ok?: boolean })?.ok !== true) throw new Error('is not ok');
  },
};

/** Of two images: one of a byte, of class 0, and one of two bytes, of class 1. */
const IMAGE_INDEX = encode({
  index: {
    ...{ paths: ['train/a/1.png', 'train/b/2.png'], labels: Uint16Array.of(0, 1), parts: Uint8Array.of(0, 0) },
    ...{ places: Uint32Array.of(0, 1), starts: [0] },
  },
  ends: [Uint32Array.of(1, 3)],
});

const TRAINED = {
  ...{ format: 1, id: 'run-1-best', run: 'run-1', kind: 'mixture', role: 'best', epoch: 0, step: 0, bytes: 2 },
  ...{ created_at: '2026-01-01T00:00:00.000Z', metrics: { val_loss: Number.NaN }, score: null },
};

const TEXT_MODEL: TextModelRecord = {
  id: 'text-1',
  name: 'Mine',
  kind: 'encoder',
  architecture: 'L-2_H-128_A-2',
  parameters: 3,
  bytes: 5,
  untrained: false,
  created_at: '2026-01-01T00:00:00.000Z',
  held_out: { loss: 0.3, accuracy: 0.9, n: 10 },
  parent: null,
  description: '',
};

function service() {
  const deps = {
    emit: vi.fn(),
    appVersion: '1.2.3',
    checks,
    suspend: vi.fn(async () => {}),
    resume: vi.fn(async () => {}),
    reload: vi.fn(async () => {}),
  };
  return { data: createDataService(deps), deps };
}

const CONFIG = JSON.stringify({ id: 'b', file_name: 'b.yaml', text: '', changed_at: '' });

async function fill() {
  await writeSetting('seed', 7);
  const lines = ['text,label,split', ...Array(700).fill('bad <b>,0,test'), '"so\ngood",1,train'];
  const file = new Blob([lines.join('\n')]);
  await createDatasetHost().run({
    ...{ id: 'data-1', name: 'Table', origin: 't.csv', created_at: '2026-01-01T00:00:00.000Z' },
    ...{ source: { kind: 'file', name: 't.csv', file }, columns: null, keep: true },
  });
  await nodeImagesEnv()
    .spawn()
    .host.take({
      ...{ id: 'images-1', name: 'Shapes', origin: 'shapes', created_at: '2026-01-01T00:00:00.000Z', files: 120 },
      ...{ source: asFiles(pictures('d/', ['a', 'b'], 40)), folder: 'd' },
    });
  await saveProfile('text-1', Uint8Array.of(1, 2, 3));
  await saveStreamConfig({ speed: null });
  await saveStreamRun({ ok: true, weights: Float64Array.of(1, Number.NaN) });
  await saveKept('kept-1', { sums: Float64Array.of(2) }, [{ id: 'kept-1' }]);
  const table = { id: 'table-1', name: 'T', rows: 300, columns: ['a', 'b'], bytes: 9, created_at: '2026-01-01' };
  await saveStreamFile(
    table,
    Array.from({ length: 300 }, (_, i) => (i === 7 ? ['odd'] : [i, i % 2 ? 'x' : null])),
  );
  await saveRun({
    ...{ id: 'run-1', record: blankRecord('run-1', 'Run', new Date(0)), rows: rows() },
    checkpoints: [{ role: 'last', checkpoint: { step: 3, moments: new Map([['w', Float32Array.of(1, 2)]]) } }],
    trained: [{ id: 'run-1-best', record: TRAINED, files: new Map([['a/model.bin', Uint8Array.of(1, 2)]]) }],
  });
  await putConfig({ id: 'config-1', file_name: 'a.yaml', text: 'kind: image # ß', changed_at: '2026-01-01' });
  await saveGate('text-1', { passed: true, p: Number.NaN });
  const points = { data: Float64Array.of(1, 2, 3, 4), n: 2, d: 2 };
  await saveWorkspace(
    { ok: true, change: Number.POSITIVE_INFINITY, m: Float64Array.of(0.1) },
    { matrix: points, fromRow: 0 },
  );
  await putModel({
    id: 'id-1',
    name: 'M',
    kind: 'mixture',
    version: 1,
    created_at: '2026-01-01T00:00:00.000Z',
    bytes: 8,
    description: '',
    payload: { w: Float64Array.of(1) },
  });
  const created_at = '2026-01-01T00:00:00.000Z';
  await addReviews([
    newReviewRecord({ text: 'good \ud800 <b>', sentiment: 1, created_at }),
    newReviewRecord({ text: '', sentiment: null, created_at }),
  ]);
  await putTextModel(
    TEXT_MODEL,
    new Map([
      ['config.json', Uint8Array.of(1, 2)],
      ['w.bin', Uint8Array.of(3, 4, 5)],
    ]),
  );
  await beginTextRun({ step: 0 }, new Map([['data.json', Uint8Array.of(7)]]));
  await saveTextRun({ step: 3 }, new Map([['m.bin', Uint8Array.of(9)]]));
}

describe('codec', () => {
  it('brings back any plain value', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.double(), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
        fc.pre(!JSON.stringify(value)?.includes('__proto__'));
        expect(decode(encode(value))).toEqual(Object.is(value, -0) ? 0 : (JSON.parse(JSON.stringify(value)) ?? value));
      }),
    );
  });

  it('keeps typed arrays, non-finite numbers and keys that look like tags', () => {
    const value = {
      a: Float64Array.of(Number.NaN, 1e-300),
      b: [Number.NEGATIVE_INFINITY],
      c: { $f64: 'x', $q: 1 },
      d: new Uint32Array([1]),
    };
    expect(decode(encode(value))).toEqual(value);
  });

  it.each([
    '{"$f64":"???"}',
    '{"$f64":"AAAA"}',
    '{"$nope":1}',
    '{"$number":"7"}',
    '{"$object":3}',
    '{"$map":[[1]]}',
    '{"a":1,"$x":2}',
    '{"__proto__":{"x":1}}',
    'nonsense',
    `${'['.repeat(200)}${']'.repeat(200)}`,
  ])('refuses %s', (text) => {
    expect(() => decode(text)).toThrow();
  });
});

describe('back-up', () => {
  it('round-trips everything', async () => {
    await fill();
    const { data, deps } = service();
    const before = await readSnapshot();
    const file = await data.backup();
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

  it('refuses a damaged byte anywhere, and changes nothing', async () => {
    await fill();
    const { data } = service();
    const bytes = new Uint8Array(await (await data.backup()).arrayBuffer());
    const before = await readSnapshot();
    let refused = 0;
    // The gzip header's bytes 3 to 9 carry no content: flags, time stamp, level, system.
    const positions = fc.integer({ min: 10, max: bytes.length - 1 });
    await fc.assert(
      fc.asyncProperty(positions, fc.integer({ min: 1, max: 255 }), async (position, flip) => {
        const damaged = bytes.slice();
        damaged[position]! ^= flip;
        const outcome = await data.restore(new Blob([damaged])).then(
          () => 'restored',
          (error: ServiceError) => error.code,
        );
        // The bits that fill up the last byte of the compressed stream carry nothing: then all is restored as it was.
        expect(['invalid', 'restored']).toContain(outcome);
        expect(await readSnapshot()).toEqual(before);
        if (outcome === 'invalid') refused++;
      }),
      { numRuns: 60 },
    );
    expect(refused).toBeGreaterThanOrEqual(57);
  });

  it('refuses any truncation', async () => {
    await fill();
    const { data } = service();
    const file = await data.backup();
    for (const share of [0, 0.1, 0.5, 0.9, 0.99]) {
      await expect(data.restore(file.slice(0, Math.floor(file.size * share)))).rejects.toMatchObject({
        code: 'invalid',
      });
    }
  });

  it.each<[string, { path: string; text: string }[], RegExp]>([
    [
      'a record the app cannot open',
      [settings(), { path: 'points/workspace.json', text: '{"record":{"ok":false},"shape":null}' }],
      /is not ok/,
    ],
    ['a file that does not belong', [settings(), { path: 'models/../../x.json', text: '{}' }], /not part of a back-up/],
    ['points without a shape', [settings(), { path: 'points/points.f64', text: 'AAAAAAAA' }], /missing/],
    [
      'points of another size',
      [settings(), workspace('{"n":3,"d":2}'), { path: 'points/points.f64', text: 'AAAAAAAA' }],
      /size/,
    ],
    ['no settings', [], /settings.json is missing/],
    [
      'rows without their dataset',
      [settings(), { path: 'datasets/a/rows/0.json', text: '{"texts":[]}' }],
      /datasets\/a\/record.json is missing/,
    ],
    ['a dataset of no rows that says it has some', [settings(), dataset()], /should have 3 rows, and has 0/],
    [
      'images without their record',
      [settings(), { path: 'images/a/files.bin', text: '' }],
      /images\/a\/record.json is missing/,
    ],
    ['an index of images that is none', images('{"index":{"paths":["x"]}}'), /does not say which image is what/],
    ['fewer files than its index speaks of', images(IMAGE_INDEX, 'ab'), /not the files that its index speaks of/],
    ['more files than its index speaks of', images(IMAGE_INDEX, 'abcd'), /more than its index speaks of/],
    ['images of no class', images(IMAGE_INDEX, 'abc'), /an image of it is of no class/],
    [
      'a run the app cannot open',
      [settings(), { path: 'stream/run.json', text: '{"ok":false}' }],
      /stream\/run.json: is not ok/,
    ],
    ['rows without their table', [settings(), { path: 'stream/files/a/rows/0.json', text: '[[1]]' }], /not a table/],
    ['rows that are none', [settings(), { path: 'stream/files/a/rows/0.json', text: '[[{}]]' }], /not rows of a table/],
    [
      'a run of training that is none',
      [settings(), { path: 'runs/a/record.json', text: '{"id":"a"}' }],
      /runs\/a\/record.json is not one/,
    ],
    [
      'metrics without their run',
      [settings(), { path: 'runs/a/rows.json', text: '[]' }],
      /runs\/a\/record.json is missing/,
    ],
    [
      'files without their model',
      [settings(), { path: 'trained/a/files/x.bin', text: '' }],
      /trained\/a\/record.json is missing/,
    ],
    ['a model of a run under another name', [settings(), trained('b')], /trained\/b\/record.json is of another/],
    [
      'a configuration under another name',
      [settings(), { path: 'configs/a.json', text: CONFIG }],
      /not a configuration/,
    ],
    ['a broken model', [settings(), { path: 'models/a.json', text: '{"id":"b"}' }], /not a saved model/],
  ])('refuses %s though its checksums are right', async (_name, files, message) => {
    const entries = files.map(({ path, text }) => ({ path, bytes: new TextEncoder().encode(text) }));
    const { data } = service();
    await expect(data.restore(await packBackup(entries, new Date(0), '1'))).rejects.toThrow(message);
  });

  it('refuses links, other formats and newer versions', async () => {
    const link = await gzip(
      await packTar([{ header: { name: 'manifest.json', type: 'symlink', linkname: '/etc/passwd', size: 0 } }]),
    );
    await expect(unpackBackup(link)).rejects.toThrow(/plain file/);
    const other = await gzip(await packTar([{ header: { name: 'manifest.json', size: 2 }, body: '{}' }]));
    await expect(unpackBackup(other)).rejects.toThrow(/not one of a Millrace/);
    const newer = JSON.stringify({
      format: 'millrace-backup',
      version: BACKUP_VERSION + 1,
      createdAt: '',
      appVersion: '9.0',
      entries: [],
    });
    const future = await gzip(await packTar([{ header: { name: 'manifest.json', size: newer.length }, body: newer }]));
    await expect(unpackBackup(future)).rejects.toThrow(/newer version/);
    await expect(unpackBackup(new Blob(['rubbish']))).rejects.toSatisfy((e) => (e as ServiceError).code === 'invalid');
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

function dataset() {
  const length = { median: 0, p95: 0, max: 0, bins: [] };
  const figures = { splits: [], length, vocabulary: 0, duplicates: 0, contradictions: 0, leaks: 0, empty: 0 };
  const about = { figures, skipped: 0, ignored: 0, problems: [], starts: [] };
  const record = { id: 'a', name: 'A', source: 's', created_at: 't', n: 3, bytes: 3, about };
  return { path: 'datasets/a/record.json', text: JSON.stringify(record) };
}

/** A back-up of one set of images with a class too few. */
function images(index: string, files = '') {
  const about = { classes: ['a'], parts: [], size: null, unreadable: [], unreadable_count: 0 };
  const record = { id: 'a', name: 'A', source: 's', created_at: '2026-01-01', n: 2, bytes: 3, about };
  return [
    settings(),
    { path: 'images/a/record.json', text: JSON.stringify(record) },
    { path: 'images/a/index.json', text: index },
    { path: 'images/a/files.bin', text: files },
  ];
}

function trained(id: string) {
  return { path: `trained/${id}/record.json`, text: JSON.stringify(TRAINED) };
}

function rows() {
  const log = new RunLog();
  log.add({ epoch: 0, step: 0, time: 1, values: { val_loss: Number.NaN }, lasting: true });
  return log.unsaved();
}

function settings() {
  return { path: 'settings.json', text: '[]' };
}

function workspace(shape: string) {
  return { path: 'points/workspace.json', text: `{"record":{"ok":true},"shape":${shape}}` };
}

async function gzip(bytes: Uint8Array): Promise<Blob> {
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(stream).blob();
}
