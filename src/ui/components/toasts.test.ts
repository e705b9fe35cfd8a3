// Which messages stay, which come first, and which make room.

import { beforeEach, expect, it, vi } from 'vitest';

interface Shown {
  readonly id: string;
  readonly autoClose: false | number;
  readonly priority: number;
  readonly onClose: () => void;
}

let shown: Shown[] = [];

vi.mock('@mantine/notifications', () => ({
  Notifications: null,
  notifications: {
    show: (one: Shown) => shown.push(one),
    hide: (id: string) => {
      for (const gone of shown.filter((one) => one.id === id)) gone.onClose();
      shown = shown.filter((one) => one.id !== id);
    },
  },
}));
vi.mock('@mantine/notifications/styles.layer.css', () => ({}));
vi.stubGlobal('document', { activeElement: null, getElementById: () => null, addEventListener: () => {} });

const { hideToast, showToast } = await import('./toasts');

const idsShown = () => shown.map(({ id }) => id);

beforeEach(() => {
  for (const id of idsShown()) hideToast(id);
});

it('keeps what waits for an answer, before what is only to be read', () => {
  showToast({ id: 'read', level: 'error', title: 'Could not save', body: null });
  showToast({ id: 'undo', level: 'info', title: 'Removed', body: null, stays: true });
  showToast({ id: 'done', level: 'info', title: 'Saved', body: null });
  expect(shown.map(({ autoClose }) => autoClose)).toEqual([false, false, 8000]);
  expect(shown[1]!.priority).toBeGreaterThan(shown[0]!.priority);
});

it('keeps two of those at once: the oldest makes room, unless one has gone by itself', () => {
  const ask = (id: string) => showToast({ id, level: 'info', title: id, body: null, stays: true });
  showToast({ id: 'read', level: 'error', title: 'Could not save', body: null });
  ask('a');
  ask('b');
  ask('c');
  expect(idsShown()).toEqual(['read', 'b', 'c']);
  hideToast('c');
  ask('d');
  expect(idsShown()).toEqual(['read', 'b', 'd']);
});
