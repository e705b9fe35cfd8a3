// Streams as runs: rows of what each batch scored before it was learnt from, borne out by the files; going on bit for bit;
// tables and their end.

import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors } from '../../../ml/bert/safetensors';
import { nodeNnEnv } from '../../../ml/compute/nn/wasm/env.node';
import { createLearner } from '../../../ml/stream/learners';
import { Scaler } from '../../../ml/stream/scaler';
import { createSource } from '../../../ml/stream/sources';
import { saveStreamFile } from '../../../storage/stream';
import type { Plain } from '../../configs/yaml';
import { Tables } from '../../stream/tables';
import type { JobEvent, JobRequest, TrainedFiles } from '../job';
import { configOf, difference, nodeHost, runInTwo, runToEnd } from './jobs.fixture';
import { STREAM_MODEL_FILE, STREAM_WEIGHTS_FILE } from './stream-model';

type Section = Record<string, Plain>;

function request(trainer: Section, data: Section = {}, model: Section = {}): JobRequest {
  const config = configOf({ kind: 'stream', model: { hidden: [8], ...model }, data, trainer });
  const from = data.source === 'file' ? ({ kind: 'table', file: 'table' } as const) : ({ kind: 'generated' } as const);
  return { config, data: from, checkpoint: null, backend: { kind: 'wasm', threads: 1 } };
}

const rowsOf = (events: readonly JobEvent[]) => events.flatMap((event) => (event.kind === 'row' ? [event] : []));

beforeAll(async () => {
  const rows = Array.from({ length: 100 }, (_, i) => [i % 10, (i * 7) % 13, (i % 10) + 2 * ((i * 7) % 13)]);
  const about = { rows: 100, columns: ['a', 'b', 'sum'], bytes: 1, created_at: '2026-01-01T00:00:00.000Z' };
  await saveStreamFile({ id: 'table', name: 'Sums', ...about }, rows);
});

