// Drawings: put where training images' are, stroke by stroke on the pad, and on what paper.

import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { looksOfPixels } from '../looks';
import { EMPTY, useImages } from '../store';
import { clearPad, extendStroke, startStroke, undoStroke } from './drawing';
import { AS_DRAWN, centredPlacement, type PenStroke } from './strokes';

beforeEach(() => useImages.setState(EMPTY, true));

describe('a drawing in the middle', () => {
  const coordinate = fc.double({ min: 0, max: 1, noNaN: true });
  const stroke = fc.record({
    width: fc.constantFrom(0.05, 0.09, 0.14),
    points: fc
      .array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 20 })
      .map((points): readonly number[] => points.flat()),
  });

  it('lies within the picture, as large as MNIST’s digits, wherever it was drawn', () => {
    fc.assert(
      fc.property(fc.array(stroke, { minLength: 1, maxLength: 4 }), (strokes) => {
        const { left, right, top, bottom } = placed(strokes);
        const pen = Math.max(...strokes.map(({ width }) => width));
        for (const low of [left, top]) expect(low).toBeGreaterThanOrEqual(pen / 2 - 1e-9);
        for (const high of [right, bottom]) expect(high).toBeLessThanOrEqual(1 - pen / 2 + 1e-9);
        expect(Math.max(right - left, bottom - top)).toBeLessThanOrEqual(20 / 28 - pen + 1e-9);
      }),
    );
  });

  it('fills twenty of twenty-eight pixels, ink and all, unless it is a dot', () => {
    const line = { width: 0.1, points: [0.1, 0.1, 0.1, 0.35] };
    const { top, bottom } = placed([line]);
    expect(bottom - top + 0.1).toBeCloseTo(20 / 28, 9);
    const dot = placed([{ width: 0.1, points: [0.9, 0.2] }]);
    expect(dot).toEqual({ left: 0.5, right: 0.5, top: 0.5, bottom: 0.5 });
  });

  it('has its centre of mass in the middle', () => {
    // Most of the ink is on the left.
    const strokes = [
      { width: 0.05, points: [0.2, 0.2, 0.2, 0.6] },
      { width: 0.05, points: [0.2, 0.4, 0.4, 0.4] },
    ];
    const { left, right } = placed(strokes);
    expect((left + right) / 2).toBeGreaterThan(0.55);
    const moved = strokes.map(({ width, points }) => ({ width, points: points.map((at) => at + 0.3) }));
    expect(placed(moved).left).toBeCloseTo(left, 9);
  });

  it('stays as it is where there is none', () => {
    expect(centredPlacement([])).toEqual(AS_DRAWN);
    expect(centredPlacement([{ width: 0.1, points: [] }])).toEqual(AS_DRAWN);
  });

  function placed(strokes: readonly PenStroke[]) {
    const { scale, dx, dy } = centredPlacement(strokes);
    const xs = strokes.flatMap(({ points }) => points.filter((_, i) => i % 2 === 0).map((x) => scale * x + dx));
    const ys = strokes.flatMap(({ points }) => points.filter((_, i) => i % 2 === 1).map((y) => scale * y + dy));
    return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
  }
});

describe('the pad', () => {
  it('takes strokes in its pen’s width, takes them back, and is cleared', () => {
    startStroke([0.1, 0.1]);
    extendStroke([0.2, 0.2, 0.3, 0.3]);
    useImages.setState({ pen: 0.14 });
    startStroke([0.5, 0.5]);
    expect(useImages.getState().strokes).toEqual([
      { width: 0.09, points: [0.1, 0.1, 0.2, 0.2, 0.3, 0.3] },
      { width: 0.14, points: [0.5, 0.5] },
    ]);
    undoStroke();
    expect(useImages.getState().strokes).toHaveLength(1);
    clearPad();
    expect(useImages.getState().strokes).toEqual([]);
    extendStroke([0.1, 0.1]);
    expect(useImages.getState().strokes).toEqual([]);
  });

  it('begins anew where a stroke goes on for long, without a gap', () => {
    startStroke(Array.from({ length: 4002 }, () => 0.25));
    extendStroke([0.5, 0.5]);
    expect(useImages.getState().strokes.map(({ points }) => points.length)).toEqual([4002, 4]);
    expect(useImages.getState().strokes[1]?.points).toEqual([0.25, 0.25, 0.5, 0.5]);
  });

  it('knows light paper by the edges of images', () => {
    const pixels = (edge: number, inside: number) =>
      Array.from({ length: 16 }, (_, i) => {
        const within = [5, 6, 9, 10].includes(i);
        const value = within ? inside : edge;
        return [value, value, value, 255];
      }).flat();
    expect(looksOfPixels(pixels(255, 0), 4)).toEqual({ edge: 1, coloured: false });
    expect(looksOfPixels(pixels(0, 255), 4)).toEqual({ edge: 0, coloured: false });
    expect(looksOfPixels(pixels(0, 255).fill(80, 20, 21), 4).coloured).toBe(true);
  });
});
