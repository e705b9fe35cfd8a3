// A batch that would keep the engine from all else for minutes is refused, in words, and what was learnt is kept.

import 'fake-indexeddb/auto';
import { afterEach, expect, it } from 'vitest';
import { batchesOf, configOf, openFresh, rest, until } from './stream.fixture';

afterEach(rest);

const LARGE = { hidden: [1024, 1024, 1024], epochs: 100 };

it('ends a run before its first batch, with the model as it was', async () => {
  const stream = await openFresh();
  await stream.service.start();
  await until(stream, (state) => batchesOf(state) > 10);
  await stream.service.control('stop');
  const batches = await stream.batches();
  await stream.service.configure(configOf({ source: { batch_size: 10_000 }, learner: LARGE }));
  await stream.service.start();
  const { status } = await until(stream, 'failed');
  expect(status).toMatchObject({ batches, message: expect.stringMatching(/10,000 examples.*fewer passes/) });
});

it('refuses a pushed batch, and takes one that is smaller', async () => {
  const stream = await openFresh();
  await stream.service.configure(configOf({ source: { id: 'push' }, learner: { ...LARGE, epochs: 1 } }));
  const push = (rows: number) => {
    const y = Array.from({ length: rows }, (_, i) => i % 2);
    return stream.service.push({ X: y.map((label) => [label]), y });
  };
  await expect(push(10_000)).rejects.toMatchObject({ code: 'invalid', details: [{ field: 'X' }] });
  expect((await stream.service.state()).status.phase).toBe('idle');
  await push(2);
  await until(stream, (state) => batchesOf(state) === 1);
});

it('refuses it to a mixture, too, whose work grows with the square of the columns', async () => {
  const stream = await openFresh();
  const learner = { id: 'mixture', n_components: 20 } as const;
  await stream.service.configure(configOf({ source: { id: 'push' }, learner }));
  const X = Array.from({ length: 1000 }, () => new Array<number>(1000).fill(1));
  const refused = {
    code: 'invalid',
    message: expect.stringMatching(/1,000 examples.*fewer components or fewer passes/),
  };
  await expect(stream.service.push({ X, y: [] })).rejects.toMatchObject(refused);
  await stream.service.configure(
    configOf({ source: { id: 'led', batch_size: 10_000 }, learner: { ...learner, epochs: 100 } }),
  );
  await stream.service.start();
  await until(stream, 'failed');
});
