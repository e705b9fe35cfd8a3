// What "Delete everything" forgets of the browser's own storage, and what it leaves to others of the same origin.

import { expect, it } from 'vitest';
import { forgetNotes } from './notes';

class Shelf implements Storage {
  private readonly kept: Map<string, string>;

  constructor(...keys: readonly string[]) {
    this.kept = new Map(keys.map((key) => [key, '1']));
  }

  get length(): number {
    return this.kept.size;
  }

  clear(): void {
    this.kept.clear();
  }

  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }

  key(index: number): string | null {
    return [...this.kept.keys()][index] ?? null;
  }

  removeItem(key: string): void {
    this.kept.delete(key);
  }

  setItem(key: string, value: string): void {
    this.kept.set(key, value);
  }
}

it('forgets all that the app noted, and nothing of other apps of the origin', () => {
  const shelf = new Shelf(
    'millrace:keys',
    'another',
    'millrace:points-view',
    'millrace:config-draft:7',
    'their:millrace:',
  );
  forgetNotes(shelf);
  expect(Array.from({ length: shelf.length }, (_, i) => shelf.key(i))).toEqual(['another', 'their:millrace:']);
});

it('has nothing to do where the browser forbids storage', () => {
  expect(() => forgetNotes(null)).not.toThrow();
});