describe('a run over a stream', () => {
  const asked = request(
    { batches: 50, batch_size: 20, window: 10 },
    { noise: 0, drift: { kind: 'abrupt', position: 600 } },
  );

  it('has a row a batch, epochs of a window, and says what it learnt from', async () => {
    const host = nodeHost();
    expect(await host.open(asked)).toMatchObject({
      model: expect.stringMatching(/^Network 3 → 8/),
      data: 'SEA: 50 batches of 20',
      ...{ epochs: 5, steps: 50 },
    });
    await host.close();
    const { events, best, last } = await runToEnd(asked);
    const rows = rowsOf(events);
    expect(rows.map(({ step, epoch }) => [step, epoch])).toEqual(rows.map((_, i) => [i, Math.floor(i / 10)]));
    expect(rows).toHaveLength(50);
    expect(rows[3].values).toMatchObject({
      train_loss: expect.any(Number),
      val_loss: expect.any(Number),
      val_acc: expect.any(Number),
      lr: 0.01,
      grad_norm: expect.any(Number),
    });
    // Of the window: the mean of the latest ten batches.
    const mean = rows.slice(20, 30).reduce((sum, { values }) => sum + values.train_loss / 10, 0);
    expect(rows[29].values.val_loss).toBeCloseTo(mean, 10);
    const ends = events.flatMap((event) => (event.kind === 'epoch' ? [event] : []));
    expect(ends.map(({ step, epoch }) => [step, epoch])).toEqual(
      [0, 1, 2, 3, 4].map((epoch) => [10 * epoch + 9, epoch]),
    );
    expect(rows.filter(({ histograms }) => histograms).map(({ step }) => step)).toEqual(ends.map(({ step }) => step));
    const top = ends.reduce((one, other) => (other.score > one.score ? other : one));
    expect(best).toMatchObject({ epoch: top.epoch, step: top.step, metrics: { val_acc: top.score } });
    expect(last).toMatchObject({ epoch: 4, step: 49, metrics: { val_acc: rows[49].values.val_acc } });
    expect(events.at(-1)).toMatchObject({ kind: 'done', message: 'Learnt from 50 batches.' });
  });

  it('makes files that score the next batch as its row says', async () => {
    const host = nodeHost();
    await host.open(asked);
    const source = createSource({ id: 'sea', seed: 1, noise: 0, drift: { kind: 'abrupt', position: 600, width: 1 } });
    for (let step = 0; step < 25; step++) {
      const { files } = await host.result('last');
      const [row] = rowsOf((await host.advance(0)).events);
      const { X, y, n } = source.next(20)!;
      if (step % 8 !== 7) continue;
      const { learner, scaler } = await loaded(files);
      scaler.update(X, n);
      const p = await learner.predict(scaler.transform(X, n), n);
      const loss = Array.from(y).reduce((sum, label, i) => sum - Math.log(p[2 * i + label]) / n, 0);
      expect(row.values.train_loss).toBeCloseTo(loss, 10);
    }
    // What comes next, without learning from it.
    while (!(await host.advance(1e6)).done);
    const { learner, scaler } = await loaded((await host.result('last')).files);
    const judged = await host.test();
    for (let i = 25; i < 50; i++) source.next(20);
    let right = 0;
    for (let i = 0; i < 10; i++) {
      const { X, y, n } = source.next(20)!;
      const p = await learner.predict(scaler.transform(X, n), n);
      right += Array.from(y).filter((label, j) => (p[2 * j + 1] > p[2 * j] ? 1 : 0) === label).length;
    }
    expect(judged?.values.test_acc).toBeCloseTo(right / 200, 12);
    expect(await host.test()).toEqual(judged);
    await host.close();
  });

  it.each([
    ['a network with replay, detectors and starting over', { replay: 64, reset_on_drift: true }, {}, {}],
    ['a network on WASM', { compute: 'wasm' }, {}, { hidden: [32] }],
    [
      'a linear model of numbers',
      { optimizer: 'sgd', metrics: ['mae', 'r2'] },
      { source: 'friedman' },
      { id: 'linear' },
    ],
    ['a mixture', {}, {}, { id: 'mixture', n_components: 2 }],
  ] as const)('goes on bit for bit from anywhere: %s', async (_, trainer, data, model) => {
    const drift = { kind: 'abrupt', position: 160 };
    const long = request(
      { batches: 20, batch_size: 16, window: 7, ...section(trainer) },
      { drift, ...data },
      section(model),
    );
    const whole = await runToEnd(long);
    for (const at of [1, 7, 12, 20]) expect(difference(await runInTwo(long, at), whole)).toBeNull();
  });
});

/** Readonly lists of test cases as configurations have them. */
const section = (values: object): Section => JSON.parse(JSON.stringify(values)) as Section;

async function loaded(files: TrainedFiles) {
  const about = JSON.parse(new TextDecoder().decode(files.get(STREAM_MODEL_FILE)));
  const tensors = readSafetensors(files.get(STREAM_WEIGHTS_FILE)!);
  const arrays = Object.fromEntries([...tensors].map(([name, { data }]) => [name, data]));
  const { learner, features, task, kind, header, scaler } = about;
  const env = { kernels: nodeNnEnv() };
  return {
    learner: await createLearner(learner, features.length, task, { kind, header, arrays }, env),
    scaler: new Scaler(features.length, scaler),
  };
}

