// Runs and models as files, both ways, and where models go.

import 'fake-indexeddb/auto';
import { unpackTar } from 'modern-tar';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { exportMixture } from '../../ml/gmm/export';
import { readEvents, readMetricsCsv } from '../../ml/logs';
import { putDataset } from '../../storage/datasets';
import { putRunRecords, saveRun } from '../../storage/runs';
import { saveStreamFile } from '../../storage/stream';
import { saveTrained } from '../../storage/trained';
import { configFrom } from '../configs';
import { findData } from './find-data';
import { blankRecord } from './plan';
import type { RunRecord } from './record';
import { ended, FakeWorld, type Opened, open, openFresh, request, rest } from './runs.fixture';

afterEach(async () => {
  vi.restoreAllMocks();
  await rest();
});

async function completed(runs: Opened, epochs = 3): Promise<string> {
  const id = await runs.service.start(request({ epochs }));
  await ended(runs, id);
  return id;
}

describe('metrics as CSV', () => {
  it('come back as they went', async () => {
    const runs = await openFresh();
    const id = await completed(runs);
    const { name, file } = await runs.service.export(id, 'csv');
    expect(name).toBe(`Test-${id}.csv`);
    const text = await file.text();
    expect(text.split('\r\n')[0]).toBe('epoch,step,train_loss,val_loss,val_acc,test_acc');
    const { table, problems } = readMetricsCsv(text);
    expect([table.rows.length, problems]).toEqual([16, []]);
    const again = await runs.service.importCsv('Again', file);
    const [a, b] = [await runs.service.run(id), await runs.service.run(again)];
    expect(b).toMatchObject({ phase: 'imported', kind: 'imported', name: 'Again', resolved: null, resumable: false });
    expect([b.best_metrics, b.final_metrics, b.total_steps]).toEqual([a.best_metrics, a.final_metrics, a.total_steps]);
    expect((await runs.service.rows(again)).rows).toEqual((await runs.service.rows(id)).rows);
    await expect(runs.service.resume(again)).rejects.toMatchObject({ code: 'conflict' });
  });

  it.each([
    ['', 'no header'],
    ['epoch,step\r\n0,1\r\n', 'has no metrics'],
    ['a,b\r\nx,y\r\n', 'has no metrics'],
    ['train_loss\r\n', 'has no metrics'],
  ])('that are none (%j) are refused in words', async (text, why) => {
    const runs = await openFresh();
    const refused = runs.service.importCsv('X', new Blob([text]));
    await expect(refused).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining(why) });
    expect(await runs.service.list()).toEqual([]);
  });

  it('have no blank row of a judgement that measured nothing new', async () => {
    const runs = await openFresh();
    // Without a test part the held-out images are reported on again.
    runs.world.tested = {};
    const id = await completed(runs);
    const { table } = readMetricsCsv(await (await runs.service.export(id, 'csv')).file.text());
    expect(table.rows.map(({ values }) => values.size)).not.toContain(0);
    expect((await runs.service.run(id)).total_rows).toBe(15);
  });

  it('say which cells were left out', async () => {
    const runs = await openFresh();
    const id = await runs.service.importCsv('X', new Blob(['step,loss\n0,0.5\n1,oops\n2,nan\n']));
    const run = await runs.service.run(id);
    expect(run.message).toContain('the first: row 3, loss, “oops” is not a number');
    expect(run).toMatchObject({ best_metrics: { best_loss: 0.5 }, final_metrics: { loss: Number.NaN }, total_rows: 3 });
    const { columns, rows } = await runs.service.rows(id);
    expect(rows[2]).toEqual({ epoch: null, step: 2, loss: null });
    // A column that it does not have is not named, here and in its summary.
    expect(columns).toEqual(['step', 'loss']);
  });

  it('count all that were left out, though not all are listed', async () => {
    const runs = await openFresh();
    const lines = Array.from({ length: 2500 }, (_, i) => `${i},0.5,phase ${i}`);
    const many = await runs.service.importCsv('X', new Blob([['step,loss,note', ...lines].join('\n')]));
    expect((await runs.service.run(many)).message).toContain(
      '2,500 cells or rows were left out; the first: row 2, note',
    );
  });

  it('of a great many steps are thinned, their best and last kept', async () => {
    const runs = await openFresh();
    const lines = Array.from({ length: 12_500 }, (_, i) => `${i},${i === 7_345 ? -1 : 1 + i / 1e6}`);
    const id = await runs.service.importCsv('X', new Blob([['step,train_loss', ...lines].join('\n')]));
    const run = await runs.service.run(id);
    expect(run.total_rows).toBeLessThanOrEqual(10_002);
    expect(run.best_metrics.best_train_loss).toBe(-1);
    expect(run.final_metrics.train_loss).toBe(1 + 12_499 / 1e6);
    expect(run.message).toContain('Of 12,500 rows');
  });
});

