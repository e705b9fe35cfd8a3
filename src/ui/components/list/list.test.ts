// What lists have in common: tags, finding, sorting, choosing rows and pages.

import { describe, expect, it } from 'vitest';
import { compareFigures, compareKeys, finder } from './arrange';
import { allToggled, toggled } from './choosing';
import { pageWithin } from './Listing';
import { tagsOf } from './tags';

describe('tags', () => {
  it('are words between commas, each once', () => {
    expect(tagsOf(' first try, small ,, small')).toEqual(['first try', 'small']);
    expect(tagsOf('')).toEqual([]);
  });
});

describe('finding', () => {
  it('wants every word somewhere, whatever its case', () => {
    expect(finder(' TWO  one ')(['one', 'and two'])).toBe(true);
    expect(finder('one three')(['one', 'and two'])).toBe(false);
    expect(finder('  ')([])).toBe(true);
  });
});

describe('order', () => {
  it('has what is missing at the end whichever way', () => {
    const sorted = (way: 1 | -1) => [2, null, 10, Number.NaN, 1].sort((a, b) => compareKeys(a, b, way));
    expect(sorted(1)).toEqual([1, 2, 10, null, Number.NaN]);
    expect(sorted(-1)).toEqual([10, 2, 1, null, Number.NaN]);
  });

  it('counts in words as people do', () => {
    expect(['run 10', 'Run 2', 'run 1'].sort((a, b) => compareKeys(a, b, 1))).toEqual(['run 1', 'Run 2', 'run 10']);
  });

  it('is from the best where it descends, figures of one name together', () => {
    const figures = [
      { name: 'loss', value: 0.5 },
      { name: 'accuracy', value: 0.7 },
      null,
      { name: 'loss', value: 0.1 },
      { name: 'accuracy', value: 0.9 },
    ];
    const values = (way: 1 | -1) => figures.toSorted((a, b) => compareFigures(a, b, way)).map((f) => f?.value);
    expect(values(-1)).toEqual([0.9, 0.7, 0.1, 0.5, undefined]);
    expect(values(1)).toEqual([0.7, 0.9, 0.5, 0.1, undefined]);
  });
});

describe('choosing', () => {
  it('turns one row, and leaves the others', () => {
    expect([...toggled(new Set(['a']), 'b')]).toEqual(['a', 'b']);
    expect([...toggled(new Set(['a', 'b']), 'a')]).toEqual(['b']);
  });

  it('turns all that are shown; those of other pages stay', () => {
    expect([...allToggled(new Set(['x', 'a']), ['a', 'b'])]).toEqual(['x', 'a', 'b']);
    expect([...allToggled(new Set(['x', 'a', 'b']), ['a', 'b'])]).toEqual(['x']);
  });
});

describe('pages', () => {
  it('end where rows end', () => {
    expect(pageWithin(3, 101)).toBe(2);
    expect(pageWithin(1, 101)).toBe(1);
    expect(pageWithin(2, 0)).toBe(0);
  });
});
