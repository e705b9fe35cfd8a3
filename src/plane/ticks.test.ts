// Labels along an axis: round, even and all different at any scale, with the digits that a pixel can tell apart.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCoordinate, niceTicks } from './ticks';

describe('ticks', () => {
  it('are round and labelled with as many decimals as they need', () => {
    expect(niceTicks(0, 1, 5)).toEqual({
      values: [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1],
      labels: ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0'],
      offset: '',
    });
    expect(niceTicks(-12, 13, 5).labels).toEqual(['−10', '−5', '0', '5', '10']);
  });

  it('use powers of ten for very large and very small values', () => {
    expect(niceTicks(0, 4e12, 4).labels).toEqual(['0', '1e12', '2e12', '3e12', '4e12']);
    expect(niceTicks(0, 3e-12, 3).labels).toEqual(['0', '1e−12', '2e−12', '3e−12']);
  });

  it('split off a common offset when only the last digits differ', () => {
    const { values, labels, offset } = niceTicks(1e12, 1e12 + 4, 4);
    expect(offset).toBe('+ 1e12');
    expect(labels).toEqual(['0', '1', '2', '3', '4']);
    expect(values).toEqual([1e12, 1e12 + 1, 1e12 + 2, 1e12 + 3, 1e12 + 4]);
  });

  it('lie within the axis, evenly, with labels all different, at any scale', () => {
    const exponent = fc.integer({ min: -60, max: 60 });
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 1, noNaN: true }),
        exponent,
        fc.integer({ min: 2, max: 10 }),
        (start, e, count) => {
          const low = start * 10 ** e;
          const high = low + 10 ** e;
          const { values, labels } = niceTicks(low, high, count);
          expect(values.length).toBeGreaterThan(0);
          expect(values.length).toBeLessThanOrEqual(count + 2);
          const slack = 1e-6 * (high - low);
          for (const value of values) expect(value >= low - slack && value <= high + slack).toBe(true);
          expect(new Set(labels).size).toBe(labels.length);
        },
      ),
    );
  });

  it('do not exist on an axis of no length', () => {
    expect(niceTicks(1, 1, 5).values).toEqual([]);
    expect(niceTicks(0, Number.POSITIVE_INFINITY, 5).values).toEqual([]);
  });
});

describe('coordinates', () => {
  it('have the digits that a pixel can tell apart', () => {
    expect(formatCoordinate(3.25159, 0.01)).toBe('3.25');
    expect(formatCoordinate(-3.25159, 0.001)).toBe('−3.252');
    expect(formatCoordinate(1234567, 100)).toBe('1234567');
    expect(formatCoordinate(0, 0.1)).toBe('0');
    expect(formatCoordinate(2.5e-12, 1e-14)).toBe('2.50e−12');
    expect(formatCoordinate(1e12 + 3, 0.1)).toContain('1000000000003');
  });

  it('are 0 only where a pixel cannot tell them from it', () => {
    expect(formatCoordinate(5e-4, 1e-4)).toBe('0.0005');
    expect(formatCoordinate(-9.1e-4, 1.5e-4)).toBe('−0.0009');
    expect(formatCoordinate(3e-5, 1.5e-5)).toBe('0.00003');
    expect(formatCoordinate(2e-9, 1e-9)).toBe('2e−9');
    expect(formatCoordinate(5e-4, 0.01)).toBe('0');
    expect(formatCoordinate(5e-9, 1e-7)).toBe('0');
  });
});
