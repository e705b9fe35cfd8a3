// Values, durations and headlines of runs in words.

import { describe, expect, it } from 'vitest';
import { formatDuration, formatValue, plainWords } from '../components/metrics/words';
import { headlineOf } from './words';

describe('formatValue', () => {
  it.each([
    [0.943_182, '0.9432'],
    [-0.5, '−0.5000'],
    [12, '12'],
    [-1_234, '−1,234'],
    [-1234.56, '−1,234.6'],
    [0.000_03, '3.00e−5'],
    [12_345_678, '1.23e7'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '−∞'],
    [0, '0'],
    [null, '–'],
  ])('%s is %s', (value, words) => {
    expect(formatValue(value)).toBe(words);
  });
});

describe('formatValue of a metric', () => {
  it('tells whole values of scores as scores, and counts as counts', () => {
    expect(formatValue(1, 'val_acc')).toBe('1.000');
    expect(formatValue(24_999 / 25_000, 'val_acc')).toBe('0.9999');
    expect(formatValue(0.999_96, 'val_loss')).toBe('1.000');
    expect(formatValue(-5196, 'log_likelihood')).toBe('−5,196.0');
    expect(formatValue(3, 'detections')).toBe('3');
    expect(formatValue(0, 'val_loss')).toBe('0');
  });
});

describe('formatDuration', () => {
  it.each([
    [0.42, '0.4 s'],
    [9.96, '10.0 s'],
    [59.7, '1 min 0 s'],
    [125, '2 min 5 s'],
    [7_512, '2 h 5 min'],
    [7_199, '2 h 0 min'],
    [Number.NaN, '–'],
  ])('%s seconds are %s', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words);
  });
});

describe('plainWords', () => {
  it.each([
    ['loss', 'How far off'],
    ['val_acc', 'Share right, on unseen data'],
    ['train_loss_epoch', 'How far off, while learning'],
    ['test/f1', 'Balance of hits and misses, on test data'],
    ['toString', null],
    ['val_top_3_acc', null],
  ])('of %s are %s', (column, words) => {
    expect(plainWords(column)).toBe(words);
  });
});

describe('headlineOf', () => {
  const of = (...columns: string[]) =>
    headlineOf({ best_metrics: Object.fromEntries(columns.map((name) => [`best_${name}`, 1])), final_metrics: {} });

  it('takes what was judged before what was learnt, scores before losses', () => {
    expect(of('train_loss', 'val_loss', 'val_acc')).toBe('val_acc');
    expect(of('train_loss', 'val_loss')).toBe('val_loss');
    expect(of('train_loss', 'val_top_3_acc')).toBe('val_top_3_acc');
    expect(of('train_loss')).toBe('train_loss');
    expect(of('bic', 'log_likelihood')).toBe('log_likelihood');
  });

  it('is nothing without metrics', () => {
    expect(of()).toBeNull();
  });
});
