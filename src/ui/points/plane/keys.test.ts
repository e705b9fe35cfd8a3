// What the plane says of the keys pressed on it.

import { expect, it, vi } from 'vitest';
import type { PointsState } from '../../../wire/service';
import { undo } from '../actions';
import { usePoints } from '../store';
import type { PlaneController } from './controller';
import { setCurrent } from './current';
import type { Gestures } from './gestures';
import type { Hovering } from './hovering';
import { Keys } from './keys';
import { noMarks } from './scene';
import { commitsMade } from './selecting';
import type { Surface } from './surface';

const calls = vi.hoisted(() => [] as string[]);
vi.mock('../../../client', () => ({
  service: {
    points: {
      remove: async () => {},
      rows: async () => ({ data: Float64Array.of(0, 0), n: 1, d: 2 }),
      move: async () => void calls.push('move'),
      undo: async () => void calls.push('undo'),
    },
  },
}));
vi.mock('../../components/notify', () => ({ showError: vi.fn(), settleError: vi.fn() }));

const said: string[] = [];
const host = new EventTarget();
const points = [0, 0.5, 1, 1.5].map((x, index) => ({ index, x, y: 2 * x }));
const surface = {
  view: { cx: 0, cy: 0, ux: 0.1, uy: 0.1 },
  size: { width: 400, height: 300 },
  marks: noMarks(),
  painter: { point: async (index: number) => points[index] },
  invalidate: vi.fn(),
  setView: vi.fn(),
};
const hovering = { point: vi.fn(), clear: vi.fn() };
const keys = new Keys(
  host as HTMLElement,
  surface as unknown as Surface,
  {} as Gestures,
  hovering as unknown as Hovering,
  (words) => void said.push(words),
);

const PLAIN = { code: '', ctrlKey: false, altKey: false, metaKey: false };

function press(key: string, held: Partial<typeof PLAIN> = {}): boolean {
  const event = new Event('keydown', { cancelable: true });
  host.dispatchEvent(Object.assign(event, PLAIN, { key, ...held }));
  return event.defaultPrevented;
}

it.each([
  [1, '1 point'],
  [2, '2 points'],
  [1234, '1,234 points'],
])('counts %d in words, selected and erased', async (n, words) => {
  said.length = 0;
  usePoints.getState().set({ state: { dataset: { n } } as PointsState });
  press('a', { ctrlKey: true });
  expect(said).toEqual([`${words} selected.`]);
  press('Delete');
  await vi.waitFor(() => expect(said).toEqual([`${words} selected.`, `${words} erased.`]));
});

it('tells each point by its own place, however fast they are gone through', async () => {
  said.length = 0;
  usePoints.getState().set({ state: { dataset: { n: 4 } } as PointsState });
  press('Escape');
  press(']');
  press(']');
  await vi.waitFor(() => expect(said).toHaveLength(2));
  expect(said).toEqual(['Point 1 of 4: x 0, y 0', 'Point 2 of 4: x 0.5, y 1.0']);
});

it.each([
  ['with AltGr', ']', { ctrlKey: true, altKey: true }],
  ['with Option', ']', { altKey: true }],
  ['where they are letters of another script', 'ъ', { code: 'BracketRight' }],
])('takes brackets that are typed %s', async (_, key, held) => {
  said.length = 0;
  usePoints.getState().set({ state: { dataset: { n: 4 } } as PointsState });
  expect(press(key, held)).toBe(true);
  await vi.waitFor(() => expect(said).toHaveLength(1));
});

it('leaves the browser its own combinations', () => {
  for (const held of [{ ctrlKey: true }, { metaKey: true }]) expect(press(']', held)).toBe(false);
});

it('selects all on a keyboard of another script', () => {
  said.length = 0;
  expect(press('ф', { code: 'KeyA', ctrlKey: true })).toBe(true);
  expect(said).toEqual(['4 points selected.']);
});

it('an undo takes back the arrows of a moment ago, and not the step before them', async () => {
  calls.length = 0;
  Object.assign(surface, { shift: null });
  usePoints.getState().set({
    state: { dataset: { n: 4 } } as PointsState,
    tool: 'select',
    selected: Uint32Array.of(2),
  });
  const settleMoves = () => {
    keys.settleNudge();
    return commitsMade();
  };
  setCurrent({ settleMoves } as PlaneController);
  press('ArrowRight');
  await undo();
  setCurrent(null);
  expect(calls).toEqual(['move', 'undo']);
  expect(usePoints.getState().selected).toHaveLength(0);
});
