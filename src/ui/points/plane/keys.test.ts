// What the plane says of the keys pressed on it.

import { expect, it, vi } from 'vitest';
import type { PointsState } from '../../../wire/service';
import { usePoints } from '../store';
import type { Gestures } from './gestures';
import type { Hovering } from './hovering';
import { Keys } from './keys';
import type { Surface } from './surface';

vi.mock('../../../client', () => ({ service: { points: { remove: async () => {} } } }));
vi.mock('../../components/notify', () => ({ showError: vi.fn(), settleError: vi.fn() }));

const said: string[] = [];
const host = new EventTarget();
new Keys(host as HTMLElement, {} as Surface, {} as Gestures, {} as Hovering, (words) => void said.push(words));

function press(key: string, ctrlKey = false): void {
  host.dispatchEvent(Object.assign(new Event('keydown'), { key, ctrlKey, metaKey: false, altKey: false }));
}

it.each([
  [1, '1 point'],
  [2, '2 points'],
  [1234, '1,234 points'],
])('counts %d in words, selected and erased', async (n, words) => {
  said.length = 0;
  usePoints.getState().set({ state: { dataset: { n } } as PointsState });
  press('a', true);
  expect(said).toEqual([`${words} selected.`]);
  press('Delete');
  await vi.waitFor(() => expect(said).toEqual([`${words} selected.`, `${words} erased.`]));
});
