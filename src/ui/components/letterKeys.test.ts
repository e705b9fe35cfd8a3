// Keys of a single letter can be switched off, stay so after a reload, and leave all other keys alone.

import { beforeEach, describe, expect, it, vi } from 'vitest';

const stored = new Map<string, string>();
vi.stubGlobal('window', {
  localStorage: {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  },
});

const { isNamed, isSwitchedOff, readLetters, switchLetters } = await import('./letterKeys');

const press = (key: string, more: Partial<Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey'>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

beforeEach(() => switchLetters(true));

describe('keys of a single character', () => {
  it('mean something until they are switched off, and again once they are back on', () => {
    for (const key of ['a', 'A', '.', '+', '−', ' ', 'ы']) {
      expect(isSwitchedOff(press(key))).toBe(false);
      switchLetters(false);
      expect(isSwitchedOff(press(key))).toBe(true);
      switchLetters(true);
      expect(isSwitchedOff(press(key))).toBe(false);
    }
  });

  it('leave named keys and combinations alone', () => {
    switchLetters(false);
    for (const key of ['ArrowLeft', 'Enter', 'Delete', 'F6']) expect(isSwitchedOff(press(key))).toBe(false);
    for (const with_ of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) {
      expect(isSwitchedOff(press('z', with_))).toBe(false);
    }
  });

  it('are shown by that character, but for Space', () => {
    expect(['A', '.', '−', 'Space'].filter(isNamed)).toEqual([]);
    expect(['Ctrl Z', 'Delete', 'F6'].every(isNamed)).toBe(true);
  });

  it('stay as they were left; a note that cannot be read leaves them on', () => {
    switchLetters(false);
    expect(readLetters(stored.get('millrace:keys') ?? null)).toBe(false);
    switchLetters(true);
    expect(readLetters(stored.get('millrace:keys') ?? null)).toBe(true);
    for (const text of [null, '', '{', '7', '{"letters":"no"}']) expect(readLetters(text)).toBe(true);
  });
});
