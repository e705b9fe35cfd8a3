// What a stream learns from: files in every form, the page's points, and reviews as they are labelled, each once.

import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { addReviews, newReviewRecord, readReviewsById } from '../../storage/reviews';
import { readStream } from '../../storage/stream';
import type { PointsState } from '../../wire/service';
import { readTableFile } from './files';
import { pointsFeed } from './points-feed';
import { reviewsFeed } from './reviews-feed';
import { batchesOf, configOf, open, openFresh, rest, until } from './stream.fixture';

afterEach(rest);

function csv(rows: number, row: (i: number) => string): Blob {
  return new Blob([['a,b,class', ...Array.from({ length: rows }, (_, i) => row(i))].join('\n')]);
}

const good = (i: number) => `${i},${(i * 7) % 11},${i % 2 ? 'yes' : 'no'}`;

describe('a file', () => {
  it('is replayed in order to its end, which is said, and the model is kept', async () => {
    const stream = await openFresh();
    const file = await stream.service.addFile('table.csv', csv(500, good));
    expect(file).toMatchObject({ name: 'table.csv', rows: 500, columns: ['a', 'b', 'class'] });
    await stream.service.configure(configOf({ source: { id: 'file', file: { id: file.id, target: 'class' } } }));
    await stream.service.start();
    const state = await until(stream, 'ended');
    expect(state.status).toMatchObject({ examples: 500, message: expect.stringContaining('after 500 examples') });
    expect(stream.notices()).toContain('The stream has ended');
    await stream.flush();
    const again = await open();
    expect((await again.service.state()).status).toMatchObject({ phase: 'ended', examples: 500 });
    expect((await again.service.state()).files).toHaveLength(1);
  });

  it.each([
    ['another number of columns', (i: number) => (i === 300 ? '1,2' : good(i)), /Row 301 has 2 columns, not 3/],
    ['a word among numbers', (i: number) => (i === 300 ? '1,much,yes' : good(i)), /Row 301, column "b"/],
  ])('with %s stops there, says where, and keeps the model', async (_name, row, message) => {
    const stream = await openFresh();
    const file = await stream.service.addFile('table.csv', csv(400, row));
    await stream.service.configure(configOf({ source: { id: 'file', file: { id: file.id, target: 'class' } } }));
    await stream.service.start();
    const { status } = await until(stream, 'ended');
    expect(status).toMatchObject({ examples: 300, message: expect.stringMatching(message) });
    expect(status).toHaveProperty('message', expect.stringContaining('The model is kept.'));
  });

  it('of which not all can be learnt from is streamed, and that is said, also when it goes on', async () => {
    const stream = await openFresh();
    const row = (i: number) => `${i % 8 === 3 ? 'NA' : i},name ${i},${i % 2 ? 'yes' : 'no'}`;
    const file = await stream.service.addFile('table.csv', csv(80, row));
    await stream.service.configure(configOf({ source: { id: 'file', file: { id: file.id, target: 'class' } } }));
    await stream.service.start();
    const left =
      'Left out, being neither numbers nor of few kinds: b. 10 of 80 rows have a missing value and are passed over.';
    const { begun } = await until(stream, 'ended');
    expect(begun).toBe(`Trained the initial model on the first 70 examples. ${left}`);
    await stream.flush();
    const again = await open();
    expect((await again.service.state()).begun).toBe(begun);
    await again.service.start();
    expect((await until(again, 'ended')).begun).toBe(`Went on with the saved model after 3 batches. ${left}`);
  });

  it('can be JSON lines, and TSV with decimal commas and no header', async () => {
    const { service } = await openFresh();
    const lines = Array.from({ length: 10 }, (_, i) => JSON.stringify({ x: i, y: i * 0.5 }));
    lines[4] = '{"x": 4, ';
    expect(await service.addFile('l.jsonl', new Blob([lines.join('\n')]))).toMatchObject({
      ...{ rows: 10, columns: ['x', 'y'] },
    });
    const tsv = Array.from({ length: 10 }, (_, i) => `${i},5\t${i}`).join('\n');
    expect(await service.addFile('t.tsv', new Blob([tsv]))).toMatchObject({
      ...{ rows: 10, columns: ['Column 1', 'Column 2'] },
    });
  });

  const many = (row: (i: number) => string) => Array.from({ length: 40 }, (_, i) => row(i)).join('\n');

  it.each<[string, string, readonly string[], readonly unknown[]]>([
    [
      'that are numbers',
      `,2019,2020,y\n${many((i) => `${2 * i},7,${i}.5,1`)}`,
      ['Column 1', '2019', '2020', 'y'],
      [0, 7, 0.5, 1],
    ],
    ['but of what counts the rows', `,a,y\n${many((i) => `${i},${i}.5,1`)}`, ['a', 'y'], [0.5, 1]],
    ['for all but the rows', `"a" "y"\n${many((i) => `"r${i}" ${i}.5 1`)}`, ['a', 'y'], [0.5, 1]],
    ['and rows that end in a separator', `a,y\n${many((i) => `${i}.5,1,`)}`, ['a', 'y'], [0.5, 1]],
    ['ending in a separator, too', `a,y,\n${many((i) => `${i}.5,1,`)}`, ['a', 'y'], [0.5, 1]],
    ['nowhere', many((i) => `${i}.5,x,1`), ['Column 1', 'Column 2', 'Column 3'], [0.5, 'x', 1]],
  ])('has names %s', async (_, text, columns, first) => {
    const { columns: found, rows } = await readTableFile(new Blob([text]));
    expect(found).toEqual(columns);
    expect(rows).toHaveLength(40);
    expect(rows[0]).toEqual(first);
  });

  it('with decimal commas may part thousands by points', async () => {
    const cells = ['999,5', '1.234', '-12.345.678,9', '0.125', '1.23', '10.12.2024'];
    const { rows } = await readTableFile(new Blob([`a;y\n${cells.map((cell) => `${cell};0,5`).join('\n')}`]));
    expect(rows.map(([cell]) => cell)).toEqual([999.5, 1234, -12345678.9, '0.125', '1.23', '10.12.2024']);
  });

  it('may have titles above the names of its columns', async () => {
    const { columns, rows } = await readTableFile(new Blob(['Readings\nby hand\n\nx,y\n1,2\n3,4\n5,6\n']));
    expect(columns).toEqual(['x', 'y']);
    expect(rows).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });

  it('that is empty, has one column or is missing is refused in words', async () => {
    const { service } = await openFresh();
    await expect(service.addFile('e', new Blob([]))).rejects.toMatchObject({ code: 'invalid' });
    await expect(service.addFile('o', new Blob(['a\n1\n2\n']))).rejects.toMatchObject({ code: 'invalid' });
    await service.configure(configOf({ source: { id: 'file' } }));
    await expect(service.start()).rejects.toMatchObject({ code: 'invalid' });
    expect((await service.state()).status.phase).toBe('idle');
  });
});

