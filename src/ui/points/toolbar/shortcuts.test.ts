// Which keys the page's commands answer to, on keyboards of several scripts.

import { expect, it, vi } from 'vitest';
import { SHORTCUTS } from './shortcuts';

vi.mock('../../../client', () => ({ service: {} }));
vi.mock('../plane/Plane', () => ({ fitView: vi.fn(), zoomBy: vi.fn() }));

function meant(key: string, code: string, held: Partial<KeyboardEvent> = {}): string | undefined {
  const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  const event = { ...plain, ...held, key, code } as KeyboardEvent;
  return SHORTCUTS.find((item) => item.matches(event))?.label;
}

it.each([
  ['z', 'Z', 'y', 'KeyZ', 'KeyY'],
  ['я', 'Я', 'н', 'KeyZ', 'KeyY'],
  ['ζ', 'Ζ', 'υ', 'KeyZ', 'KeyY'],
  // AZERTY has its Z where others have W.
  ['z', 'Z', 'y', 'KeyW', 'KeyY'],
])('undoes and redoes by %s', (z, shifted, y, zCode, yCode) => {
  expect(meant(z, zCode, { ctrlKey: true })).toBe('Undo');
  expect(meant(shifted, zCode, { metaKey: true, shiftKey: true })).toBe('Redo');
  expect(meant(y, yCode, { ctrlKey: true })).toBe('Redo');
});

it('finds the tools by their letters in any script', () => {
  expect(['a', 's', 'e', 'v', 'h'].map((key) => meant(key, `Key${key.toUpperCase()}`))).toEqual(
    ['ф', 'ы', 'у', 'м', 'р'].map((key, i) => meant(key, `Key${'ASEVH'[i]}`)),
  );
  expect(meant('ф', 'KeyA')).toBe('Add points');
  expect(meant('ф', 'KeyA', { ctrlKey: true })).toBeUndefined();
});
