// Keys of keyboards that write other letters than ours.

import { expect, it } from 'vitest';
import { typedKey } from './typedKey';

it.each([
  ['я', 'KeyZ', 'z'],
  ['Я', 'KeyZ', 'z'],
  ['ζ', 'KeyZ', 'z'],
  ['ש', 'KeyA', 'a'],
  ['х', 'BracketLeft', '['],
  ['ж', 'Semicolon', 'ж'],
])('%s on %s is %s', (key, code, meant) => {
  expect(typedKey({ key, code })).toBe(meant);
});

it('is what was written on keyboards of our letters, wherever they have them', () => {
  // AZERTY, QWERTZ, Polish AltGr, and keys that are no letters.
  const written = [
    ['z', 'KeyW'],
    ['y', 'KeyZ'],
    ['ą', 'KeyA'],
    ['ü', 'BracketLeft'],
    ['.', 'KeyE'],
    ['ArrowLeft', 'ArrowLeft'],
    [' ', 'Space'],
  ] as const;
  for (const [key, code] of written) expect(typedKey({ key, code })).toBe(key);
});
