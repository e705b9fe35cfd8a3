// Batches pushed by REST: they begin a run, wait their turn, and are refused when they do not fit or the queue is full.

import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import type { PushedBatch } from '../../wire/stream';
import { batchesOf, configOf, kill, open, openFresh, rest, until } from './stream.fixture';

afterEach(rest);

const GOOD: PushedBatch = {
  X: [
    [1, 2],
    [3, 4],
    [5, 6],
  ],
  y: [0, 1, 1],
};

describe('pushed batches', () => {
  it('begin a run with the learner as configured when nothing runs', async () => {
    const stream = await openFresh();
    await stream.service.configure(configOf({ learner: { id: 'linear' } }));
    expect(await stream.service.push(GOOD)).toEqual({ queued: 1 });
    const state = await until(stream, 'waiting');
    expect(state.status).toMatchObject({ batches: 1, X_shape: [3, 2], y_shape: [3], queued: 0 });
    expect(state.config.source.id).toBe('push');
    expect(state.learner).toContain('Logistic regression');
    expect(state.begun).toBe('Trained the initial model on the first 3 examples.');
    expect(state.status).toHaveProperty('message', expect.stringContaining('/api/fine-tune'));
  });

  it('may be of one example, which is said', async () => {
    const stream = await openFresh();
    await stream.service.push({ X: [[1, 2]], y: [1] });
    expect((await until(stream, 'waiting')).begun).toBe('Trained the initial model on the first example.');
  });

  it('wait in the queue while others are learnt, and are refused when it is full, never dropped', async () => {
    const stream = await openFresh();
    await stream.service.configure(configOf({ queue: 3 }));
    stream.turnstile.allow(0);
    await stream.service.start();
    const batch = { X: [[1, 2, 3]], y: [1] };
    for (let i = 1; i <= 3; i++) expect(await stream.service.push(batch)).toEqual({ queued: i });
    await expect(stream.service.push(batch)).rejects.toMatchObject({ code: 'busy' });
    expect((await stream.service.state()).status).toMatchObject({ queued: 3 });
    stream.turnstile.allow(3);
    const state = await until(stream, (it) => batchesOf(it) === 3);
    expect(state.status).toMatchObject({ queued: 0, examples: 3, X_shape: [1, 3] });
  });

  it('are not told to come again in a moment where the run is paused: there will be no room', async () => {
    const stream = await openFresh();
    await stream.service.configure(configOf({ queue: 1 }));
    await stream.service.start();
    await stream.service.control('pause');
    const batch = { X: [[1, 2, 3]], y: [1] };
    await stream.service.push(batch);
    await expect(stream.service.push(batch)).rejects.toMatchObject({
      ...{ code: 'busy', message: expect.stringMatching(/1 batch waits.*paused, go on first/) },
    });
  });

  it('set a stopped run with a full queue going again: the next is refused, until there is room', async () => {
    const stream = await openFresh();
    await stream.service.configure(configOf({ queue: 2 }));
    stream.turnstile.allow(0);
    await stream.service.start();
    const batch = { X: [[1, 2, 3]], y: [1] };
    for (let i = 0; i < 2; i++) await stream.service.push(batch);
    const stopped = stream.service.control('stop');
    stream.turnstile.allow(1);
    await stopped;
    const { status } = await stream.service.state();
    expect(status).toMatchObject({ phase: 'stopped', queued: 2 });
    // "Send it again in a moment" must come true.
    await expect(stream.service.push(batch)).rejects.toMatchObject({ code: 'busy' });
    stream.turnstile.allow(Number.POSITIVE_INFINITY);
    await until(stream, (it) => batchesOf(it) === 2);
    await stream.service.push(batch);
    await until(stream, (it) => batchesOf(it) === 3);
  });

  it('that cannot set an interrupted run going again, as its file is gone, are refused and not kept', async () => {
    const first = await openFresh();
    const table = new Blob([`a,y\n${Array.from({ length: 400 }, (_, i) => `${i},${i % 2}`).join('\n')}`]);
    const { id } = await first.service.addFile('table.csv', table);
    await first.service.configure(configOf({ source: { id: 'file', file: { id, target: 'y' } } }));
    first.turnstile.allow(3);
    await first.service.start();
    await until(first, (it) => batchesOf(it) >= 2);
    await first.flush();
    kill(first);
    const stream = await open();
    expect((await stream.service.state()).status.phase).toBe('interrupted');
    await stream.service.removeFile(id);
    await expect(stream.service.push({ X: [[1]], y: [1] })).rejects.toMatchObject({ code: 'invalid' });
    expect((await stream.service.state()).status).toMatchObject({ phase: 'interrupted', queued: 0 });
  });

  it.each<[string, unknown, RegExp, string]>([
    ['ragged rows', { X: [[1, 2], [3]], y: [0, 1] }, /first row has 2 \(row 2/, 'X.1'],
    ['not a number', { X: [[1, Number.NaN]], y: [0] }, /NaN \(row 1, column 2/, 'X.0.1'],
    [
      'infinity',
      {
        X: [
          [1, 2],
          [Number.POSITIVE_INFINITY, 2],
        ],
        y: [0, 1],
      },
      /row 2, column 1/,
      'X.1.0',
    ],
    ['nothing', { X: [], y: [] }, /no rows/, 'X'],
    ['empty rows', { X: [[]], y: [0] }, /0 values/, 'X.0'],
    ['another width', { X: [[1, 2, 3]], y: [0] }, /X has 3 columns, but the model learns from 2 columns/, 'X'],
    [
      'too few labels',
      {
        X: [
          [1, 2],
          [3, 4],
        ],
        y: [0],
      },
      /y has 1 value/,
      'y',
    ],
    ['no labels', { X: [[1, 2]], y: [] }, /y has 0 values/, 'y'],
    [
      'a label out of range',
      {
        X: [
          [1, 2],
          [3, 4],
        ],
        y: [0, 2],
      },
      /class from 0 to 1, not 2 \(row 2/,
      'y.1',
    ],
    ['a label that is not whole', { X: [[1, 2]], y: [0.5] }, /class from 0 to 1, not 0.5/, 'y.0'],
    ['words', { X: [['a', 2]], y: [0] }, /finite number/, 'X.0.0'],
    ['nothing at all', null, /./, ''],
  ])('refuse %s, with row and column, the model untouched', async (_name, batch, message, field) => {
    const stream = await openFresh();
    await stream.service.push(GOOD);
    await until(stream, 'waiting');
    const before = await stream.service.state();
    const refused = await stream.service.push(batch as PushedBatch).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'invalid' });
    expect(refused).toHaveProperty('message', expect.stringMatching(message));
    if (field) expect(refused).toHaveProperty('details.0.field', field);
    const after = await stream.service.state();
    expect(after.weights).toEqual(before.weights);
    expect(batchesOf(after)).toBe(1);
  });

  it('must fit the model that was saved, also when nothing runs', async () => {
    const stream = await openFresh();
    await stream.service.configure(configOf());
    await stream.service.start();
    await until(stream, (it) => batchesOf(it) >= 10);
    await stream.service.control('stop');
    const n = await stream.batches();
    await expect(stream.service.push(GOOD)).rejects.toMatchObject({ code: 'invalid' });
    expect(await stream.batches()).toBe(n);
    await stream.service.push({ X: [[1, 2, 3]], y: [1] });
    const state = await until(stream, 'waiting');
    expect(state.begun).toBe(`Went on with the saved model, which had learnt ${n} batches of another stream.`);
  });

  it('are numbers to predict when they are not few whole ones, and need no y for a mixture', async () => {
    const numbers = await openFresh();
    await numbers.service.push({ X: [[1], [2]], y: [0.5, 1.5] });
    expect((await until(numbers, 'waiting')).task).toBe('regression');
    const density = await openFresh();
    await density.service.configure(configOf({ learner: { id: 'mixture' } }));
    await density.service.push({ X: [[1], [2]], y: [] });
    expect((await until(density, 'waiting')).task).toBe('density');
  });
});
