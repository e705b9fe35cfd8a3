// Points that are found by pointer, frame and brush, how large and dense they are drawn, and the picture as SVG.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDense, markerRadius, Painter } from './painter';
import { LIGHT_THEME } from './palette';
import { escapeXml } from './pen';
import { svgDocument, svgMarkers } from './svg';

const size = { width: 400, height: 300 };
const view = { cx: 0, cy: 0, ux: 0.1, uy: 0.1 };
const request = { view, size, scale: 1, theme: LIGHT_THEME, colouring: 'plain' as const, selection: true, shift: null };
const points = fc.array(fc.tuple(fc.integer({ min: -15, max: 15 }), fc.integer({ min: -15, max: 15 })), {
  minLength: 1,
  maxLength: 60,
});

function painterWith(rows: readonly (readonly [number, number])[]): Painter {
  const painter = new Painter();
  painter.setPoints(Float64Array.from(rows.flat()));
  return painter;
}

describe('finding points', () => {
  it('finds the nearest in pixels, within reach', () => {
    fc.assert(
      fc.property(points, fc.integer({ min: -15, max: 15 }), fc.integer({ min: -15, max: 15 }), (rows, x, y) => {
        const apart = rows.map(([px, py]) => Math.hypot(px - x, py - y) / 0.1);
        const found = painterWith(rows).nearest(view, x, y, 25);
        const least = Math.min(...apart);
        if (least > 25) expect(found).toBeNull();
        else expect(apart[found!.index]).toBe(least);
      }),
    );
  });

  it('measures in pixels, not in data', () => {
    const painter = painterWith([
      [1, 0],
      [0, 100],
    ]);
    expect(painter.nearest({ cx: 0, cy: 0, ux: 0.1, uy: 100 }, 0, 0, 12)?.index).toBe(1);
  });

  it('finds what a rectangle and the same rectangle as a loop hold', () => {
    fc.assert(
      fc.property(points, (rows) => {
        const painter = painterWith(rows);
        const box = { x0: -4.5, x1: 6.5, y0: -9.5, y1: 3.5 };
        const loop = Float64Array.of(-4.5, -9.5, 6.5, -9.5, 6.5, 3.5, -4.5, 3.5);
        const inside = rows.flatMap(([x, y], i) => (x > -4.5 && x < 6.5 && y > -9.5 && y < 3.5 ? [i] : []));
        expect([...painter.inBox(box)]).toEqual(inside);
        expect([...painter.inLoop(loop)]).toEqual(inside);
      }),
    );
  });

  it('gives the frame around a selection', () => {
    const painter = painterWith([
      [1, 5],
      [2, -3],
      [9, 9],
    ]);
    expect(painter.setSelection(Uint32Array.of(0, 1))).toEqual({ x0: 1, x1: 2, y0: -3, y1: 5 });
    expect(painter.setSelection(Uint32Array.of(7))).toBeNull();
  });
});

describe('the brush', () => {
  it('takes what its whole stroke passes over, until it is given up', () => {
    const painter = painterWith([
      [0, 0],
      [5, 0.5],
      [10, 0],
      [5, 8],
    ]);
    expect(painter.brush(view, Float64Array.of(0, 0, 10, 0), 10)).toBe(3);
    expect(painter.brush(view, Float64Array.of(0, 0, 10, 0), 10)).toBe(0);
    expect([...painter.brushed()]).toEqual([0, 1, 2]);
    expect(painter.nearest(view, 0, 0, 12)).toBeNull();
    // Given out once: the next stroke brings its own alone, and what is on its way stays hidden.
    expect(painter.brushed()).toHaveLength(0);
    painter.brush(view, Float64Array.of(5, 8), 10);
    expect([...painter.brushed()]).toEqual([3]);
    painter.unhide();
    expect(painter.nearest(view, 0, 0, 12)?.index).toBe(0);
  });

  it('forgets with new points', () => {
    const painter = painterWith([[0, 0]]);
    painter.brush(view, Float64Array.of(0, 0), 10);
    painter.setPoints(Float64Array.of(0, 0, 1, 1));
    expect(painter.brushed()).toHaveLength(0);
  });
});

describe('how points are drawn', () => {
  it('shrinks markers as they crowd, and never to nothing', () => {
    const radii = [1, 100, 1000, 10_000, 100_000, 1_000_000].map((n) => markerRadius(n, size));
    expect(radii).toEqual([...radii].sort((a, b) => b - a));
    expect(radii[0]).toBeGreaterThan(4);
    expect(radii.at(-1)).toBeGreaterThanOrEqual(1);
  });

  it('counts a crowd and draws each of a few', () => {
    expect(isDense(5000, { width: 320, height: 400 })).toBe(false);
    expect(isDense(100_000, { width: 1200, height: 800 })).toBe(true);
  });

  it('lists the markers in sight, unless there are too many', () => {
    const painter = painterWith([
      [0, 0],
      [1000, 0],
      [1, 1],
    ]);
    const list = painter.markers(request, 10)!;
    expect([...list.x]).toEqual([200, 210]);
    expect([...list.y]).toEqual([150, 140]);
    expect(painter.markers(request, 1)).toBeNull();
  });
});

describe('SVG', () => {
  it('holds every marker, and column names as text', async () => {
    const markers = painterWith([
      [0, 0],
      [1, 1],
    ]).markers(request, 10)!;
    const text = await svgDocument(size, LIGHT_THEME, async (pen) => {
      pen.elements.push(svgMarkers(markers, '#ffffff'));
      pen.text('<script>"&', 5, 5, { colour: '#000000', size: 12 });
    });
    expect(text.match(/<use /g)).toHaveLength(2);
    expect(text).toContain('&lt;script&gt;&quot;&amp;');
    expect(text).not.toContain('<script>');
  });

  it('drops what XML does not allow', () => {
    expect(escapeXml('a\u0000b\u0008c\td')).toBe('abc\td');
  });
});
