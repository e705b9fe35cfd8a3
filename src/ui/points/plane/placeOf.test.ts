// The card about a point is within the plane and beside the point, wherever that is.

import { describe, expect, it } from 'vitest';
import { EDGE, placeOf } from './placeOf';

/** The plane on a phone. */
const PLANE = { width: 360, height: 355 };

describe('the card about a point', () => {
  it.each([
    [236, 60],
    [236, 250],
    [344, 339],
  ])('of %d × %d lies within the plane, wherever the point is', (width, height) => {
    for (let x = 0; x <= PLANE.width; x++) {
      for (let y = 0; y <= PLANE.height; y++) {
        const { left, top } = placeOf({ x, y }, PLANE, { width, height });
        const inside =
          left >= EDGE && top >= EDGE && left + width <= PLANE.width - EDGE && top + height <= PLANE.height - EDGE;
        if (!inside) expect.fail(`At ${x}, ${y} it lies at ${left}, ${top}.`);
      }
    }
  });

  it('is beside the point where there is room', () => {
    const card = { width: 100, height: 80 };
    expect(placeOf({ x: 50, y: 40 }, PLANE, card)).toEqual({ left: 66, top: 56 });
    expect(placeOf({ x: 300, y: 300 }, PLANE, card)).toEqual({ left: 184, top: 204 });
  });

  it('begins at the edge where it is larger than the plane', () => {
    expect(placeOf({ x: 10, y: 10 }, { width: 100, height: 100 }, { width: 236, height: 250 })).toEqual({
      left: EDGE,
      top: EDGE,
    });
  });
});