describe('a run for TensorBoard', () => {
  it('has its scalars, the histograms of its epochs and its configuration, the same bytes each time', async () => {
    const runs = await openFresh();
    const id = await completed(runs);
    const { name, file } = await runs.service.export(id, 'tensorboard');
    expect(name).toBe(`Test-${id}.tar`);
    const bytes = new Uint8Array(await file.arrayBuffer());
    expect(new Uint8Array(await (await runs.service.export(id, 'tensorboard')).file.arrayBuffer())).toEqual(bytes);
    const [entry] = await unpackTar(bytes);
    expect(entry.header.name).toMatch(new RegExp(`^Test-${id}/events\\.out\\.tfevents\\.\\d{10}\\.millrace\\.0$`));
    const { events } = readEvents(entry.data ?? new Uint8Array(0));
    const values = events.flatMap((event) => event.values.map((value) => ({ step: event.step, ...value })));
    const { rows } = await runs.service.rows(id);
    const losses = values.filter(({ tag }) => tag === 'train_loss');
    const expected = rows.filter((row) => row.train_loss !== null);
    expect(losses.map((value) => [value.step, 'value' in value && value.value])).toEqual(
      expected.map((row) => [row.step, Math.fround(row.train_loss ?? Number.NaN)]),
    );
    const histograms = values.filter(({ kind }) => kind === 'histogram');
    expect(histograms.map(({ step }) => step)).toEqual([3, 7, 11]);
    expect(histograms[1]).toMatchObject({
      buckets: [
        { left: 0, right: 1, count: 8 },
        { left: 1, right: 2, count: 1 },
      ],
    });
    expect(values.find(({ tag }) => tag === 'config')).toMatchObject({ text: expect.stringContaining('epochs: 3') });
  });

  it('is read of an imported run as well, which has no times', async () => {
    const runs = await openFresh();
    const id = await runs.service.importCsv('A/B', new Blob(['epoch,loss\n0,1\n1,0.5\n']));
    const { name, file } = await runs.service.export(id, 'tensorboard');
    expect(name).toBe(`A-B-${id}.tar`);
    const [entry] = await unpackTar(new Uint8Array(await file.arrayBuffer()));
    const { events } = readEvents(entry.data ?? new Uint8Array(0));
    expect(events.slice(1).map(({ step, wall_time }) => [step, wall_time - events[0].wall_time])).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });
});

/** As if a run of that kind had made a model of these files. */
async function withModel(kind: RunRecord['kind'], files: ReadonlyMap<string, Uint8Array>, text: string) {
  const runs = await openFresh();
  await rest();
  const config = configFrom(text);
  const resolved = config as unknown as RunRecord['resolved'];
  const record = {
    ...blankRecord('r', 'Mine', new Date(0)),
    kind,
    phase: 'completed',
    resolved,
    dataset: 'D',
    data: 'D',
  };
  const trained = {
    format: 1,
    id: 'r-best',
    run: 'r',
    kind,
    role: 'best',
    epoch: 0,
    step: 3,
    bytes: 2,
    created_at: '2026-01-01T00:00:00.000Z',
  };
  await saveRun({
    ...{ id: 'r', record },
    trained: [{ id: 'r-best', record: { ...trained, metrics: { val_acc: 0.9 }, score: null }, files }],
  });
  return runs;
}

const TEXT = 'kind: text\nmodel: { architecture: ngram }\ndata: { dataset: D }\n';