describe('a run over a table', () => {
  it('ends where the table does', async () => {
    const file = { id: 'Sums', target: 'sum' };
    const asked = request({ batches: 50, batch_size: 30, metrics: ['mae', 'r2'] }, { source: 'file', file });
    const host = nodeHost();
    expect(await host.open(asked)).toMatchObject({ data: 'Sums: 4 batches of 30', steps: 4 });
    await host.close();
    const { events } = await runToEnd(asked);
    expect(rowsOf(events)).toHaveLength(4);
    expect(rowsOf(events)[3].values).toHaveProperty('val_mae');
    expect(events.at(-1)).toMatchObject({ kind: 'done', message: 'The source ended after 4 batches.' });
  });

  it('has the model at its end judged, too, though the last epoch is shorter', async () => {
    const trainer = { batches: 50, batch_size: 30, window: 3, metrics: ['mae'] };
    const asked = request(trainer, { source: 'file', file: { id: 'Sums', target: 'sum' } });
    const whole = await runToEnd(asked);
    const rows = rowsOf(whole.events);
    const ends = whole.events.flatMap((event) => (event.kind === 'epoch' ? [event] : []));
    expect(ends.map(({ step, epoch }) => [step, epoch])).toEqual([
      [2, 0],
      [3, 1],
    ]);
    expect(ends.map(({ score }) => score)).toEqual([2, 3].map((step) => -rows[step].values.val_mae));
    const top = ends[1].score > ends[0].score ? ends[1] : ends[0];
    expect(whole.best).toMatchObject({ epoch: top.epoch, step: top.step });
    for (const at of [3, 4, 5]) expect(difference(await runInTwo(asked, at), whole)).toBeNull();
  });
});

describe('a run over a table that was replaced', () => {
  it('is not gone on with; over the same one, added again, it is', async () => {
    const asked = request({ batches: 50, batch_size: 30 }, { source: 'file', file: { id: 'Sums', target: 'sum' } });
    const host = nodeHost();
    await host.open(asked);
    await host.advance(0);
    const checkpoint = await host.checkpoint();
    const rows = Array.from({ length: 100 }, (_, i) => [i % 7, i % 9, i / 3]);
    const about = { rows: 100, columns: ['a', 'b', 'sum'], created_at: '2026-01-02T00:00:00.000Z' };
    await saveStreamFile({ id: 'other', name: 'Sums', bytes: 2, ...about }, rows);
    await saveStreamFile({ id: 'again', name: 'Sums', bytes: 1, ...about }, rows);
    const over = (file: string, kept: unknown) =>
      host.open({ ...asked, data: { kind: 'table', file }, checkpoint: kept });
    await expect(over('other', checkpoint)).rejects.toThrow('changed since');
    // The last as the version before this one saved it.
    const { table: _table, ...before } = checkpoint as { readonly table: string };
    for (const kept of [checkpoint, before]) await over('again', kept);
    await host.close();
  });

  it('is not gone on with where the other has as many rows, bytes and columns, and other cells', async () => {
    const tables = new Tables();
    const add = async (cell: number | string) => {
      const rows = Array.from({ length: 100 }, (_, i) => [i % 7, i === 50 ? cell : 1, i / 4]);
      return (await tables.add('Same', 900, { columns: ['a', 'b', 'sum'], rows })).id;
    };
    const asked = request({ batches: 50, batch_size: 30 }, { source: 'file', file: { id: 'Same', target: 'sum' } });
    const host = nodeHost();
    const over = (file: string, kept: unknown) =>
      host.open({ ...asked, data: { kind: 'table', file }, checkpoint: kept });
    await over(await add(3), null);
    await host.advance(0);
    const checkpoint = await host.checkpoint();
    for (const other of [4, '3']) await expect(over(await add(other), checkpoint)).rejects.toThrow('changed since');
    await over(await add(3), checkpoint);
    await host.close();
  });
});

describe('what cannot be learnt from', () => {
  it('is refused in words', async () => {
    const host = nodeHost();
    const file = { id: 'Sums', target: 'none' };
    await expect(host.open(request({}, { source: 'file', file }))).rejects.toMatchObject({ code: 'invalid' });
    const asked = request({});
    await expect(host.open({ ...asked, data: { kind: 'table', file: 'table' } })).rejects.toMatchObject({
      code: 'invalid',
    });
    const wide = request({ batch_size: 10_000 }, {}, { hidden: [512, 512, 512] });
    await expect(host.open(wide)).rejects.toThrow('smaller batches');
  });

  it('and a model that diverges says so', async () => {
    const host = nodeHost();
    await host.open(request({ learning_rate: 1e3, optimizer: 'sgd', metrics: ['mae'] }, { source: 'friedman' }));
    await expect(host.advance(1e6).then(() => host.advance(1e6))).rejects.toMatchObject({
      details: [{ field: 'trainer.learning_rate' }],
    });
    await host.close();
  });
});
