// Names of files, drafts in the browser's storage, and places in the text.

import { Text } from '@codemirror/state';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepDraft, readDrafts } from './drafts';
import { placeOf, positionOf, rangeOf } from './editor/places';
import { freeName, lineFeeds } from './names';

describe('a free name', () => {
  const list = ['mine.yaml', 'Mine-2.yaml', 'other.yaml'].map((file_name) => ({ file_name }));

  it.each([
    ['new', 'new.yaml'],
    ['new.yml', 'new.yaml'],
    ['mine.yaml', 'mine-3.yaml'],
    ['MINE', 'MINE-3.yaml'],
  ])('for %s is %s', (wanted, name) => {
    expect(freeName(wanted, list)).toBe(name);
  });
});

it('ends lines as the editor does', () => {
  expect(lineFeeds('a\r\nb\rc\n')).toBe('a\nb\nc\n');
});

/** A Storage of so many characters. */
class Shelf implements Storage {
  private readonly items = new Map<string, string>();
  [name: string]: unknown;

  constructor(private readonly room = 1000) {}

  get length() {
    return this.items.size;
  }
  key(i: number) {
    return [...this.items.keys()][i] ?? null;
  }
  getItem(key: string) {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    if (value.length > this.room) throw new DOMException('full', 'QuotaExceededError');
    this.items.set(key, value);
  }
  removeItem(key: string) {
    this.items.delete(key);
  }
  clear() {
    this.items.clear();
  }
}

describe('drafts', () => {
  const draft = { text: 'kind: image', file_name: 'a.yaml', base: '2026-01-01T00:00:00.000Z' };

  it('come back as they were kept, each by itself', () => {
    const storage = new Shelf();
    storage.setItem('other', '{}');
    expect(keepDraft('a', draft, storage)).toBe(true);
    expect(keepDraft('shipped:b', { ...draft, base: null }, storage)).toBe(true);
    expect(readDrafts(storage)).toEqual({ a: draft, 'shipped:b': { ...draft, base: null } });
    expect(keepDraft('a', null, storage)).toBe(true);
    expect(Object.keys(readDrafts(storage))).toEqual(['shipped:b']);
    expect(storage.getItem('other')).toBe('{}');
  });

  it('that the browser does not take are told of, and what was kept before stays', () => {
    const storage = new Shelf();
    keepDraft('a', draft, storage);
    expect(keepDraft('a', { ...draft, text: 'x'.repeat(2000) }, storage)).toBe(false);
    expect(readDrafts(storage)).toEqual({ a: draft });
    expect(keepDraft('a', draft, null)).toBe(false);
    expect(readDrafts(null)).toEqual({});
  });

  it('that are none are passed over', () => {
    const storage = new Shelf();
    for (const [i, text] of ['', '{', '5', 'null', '{"text":5,"file_name":"a"}', '[]'].entries()) {
      storage.setItem(`millrace:config-draft:${i}`, text);
    }
    expect(readDrafts(storage)).toEqual({});
  });
});

describe('places', () => {
  const text = Text.of(['kind: image', 'name: "a # b" # c', 'list: [one, two]', 'last:', '']);

  it('are positions, and back', () => {
    fc.assert(
      fc.property(fc.nat(text.length), (position) => {
        const { line, column } = placeOf(text, position);
        expect(positionOf(text, line, column)).toBe(position);
      }),
    );
  });

  it.each([
    [1, 7, 'image'],
    [1, 1, 'kind'],
    [2, 7, '"a # b"'],
    [3, 8, 'one'],
    [3, 13, 'two'],
    [3, 7, '[one, two]'],
    [4, 6, ':'],
  ])('%i:%i underlines %s', (line, column, word) => {
    const range = rangeOf(text, { line, column });
    expect(range && text.sliceString(range.from, range.to)).toBe(word);
  });

  it('of nowhere underline nothing, and of beyond the text lie within', () => {
    expect(rangeOf(text, { line: null, column: null })).toBeNull();
    expect(rangeOf(text, { line: 99, column: 99 })).toEqual({ from: text.length, to: text.length });
  });
});
