// A text shown in part ends in a whole character.

import { expect, it } from 'vitest';
import { beginningOf, shortened } from './beginning';

it('a text is cut between characters, wherever its length ends', () => {
  expect(shortened('👍'.repeat(3), 4)).toBe('👍👍…');
  expect(shortened('👍'.repeat(3), 5)).toBe('👍👍…');
  expect(shortened('👍'.repeat(3), 6)).toBe('👍👍👍');
  expect(beginningOf('𠮷野家', 1)).toBe('');
  expect(beginningOf('𠮷野家', 3)).toBe('𠮷野');
});

it('what is short enough stays as it is, broken or not', () => {
  expect(shortened('Short.', 6)).toBe('Short.');
  expect(shortened('\ud83d', 6)).toBe('\ud83d');
  expect(shortened('', 0)).toBe('');
});