/** A Points page of a list of rows. */
function pointsPage(rows: number[][], classes: number) {
  return {
    rows,
    state: async () => ({ dataset: { n: rows.length, columns: ['u', 'v'] } }) as unknown as PointsState,
    points: async () => ({
      ...{ data: Float64Array.from(rows.flat()), n: rows.length, d: 2, columns: ['u', 'v'], rev: rows.length },
    }),
    assignment: async () =>
      classes === 0
        ? null
        : {
            ...{ rev: 1, n_components: classes, responsibilities: new Uint8Array() },
            labels: Uint8Array.from(rows, ([u]) => (u > 0 ? 1 : 0)),
          },
  };
}

describe('points', () => {
  const some = (n: number) => Array.from({ length: n }, (_, i) => [i % 2 ? 1 + i / 100 : -1 - i / 100, i / 50]);

  it.each([
    ['network', 2, 'classification'],
    ['network', 0, 'regression'],
    ['mixture', 2, 'density'],
  ] as const)('are learnt by a %s with %i components as %s, and more as they come', async (id, classes, task) => {
    const page = pointsPage(some(100), classes);
    const stream = await openFresh({ points: pointsFeed(page) });
    await stream.service.configure(configOf({ source: { id: 'points' }, learner: { id } }));
    await stream.service.start();
    const first = await until(stream, 'waiting');
    expect(first.task).toBe(task);
    expect(first.status).toMatchObject({ examples: 100 });
    page.rows.push(...some(30));
    await until(stream, ({ status }) => 'examples' in status && status.examples === 130);
  });

  it('are new ones where others took their place, also while nothing ran, and after some were taken away', async () => {
    const page = pointsPage(some(100), 0);
    const stream = await openFresh({ points: pointsFeed(page) });
    const learnt = (n: number) => until(stream, ({ status }) => 'examples' in status && status.examples === n);
    await stream.service.configure(configOf({ source: { id: 'points' } }));
    await stream.service.start();
    await learnt(100);
    page.rows.splice(40, 5);
    await until(stream, 'waiting');
    await new Promise((resolve) => setTimeout(resolve, 600));
    page.rows.push([9, 9]);
    await learnt(101);
    await stream.service.control('stop');
    page.rows.splice(0, 96, ...some(60).map(([u, v]) => [u + 7, v]));
    await stream.service.start();
    await learnt(161);
    page.rows.splice(0, 60, ...some(80));
    await learnt(241);
    await stream.service.control('stop');
    const again = await open({ points: pointsFeed(page) });
    page.rows.push(...some(10));
    await again.service.start();
    await until(again, ({ status }) => 'examples' in status && status.examples === 251);
    await again.service.control('stop');
  });

  it('are waited for where there are none', async () => {
    const page = pointsPage([], 0);
    const stream = await openFresh({ points: pointsFeed(page) });
    await stream.service.configure(configOf({ source: { id: 'points' } }));
    await stream.service.start();
    const { status } = await until(stream, 'waiting');
    expect(status).toHaveProperty('message', expect.stringContaining('Waiting for points'));
    page.rows.push(...some(10));
    await until(stream, (it) => batchesOf(it) === 1);
    await stream.service.control('stop');
  });
});

