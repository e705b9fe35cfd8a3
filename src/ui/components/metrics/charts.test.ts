// Charts of metrics before they are drawn: smoothing, which columns share a chart, points over an axis, scales.

import { describe, expect, it } from 'vitest';
import { measured, nearest, pointsOf, quantitiesOf, type SeriesColumn } from './lines';
import { pathOf, scaleOf } from './scale';
import { smooth } from './smooth';

const of = (...values: number[]) => Float64Array.from(values);

describe('smooth', () => {
  // TensorBoard's own figures for weight 0.6: 1 · (0.6·0.4·1 + 0.4·2)/(1 − 0.36) …
  it('is the debiased moving average', () => {
    const smoothed = smooth(of(1, 2, 4), 0.6);
    expect(smoothed[0]).toBeCloseTo(1, 12);
    expect(smoothed[1]).toBeCloseTo((0.6 * 0.4 * 1 + 0.4 * 2) / (1 - 0.36), 12);
    expect(smoothed[2]).toBeCloseTo((0.36 * 0.4 * 1 + 0.6 * 0.4 * 2 + 0.4 * 4) / (1 - 0.216), 12);
  });

  it('passes over what is no number, and leaves it in its place', () => {
    const smoothed = smooth(of(1, Number.NaN, 2, Number.POSITIVE_INFINITY, 4), 0.6);
    expect(smoothed[1]).toBeNaN();
    expect(smoothed[3]).toBe(Number.POSITIVE_INFINITY);
    expect([smoothed[0], smoothed[2], smoothed[4]]).toEqual([...smooth(of(1, 2, 4), 0.6)]);
  });

  it('leaves constants and unsmoothed values exactly as they are', () => {
    expect([...smooth(of(0.1, 0.1, 0.1), 0.9)]).toEqual([0.1, 0.1, 0.1]);
    expect([...smooth(of(3, 1, 2), 0)]).toEqual([3, 1, 2]);
  });

  it('stays within the values', () => {
    const values = Float64Array.from({ length: 200 }, (_, i) => Math.sin(i * 1.7));
    for (const value of smooth(values, 0.99)) expect(Math.abs(value)).toBeLessThanOrEqual(1);
  });
});

describe('columns', () => {
  it('share a chart where they measure the same', () => {
    expect(quantitiesOf(['epoch', 'step', 'lr', 'val_acc', 'train_loss', 'val_loss', 'train_loss_step'])).toEqual([
      { quantity: 'loss', columns: ['train_loss', 'val_loss', 'train_loss_step'] },
      { quantity: 'acc', columns: ['val_acc'] },
      { quantity: 'lr', columns: ['lr'] },
    ]);
  });

  it('say of which part they are', () => {
    expect(measured('val_loss')).toEqual({ quantity: 'loss', part: 'val' });
    expect(measured('train_loss_epoch')).toEqual({ quantity: 'loss', part: 'train epoch' });
    expect(measured('log_likelihood')).toEqual({ quantity: 'log_likelihood', part: '' });
  });
});

describe('points', () => {
  const column: SeriesColumn = {
    name: 'train_loss',
    step: of(0, 1, 2, 3),
    epoch: of(0, 0, 1, 1),
    time: of(0.5, 1, 2, 3),
    value: of(4, 2, 3, 1),
  };

  it('stand over steps, seconds, or epochs, of which they are the means', () => {
    expect([...pointsOf(column, 'step').x]).toEqual([0, 1, 2, 3]);
    expect([...pointsOf(column, 'time').x]).toEqual([0.5, 1, 2, 3]);
    const epochs = pointsOf(column, 'epoch');
    expect([...epochs.x]).toEqual([1, 2]);
    expect([...epochs.y]).toEqual([3, 2]);
  });

  it('are put in order, those without a place left out', () => {
    const odd = { ...column, step: of(3, Number.NaN, 1, 2) };
    const { x, y } = pointsOf(odd, 'step');
    expect([...x]).toEqual([1, 2, 3]);
    expect([...y]).toEqual([3, 1, 4]);
  });

  it('are found by the nearest place', () => {
    const x = of(0, 10, 20);
    expect([-5, 4, 5, 6, 14.9, 99].map((at) => nearest(x, at))).toEqual([0, 0, 0, 1, 1, 2]);
    expect(nearest(of(), 1)).toBe(-1);
  });
});

describe('a scale', () => {
  const size = { width: 400, height: 200 };

  it('holds numbers of any size', () => {
    const line = { x: of(1, 2, 3), y: of(1.7e308, -1.7e308, 5e-324) };
    const scale = scaleOf([line], 'step', size);
    expect(scale && pathOf(line, scale)).toMatch(/^M[\d.]+ -?[\d.]+L[\d.]+ -?[\d.]+L[\d.]+ [\d.]+$/);
  });

  it('is none where no value is a number', () => {
    const y = of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    expect(scaleOf([{ x: of(1, 2, 3), y }], 'step', size)).toBeNull();
  });
});
