// What is selected are numbers of rows: it goes when other rows may have them, so that Delete erases what was selected alone.

import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServiceEvent } from '../../wire/events';
import type { DatasetInfo, PointsState } from '../../wire/service';
import { redo, undo } from './actions';
import { removePoints } from './plane/editing';
import { commitShift, joined, shiftSelection } from './plane/selecting';
import type { Surface } from './plane/surface';
import { usePoints } from './store';
import { followPoints } from './sync';

const fake = vi.hoisted(() => ({
  listeners: new Set<(event: ServiceEvent) => void>(),
  state: null as null | PointsState,
  calls: [] as string[],
  /** Each lets a move come to its end. */
  gates: [] as (() => void)[],
}));

vi.mock('../../client', () => ({
  service: {
    points: {
      state: async () => fake.state,
      remove: async (indices: Uint32Array) => void fake.calls.push(`remove ${indices}`),
      undo: async () => void fake.calls.push('undo'),
      rows: async () => ({ data: Float64Array.of(0, 0, 0, 0), n: 2, d: 2 }),
      move: async (_: Uint32Array, { data }: { data: Float64Array }) => {
        fake.calls.push(`move by ${data.slice(0, 2)}`);
        await new Promise<void>((resolve) => fake.gates.push(resolve));
      },
      redo: async () => void fake.calls.push('redo'),
    },
  },
  subscribe: (listener: (event: ServiceEvent) => void) => {
    fake.listeners.add(listener);
    return () => fake.listeners.delete(listener);
  },
}));
vi.mock('../components/notify', () => ({ showError: vi.fn(), settleError: vi.fn() }));

const BEFORE = { n: 10, d: 2, columns: ['x', 'y'], source: 'Blobs', rev: 5 };

function stateOf(dataset: Partial<DatasetInfo> = {}, canRedo = false): PointsState {
  return { dataset: { ...BEFORE, ...dataset }, fit: { phase: 'idle' }, mixture: null, canRedo } as PointsState;
}

function surfaceWith(shift: Surface['shift']): Surface {
  return { shift, view: { ux: 1, uy: 1 }, marks: { selection: null }, invalidate: vi.fn() } as unknown as Surface;
}

const tell = (event: ServiceEvent) => {
  for (const listener of fake.listeners) listener(event);
};
const selected = () => [...usePoints.getState().selected];

beforeEach(async () => {
  fake.listeners.clear();
  fake.calls = [];
  fake.state = stateOf();
  followPoints();
  await vi.waitFor(() => expect(usePoints.getState().state?.dataset.rev).toBe(5));
  usePoints.getState().set({ selected: Uint32Array.of(3, 8) });
});

describe('what is selected', () => {
  it.each([
    ['nothing changed', stateOf()],
    ['points came', stateOf({ n: 12, rev: 6 })],
    ['points moved', stateOf({ rev: 6, max: [9, 9] })],
    ['a move was undone', stateOf({ rev: 6 }, true)],
  ])('stays when %s', (_, state) => {
    tell({ type: 'points', state });
    expect(selected()).toEqual([3, 8]);
  });

  it.each([
    ['a point went, though its number is there still', stateOf({ n: 9, rev: 6 })],
    ['points that had gone came back', stateOf({ n: 12, rev: 6 }, true)],
    ['others took their place', stateOf({ source: 'Penguins', rev: 6 })],
    ['others took their place under the same name', stateOf({ columns: ['a', 'b'], rev: 6 })],
  ])('goes when %s', (_, state) => {
    tell({ type: 'points', state });
    expect(selected()).toEqual([]);
  });

  it('goes when everything was replaced', () => {
    tell({ type: 'reset' });
    expect(selected()).toEqual([]);
  });

  it.each([
    ['undone', undo, 'undo'],
    ['done again', redo, 'redo'],
    ['erased', () => removePoints(Uint32Array.of(0)), 'remove 0'],
  ])('goes when something is %s here', async (_, work, call) => {
    await work();
    expect(selected()).toEqual([]);
    expect(fake.calls).toEqual([call]);
  });

  it('leaves no shift behind that the next selection would take', async () => {
    const surface = surfaceWith({ dx: 1, dy: 2 });
    const announce = vi.fn();
    await undo();
    await commitShift(surface, announce);
    expect(surface.shift).toBeNull();
    expect(announce).not.toHaveBeenCalled();
    expect(fake.calls).toEqual(['undo']);
  });

  it('is moved once by each of two shifts, the second begun before the first was through', async () => {
    const surface = surfaceWith({ dx: 1, dy: 0 });
    const nudge = commitShift(surface, vi.fn());
    await vi.waitFor(() => expect(fake.calls).toEqual(['move by 1,0']));
    shiftSelection(surface, 6, 0);
    const drag = commitShift(surface, vi.fn());
    fake.gates.shift()!();
    await nudge;
    expect(surface.shift).toEqual({ dx: 5, dy: 0 });
    await vi.waitFor(() => expect(fake.calls).toEqual(['move by 1,0', 'move by 5,0']));
    fake.gates.shift()!();
    await drag;
    expect(surface.shift).toBeNull();
  });
});

describe('two selections', () => {
  const join = (a: number[], b: number[], toggle: boolean) => [
    ...joined(Uint32Array.from(a), Uint32Array.from(b), toggle),
  ];

  it('are joined, and a point that is taken again is given back', () => {
    expect(join([1, 4, 9], [0, 4, 12], false)).toEqual([0, 1, 4, 9, 12]);
    expect(join([1, 4, 9], [4], true)).toEqual([1, 9]);
    expect(join([1, 4, 9], [5], true)).toEqual([1, 4, 5, 9]);
    expect([join([], [3], false), join([3], [], true), join([], [], true)]).toEqual([[3], [3], []]);
  });

  it('are joined as sets are', () => {
    const selection = fc.uniqueArray(fc.nat(40)).map((indices) => indices.sort((a, b) => a - b));
    fc.assert(
      fc.property(selection, selection, (a, b) => {
        const all = [...new Set([...a, ...b])].sort((one, other) => one - other);
        expect(join(a, b, false)).toEqual(all);
        expect(join(a, b, true)).toEqual(all.filter((index) => !(a.includes(index) && b.includes(index))));
      }),
    );
  });
});
