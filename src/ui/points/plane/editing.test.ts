// What edits on the plane send: rows of as many columns as there are, and row numbers with the points they are of.

import { beforeEach, expect, it, vi } from 'vitest';
import type { Matrix } from '../../../ml/gmm/types';
import { deferred } from '../../../wire/deferred';
import type { PointsState } from '../../../wire/service';
import { usePoints } from '../store';
import { addPoints, movePoints, removePoints } from './editing';
import { drawnNumbers, noteDrawn } from './numbers';
import type { Surface } from './surface';

const calls = vi.hoisted(() => [] as unknown[]);
vi.mock('../../../client', () => ({
  service: {
    points: {
      add: async ({ data, n, d }: Matrix) => void calls.push(['add', [...data], n, d]),
      remove: async (indices: Uint32Array, rev: number) => void calls.push(['remove', [...indices], rev]),
      rows: async (indices: Uint32Array, rev: number) => {
        calls.push(['rows', [...indices], rev]);
        return { data: new Float64Array(2 * indices.length), n: indices.length, d: 2 };
      },
      move: async (indices: Uint32Array, { data }: Matrix, rev: number) =>
        void calls.push(['move', [...indices], [...data], rev]),
    },
  },
}));
vi.mock('../../components/notify', () => ({
  showError: (error: unknown) => {
    throw error;
  },
  settleError: vi.fn(),
}));

const surface = { marks: { pending: [] }, invalidate: () => {} } as unknown as Surface;

function show(d: number, rev: number): void {
  const state = { dataset: { d, n: 3, rev, mean: [7] } } as unknown as PointsState;
  usePoints.getState().set({ state, axes: { x: 0, y: Math.min(1, d - 1) } });
}

beforeEach(() => {
  calls.length = 0;
});

it('adds points of one column where the points have one', async () => {
  show(1, 5);
  expect(await addPoints(surface, [2, 9, 3, 9])).toBe(true);
  expect(calls).toEqual([['add', [2, 3], 2, 1]]);
});

it('says of which points the numbers are that the painter gave, however late it answers', async () => {
  show(2, 5);
  noteDrawn(4);
  const answer = deferred<Uint32Array>();
  const asked = drawnNumbers(answer.promise);
  noteDrawn(5);
  answer.resolve(Uint32Array.of(1, 2));
  const numbers = await asked;
  await movePoints(numbers, 1, -1);
  await removePoints(numbers);
  expect(calls).toEqual([
    ['rows', [1, 2], 4],
    ['move', [1, 2], [1, -1, 1, -1], 4],
    ['remove', [1, 2], 4],
  ]);
});
