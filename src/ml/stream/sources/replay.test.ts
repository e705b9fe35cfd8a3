// A file as a source: its columns and classes, rows that are not in order.

import { describe, expect, it } from 'vitest';
import { createSource, type SourceConfig, SourceError } from './index';
import { BIRDS, kept } from './sources.fixture';

describe('a file', () => {
  it('finds columns, classes, and rows with missing values', () => {
    const { info } = createSource(BIRDS);
    expect(info.features).toEqual(['length', 'island = Biscoe', 'island = Dream']);
    expect(info.classes).toEqual(['Adelie', 'Chinstrap', 'Gentoo']);
    expect(info.task).toEqual({ kind: 'classification', n_classes: 3 });
    expect(info.length).toBe(53);
    expect(info.notes).toHaveLength(2);
    const source = createSource(BIRDS);
    const batch = source.next(5);
    expect([...batch!.X]).toEqual([0, 0, 1, 0.5, 1, 0, 1, 0, 1, 1.5, 1, 0, 2.5, 1, 0]);
    expect([...batch!.y]).toEqual([2, 0, 1, 2, 1]);
    expect(source.next(100)?.n).toBe(48);
    expect(source.next(1)).toBeNull();
    expect(source.next(1)).toBeNull();
  });

  it('tells classes from numbers to predict', () => {
    const task = (cells: readonly (string | number)[]) =>
      createSource({ id: 'file', headers: ['a', 'b'], rows: cells.map((cell, i) => [i, cell]), target: 'b' }).info;
    expect(task(['1', '10', '2', '1.0']).classes).toEqual(['1', '2', '10']);
    expect(task([0.5, 1, 2]).task).toEqual({ kind: 'regression' });
    expect(task(Array.from({ length: 30 }, (_, i) => i)).task).toEqual({ kind: 'regression' });
    expect(() => task(Array.from({ length: 30 }, (_, i) => `word ${i}`))).toThrow(RangeError);
    expect(() => task(['', ''])).toThrow(RangeError);
    expect(() => createSource({ id: 'file', headers: ['a'], rows: [[1]], target: 'b' })).toThrow(/no column "b"/);
    expect(() => createSource({ id: 'file', headers: ['b'], rows: [[1]], target: 'b' })).toThrow(RangeError);
  });

  it('takes what only looks like a number to computers for a word', () => {
    const words = ['0x1F', '0b11', '0o17', ' 0X1f'];
    const rows = words.map((word, i) => [word, i % 2]);
    const { info } = createSource({ id: 'file', headers: ['code', 'y'], rows, target: 'y' });
    expect(info.features).toEqual(['code = 0X1f', 'code = 0b11', 'code = 0o17', 'code = 0x1F']);
    expect(
      createSource({ id: 'file', headers: ['y', 'code'], rows: rows.map(([a, b]) => [b, a]), target: 'code' }).info,
    ).toMatchObject({ classes: ['0X1f', '0b11', '0o17', '0x1F'] });
  });

  it('gives what comes before a row that is not in order, then says where it is', () => {
    const rows = Array.from({ length: 40 }, (_, i) => [i, i + 0.5]);
    const config = (odd: readonly (string | number)[]): SourceConfig => {
      return { id: 'file', headers: ['a', 'b'], rows: rows.map((row, i) => (i === 12 ? odd : row)), target: 'b' };
    };
    const ragged = createSource(config([1, 2, 3]));
    expect(ragged.next(10)?.n).toBe(10);
    expect(ragged.next(10)?.n).toBe(2);
    const before = kept(ragged);
    expect(() => ragged.next(10)).toThrow(new SourceError(13, null, 'Row 13 has 3 columns, not 2.'));
    expect(kept(ragged)).toEqual(before);
    const odd = createSource(config(['many', 2]));
    odd.next(12);
    expect(() => odd.next(1)).toThrow('Row 13, column "a": "many" is no number.');
  });
});