describe('models', () => {
  it('of mixtures go to the Points page', async () => {
    const mixture = {
      ...({ covariance_type: 'diag', n_components: 1, n_features: 2 } as const),
      ...{ weights: Float64Array.of(1), means: Float64Array.of(1, 2), covariances: Float64Array.of(3, 4) },
    };
    const json = exportMixture(mixture, 'json');
    const files = new Map([['mixture.json', new TextEncoder().encode(json)]]);
    await withModel('mixture', files, 'kind: mixture\nmodel: { n_components: 1 }\n');
    const takeMixture = vi.fn(async () => {});
    const { service } = await open({ takeMixture });
    expect(await service.use('r-best')).toEqual({ hash: '#/points' });
    expect(takeMixture).toHaveBeenCalledWith(
      expect.objectContaining({ mixture, options: expect.objectContaining({ n_components: 1 }) }),
    );
  });

  it('of texts go to the Reviews page, with what is known of them', async () => {
    const files = new Map([
      ['config.json', Uint8Array.of(1)],
      ['encoder/w.bin', Uint8Array.of(2, 3)],
    ]);
    await withModel('text', files, TEXT);
    const takeText = vi.fn(async () => {});
    const { service } = await open({ takeText });
    expect(await service.use('r-best')).toEqual({ hash: '#/reviews' });
    expect(takeText).toHaveBeenCalledWith({
      ...{ name: 'Mine', files, metrics: { val_acc: 0.9 }, base: null, description: 'Run r, best at step 3: D' },
    });
  });

  it('whose runs are gone go there all the same', async () => {
    const mixture = {
      ...({ covariance_type: 'diag', n_components: 1, n_features: 1 } as const),
      ...{ weights: Float64Array.of(1), means: Float64Array.of(1), covariances: Float64Array.of(3) },
    };
    const json = new TextEncoder().encode(exportMixture(mixture, 'json'));
    const [takeMixture, takeText] = [vi.fn(async () => {}), vi.fn(async () => {})];
    const runs = await openFresh({ takeMixture, takeText });
    const add = async (id: string, kind: 'mixture' | 'text', files: ReadonlyMap<string, Uint8Array>) => {
      const record = {
        ...({ format: 1, role: 'best', epoch: 0, step: 3, bytes: 2 } as const),
        ...{ id, run: '', name: 'Mine', kind, created_at: '2026-01-01T00:00:00.000Z', metrics: {}, score: null },
      };
      await saveTrained({ id, record, files });
      runs.restoreModel(record);
    };
    await add('m', 'mixture', new Map([['mixture.json', json]]));
    await add('t', 'text', new Map([['config.json', Uint8Array.of(1)]]));
    expect(await runs.service.use('m')).toEqual({ hash: '#/points' });
    expect(takeMixture).toHaveBeenCalledWith(
      expect.objectContaining({ mixture, options: expect.objectContaining({ covariance_type: 'diag' }) }),
    );
    expect(await runs.service.use('t')).toEqual({ hash: '#/reviews' });
    expect(takeText).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'Mine', base: null, description: 'Model t, best at step 3' }),
    );
  });

  it('of images have a place on the Runs page; those of streams are for downloading', async () => {
    const files = new Map([['model.safetensors', Uint8Array.of(1)]]);
    await withModel('image', files, 'kind: image\ndata: { dataset: D }\n');
    expect(await (await open()).service.use('r-best')).toEqual({ hash: '#/runs/images/r-best' });
    await withModel('stream', files, 'kind: stream\n');
    const { service } = await open();
    await expect(service.use('r-best')).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('data by name', () => {
  const sources = {
    points: async () => ({ data: Float64Array.of(1, 2), n: 1, d: 2 }),
    bases: async () => [{ id: 'm', name: 'Base' }],
    base: async () => new Map([['w', Uint8Array.of(1)]]),
    addSampleReviews: async () => 'sample',
  };
  const find = async (text: string) => (await findData(configFrom(text), sources)).read();

  it('is found in datasets of texts by id, name or folder, with the model to start from', async () => {
    await openFresh();
    await putDataset({ id: 'd', name: 'IMDb', source: '', created_at: 't', n: 1, bytes: 1, about: null });
    const text = (data: string) => `kind: text\nmodel: { base: Base }\ndata: { ${data} }\n`;
    for (const data of ['dataset: IMDb', 'dataset: d', 'dataset: imdb', 'train_data_dir: data/IMDb/train']) {
      const found = await find(text(data));
      expect(found).toMatchObject({ kind: 'texts', dataset: 'd', base: new Map([['w', Uint8Array.of(1)]]) });
    }
    await expect(find(text('dataset: Other'))).rejects.toThrow(
      'no dataset of texts “Other” here; there are “IMDb”, “Sample reviews”.',
    );
    expect(await find(text('dataset: Sample reviews'))).toMatchObject({ dataset: 'sample' });
    await expect(find('kind: text\nmodel: { base: X }\ndata: { dataset: d }\n')).rejects.toThrow('no text model “X”');
  });

  it('is the columns of numbers of a table, its whole rows', async () => {
    await openFresh();
    const table = { id: 't', name: 'T.csv', rows: 3, columns: ['a', 'name', 'b'], bytes: 9, created_at: 't' };
    await saveStreamFile(table, [
      [1, 'x', 2],
      [3, 'y', null],
      [5, 'z', 6],
    ]);
    const found = await find('kind: mixture\ndata: { source: dataset, dataset: T.csv }\n');
    expect(found).toEqual({ kind: 'points', data: Float64Array.of(1, 2, 5, 6), d: 2 });
    const stream = (target: string) => `kind: stream\ndata: { source: file, file: { id: T.csv, target: ${target} } }\n`;
    expect(await find(stream('b'))).toEqual({ kind: 'table', file: 't' });
    await expect(find(stream('c'))).rejects.toThrow('“T.csv” has no column “c”; it has a, name, b.');
    expect(await find('kind: image\ndata: { dataset: Drawn digits }\n')).toMatchObject({ dataset: 'shipped' });
  });
});

describe('five hundred runs', () => {
  it('are listed without reading storage again, newest first', async () => {
    await (await openFresh()).suspend();
    const records = Array.from({ length: 500 }, (_, i) => {
      const record = blankRecord(`r-${i}`, `Run ${i}`, new Date(i * 1000));
      return { id: record.id, record };
    });
    await putRunRecords(records);
    const { service } = await open({ env: new FakeWorld() });
    const transactions = vi.spyOn(IDBDatabase.prototype, 'transaction');
    const list = await service.list();
    expect(list.map(({ id }) => id)).toEqual(records.map(({ id }) => id).reverse());
    await service.state();
    await service.models();
    expect(transactions).not.toHaveBeenCalled();
    await service.remove(list.slice(0, 400).map(({ id }) => id));
    expect(transactions).toHaveBeenCalledOnce();
    await service.update(
      list.slice(400).map(({ id }) => id),
      { tags: ['old'] },
    );
    expect(transactions).toHaveBeenCalledTimes(2);
    expect(await service.list()).toHaveLength(100);
  });
});
