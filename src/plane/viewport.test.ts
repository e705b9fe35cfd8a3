// The way between data and pixels and back, under zooming, panning and fitting, and pictures moved along between frames.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxOf, emptyView, fitBox, fromX, fromY, panned, placement, toX, toY, viewBetween, zoomed } from './viewport';

const size = { width: 900, height: 600 };

describe('the way between data and pixels', () => {
  it('goes there and back', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 900, noNaN: true }),
        (cx, px) => {
          const view = { cx, cy: -cx, ux: 0.02, uy: 0.5 };
          expect(toX(view, size, fromX(view, size, px))).toBeCloseTo(px, 5);
          expect(toY(view, size, fromY(view, size, px))).toBeCloseTo(px, 5);
        },
      ),
    );
  });

  it('draws y upwards', () => {
    const view = emptyView(size);
    expect(toY(view, size, 1)).toBeLessThan(toY(view, size, 0));
  });

  it.each([
    ['around 1e12', 1e12, 1],
    ['of 1e-12', 0, 1e-12],
    ['of 1e90', 0, 1e90],
  ])('tells apart data %s', (_, offset, span) => {
    const view = fitBox({ x0: offset, x1: offset + span, y0: offset, y1: offset + span }, size);
    const pixels = [0, 0.25, 0.5, 0.75, 1].map((t) => toX(view, size, offset + t * span));
    for (let i = 1; i < pixels.length; i++) expect(pixels[i]! - pixels[i - 1]!).toBeGreaterThan(50);
    expect(pixels[0]).toBeGreaterThan(0);
    expect(pixels.at(-1)).toBeLessThan(size.width);
  });
});

describe('zooming and panning', () => {
  it('keeps what is under the pointer', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.3, max: 3, noNaN: true }),
        fc.integer({ min: 0, max: 900 }),
        fc.integer({ min: 0, max: 600 }),
        (factor, px, py) => {
          const view = { cx: 5, cy: -2, ux: 0.01, uy: 0.03 };
          const after = zoomed(view, size, factor, px, py);
          expect(fromX(after, size, px)).toBeCloseTo(fromX(view, size, px), 9);
          expect(fromY(after, size, py)).toBeCloseTo(fromY(view, size, py), 9);
          expect(after.ux).toBeCloseTo(view.ux / factor, 12);
        },
      ),
    );
  });

  it('stops where neighbouring pixels would be the same number', () => {
    let view = { cx: 1e6, cy: 1e6, ux: 1, uy: 1 };
    for (let i = 0; i < 500; i++) view = zoomed(view, size, 2, 450, 300);
    expect(fromX(view, size, 451)).toBeGreaterThan(fromX(view, size, 450));
  });

  it('moves the data with the hand', () => {
    const view = { cx: 5, cy: -2, ux: 0.01, uy: 0.03 };
    const after = panned(view, 30, -20);
    expect(toX(after, size, 5)).toBeCloseTo(toX(view, size, 5) + 30, 9);
    expect(toY(after, size, -2)).toBeCloseTo(toY(view, size, -2) - 20, 9);
  });
});

describe('fitting', () => {
  it('shows the whole box, whatever its shape', () => {
    const value = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(value, value, value, value, (a, b, c, d) => {
        const box = { x0: Math.min(a, b), x1: Math.max(a, b), y0: Math.min(c, d), y1: Math.max(c, d) };
        const view = fitBox(box, size);
        const seen = boxOf(view, size);
        expect(seen.x0).toBeLessThan(box.x0);
        expect(seen.x1).toBeGreaterThan(box.x1);
        expect(seen.y0).toBeLessThan(box.y0);
        expect(seen.y1).toBeGreaterThan(box.y1);
      }),
    );
  });

  it('draws similar spans to one scale, and different ones each to its own', () => {
    const similar = fitBox({ x0: 0, x1: 4, y0: 0, y1: 3 }, size);
    expect(similar.ux).toBe(similar.uy);
    const different = fitBox({ x0: 0, x1: 4, y0: 0, y1: 4000 }, size);
    expect(different.uy / different.ux).toBeGreaterThan(100);
  });
});

describe('pictures between frames', () => {
  it('are left alone where they belong', () => {
    const view = { cx: 3, cy: 4, ux: 0.013, uy: 0.7 };
    expect(placement(boxOf(view, size), size, view, size)).toBe('matrix(1, 0, 0, 1, 0, 0)');
  });

  it('follow a pan by as many pixels', () => {
    const view = { cx: 3, cy: 4, ux: 0.5, uy: 0.5 };
    expect(placement(boxOf(view, size), size, panned(view, 8, -4), size)).toBe('matrix(1, 0, 0, 1, 8, -4)');
  });
});

it('glides from one view to the other', () => {
  const from = { cx: 0, cy: 0, ux: 1, uy: 1 };
  const to = { cx: 10, cy: -4, ux: 0.01, uy: 0.01 };
  const start = viewBetween(from, to, 0);
  expect(start.cx).toBeCloseTo(0, 12);
  expect(start.ux).toBe(1);
  expect(viewBetween(from, to, 1)).toEqual(to);
  expect(viewBetween(from, to, 0.5).ux).toBeCloseTo(0.1, 12);
});
