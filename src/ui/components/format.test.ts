// Numbers, shares and times in words, and names of downloads that every file system takes.

import { describe, expect, it } from 'vitest';
import { stampedName } from './download';
import {
  formatCount,
  formatFraction,
  formatMilliseconds,
  formatPercent,
  formatRate,
  formatShare,
  formatTimeLeft,
  plural,
} from './format';

describe('numbers as people read them', () => {
  it.each([
    [0.0421, '0.0421 ms'],
    [12.345, '12.3 ms'],
    [123.4, '123 ms'],
    [1500, '1.50 s'],
    [Number.NaN, '–'],
  ])('%d ms: %s', (ms, text) => expect(formatMilliseconds(ms)).toBe(text));

  it.each([
    [0, 'a few seconds'],
    [42.4, '42 s'],
    [90, '2 min'],
    [3600, '60 min'],
    [7200, '2 h'],
    [7500, '2 h 5 min'],
    [Number.POSITIVE_INFINITY, 'unknown'],
  ])('%d s left: %s', (seconds, text) => expect(formatTimeLeft(seconds)).toBe(text));

  it('says 100 % only when all is done', () => {
    expect(formatShare(0.9999)).toBe('99 %');
    expect(formatShare(1)).toBe('100 %');
    expect(formatShare(-1)).toBe('0 %');
  });

  it.each([
    [0, '0.0 %'],
    [0.0001, '< 0.1 %'],
    [0.123, '12.3 %'],
    [0.9994, '99.9 %'],
    [24_999 / 25_000, '> 99.9 %'],
    [1, '100.0 %'],
    // Weights that were normalised.
    [0.1 + 0.2 + 0.3 + 0.4 - 2 ** -53, '100.0 %'],
  ])('a share of %d is %s', (share, text) => expect(formatPercent(share)).toBe(text));

  it('gives a score of 1.000 only where nothing is wrong', () => {
    expect([0, 0.97312, 0.9994, 24_990 / 25_000, 1].map(formatFraction)).toEqual([
      '0.000',
      '0.973',
      '0.999',
      '> 0.999',
      '1.000',
    ]);
  });

  it('groups thousands and gives nouns their number', () => {
    expect(formatCount(1_234_567)).toBe('1,234,567');
    expect(plural(1, 'model')).toBe('1 model');
    expect(plural(0, 'model')).toBe('0 models');
    expect(plural(2000, 'entry', 'entries')).toBe('2,000 entries');
  });

  it('gives rates three figures', () => {
    expect(formatRate(1234)).toBe('1,230/s');
    expect(formatRate(0.5)).toBe('0.5/s');
    expect(formatRate(40.84, 'steps')).toBe('40.8 steps/s');
    expect(formatRate(0)).toBe('–');
  });
});

describe('names of downloads', () => {
  it('carry the time, sort by it, and hold no character that a file system refuses', () => {
    const early = stampedName('millrace', new Date(2026, 2, 1, 9, 5));
    expect(early).toBe('millrace-2026-03-01-0905');
    expect(stampedName('millrace', new Date(2026, 10, 1, 0, 0)) > early).toBe(true);
  });
});
