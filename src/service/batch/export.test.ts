// Writing a batch to a file, piece by piece: how far it is, and where it ends when it is given up.

import { expect, it, vi } from 'vitest';
import type { DatasetRow } from '../../wire/datasets';
import { writeBatchCsv } from './export';

const N = 1200;
const SCORES = {
  index: Uint32Array.from({ length: N }, (_, i) => i),
  label: new Int8Array(N).fill(1),
  score: new Float32Array(N).fill(0.75),
};
const rowOf = (index: number): DatasetRow => ({
  ...{ index, name: `${index}.txt`, text: 'Fine.', label: 1, rating: null, split: 'none' },
});

function texts() {
  return { rowsAt: vi.fn(async (indices: ArrayLike<number>) => Array.from(indices, rowOf)) };
}

it('tells how many texts were written before each piece', async () => {
  const wrote = vi.fn();
  const file = await writeBatchCsv(SCORES, texts(), 0.5, wrote);
  expect(wrote.mock.calls).toEqual([[0], [500], [1000]]);
  expect((await file.text()).trimEnd().split('\r\n')).toHaveLength(N + 1);
});

it('reads no further once it is given up', async () => {
  const read = texts();
  const wrote = (done: number) => {
    if (done >= 500) throw new Error('enough');
  };
  await expect(writeBatchCsv(SCORES, read, 0.5, wrote)).rejects.toThrow('enough');
  expect(read.rowsAt).toHaveBeenCalledTimes(1);
});
