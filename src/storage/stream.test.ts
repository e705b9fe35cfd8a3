// The stream's tables over several chunks, and its run and kept names written whole or not at all.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { closeDatabase } from './db';
import {
  deleteStreamFile,
  listStreamFiles,
  ROWS_PER_CHUNK,
  readStream,
  readStreamRows,
  saveKept,
  saveStreamFile,
  saveStreamRun,
} from './stream';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});
afterEach(closeDatabase);

const FILE = { id: 'f', name: 'F', rows: 0, columns: ['a', 'b'], bytes: 1, created_at: '2026-01-01T00:00:00.000Z' };

it('has nothing at first', async () => {
  expect(await readStream()).toEqual({ config: undefined, run: undefined, kept: undefined, files: [] });
});

it('keeps the rows of a table over several chunks, in order, and gives up all of them', async () => {
  const rows = Array.from({ length: 2 * ROWS_PER_CHUNK + 3 }, (_, i) => (i === 5000 ? ['odd'] : [i, null]));
  await saveStreamFile({ ...FILE, rows: rows.length }, rows);
  await saveStreamFile({ ...FILE, id: 'g', rows: 1 }, [[1, 'x']]);
  expect(await readStreamRows('f')).toEqual(rows);
  await deleteStreamFile('f');
  expect(await readStreamRows('f')).toEqual([]);
  expect(await readStreamRows('g')).toEqual([[1, 'x']]);
  expect((await listStreamFiles()).map(({ id }) => id)).toEqual(['g']);
});

it('writes a run and the names of kept ones whole or not at all', async () => {
  await saveStreamRun({ batches: 1 });
  await expect(saveStreamRun({ batches: 2, broken: () => 1 })).rejects.toThrow();
  await saveKept('a', { sums: Float64Array.of(1) }, ['a']);
  await expect(saveKept('b', () => 1, ['a', 'b'])).rejects.toThrow();
  expect(await readStream()).toMatchObject({ run: { batches: 1 }, kept: ['a'] });
});