describe('labelled reviews', () => {
  it('are learnt once each, as they are labelled, also after a reload', async () => {
    const labels = new Map<number, 0 | 1>();
    const parts = {
      labelled: async () => [...labels].map(([id, label]) => ({ id, label, part: undefined as never })),
      serving: () => 'model',
      catalogue: { has: () => true },
      background: {
        embed: async (_model: string, texts: readonly string[]) => ({
          ...{ d: 2, ms: 0 },
          data: Float32Array.from(texts.flatMap((text) => [text.length, text.includes('good') ? 1 : 0])),
        }),
      },
    };
    const reviews = reviewsFeed(parts as unknown as Parameters<typeof reviewsFeed>[0]);
    const stream = await openFresh({ reviews });
    const texts = Array.from({ length: 40 }, (_, i) => (i % 2 ? `good ${i}` : `bad ${i}`));
    const ids = await addReviews(
      texts.map((text) => newReviewRecord({ text, sentiment: null, created_at: '2026-01-01T00:00:00.000Z' })),
    );
    expect(await readReviewsById(ids)).toHaveLength(40);
    await stream.service.configure(
      configOf({ source: { id: 'reviews', batch_size: 8 }, learner: { id: 'review-head' } }),
    );
    await stream.service.start();
    expect((await until(stream, 'waiting')).status).toHaveProperty('message', expect.stringContaining('label some'));
    for (const [i, id] of ids.slice(0, 24).entries()) labels.set(id, i % 2 ? 1 : 0);
    await until(stream, ({ status }) => 'examples' in status && status.examples === 24);
    await stream.service.control('stop');
    // The model leaves with the names of its classes, also from here.
    expect((await readStream()).run).toMatchObject({ classes: ['negative', 'positive'] });
    const again = await open({ reviews });
    for (const [i, id] of ids.entries()) labels.set(id, i % 2 ? 1 : 0);
    await again.service.start();
    const state = await until(again, ({ status }) => status.phase === 'waiting' && status.examples >= 40);
    expect(state.status).toMatchObject({ examples: 40, X_shape: [8, 2] });
    expect(state.learner).toContain('Linear head');
  });
});
