// Where a stream is among its concepts: the sum of all changes' sigmoids, however wide they are beside each other.

import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { conceptPath } from './concept-drift';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const POSITION = 1000;

/** Changes from the first to number `last`, each by itself. */
function summed(t: number, width: number, last: number): number {
  let sum = 0;
  for (let change = 1; change <= last; change++) sum += sigmoid((4 * (t - change * POSITION)) / width);
  return sum;
}

function folded(walked: number): number {
  return Math.abs(walked - 2 * Math.round(walked / 2));
}

describe('gradual drift', () => {
  it.each([1, 100, 900, 2000, 4000, 50_000])('of width %i is the sum of all its changes', (width) => {
    const path = conceptPath({ kind: 'gradual', position: POSITION, width }, 4);
    for (let t = 0; t < 9000; t += 37) expect(path.at(t)).toBeCloseTo(summed(t, width, 3), 12);
  });

  it('goes from one example to the next without a jump', () => {
    for (const width of [3000, 4000, 20_000]) {
      const path = conceptPath({ kind: 'gradual', position: POSITION, width }, 4);
      // A sigmoid of this width rises by at most 1 / width an example.
      const rises = Array.from({ length: 9000 }, (_, t) => path.at(t + 1) - path.at(t));
      expect(Math.max(...rises)).toBeLessThanOrEqual(3 / width + 1e-12);
      expect(Math.min(...rises)).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('recurring drift', () => {
  afterEach(() => vi.restoreAllMocks());

  const pathOf = (width: number) => conceptPath({ kind: 'recurring', position: POSITION, width }, 2);

  it.each([1, 100, 500, 2000, 7000, 19_000, 21_000, 100_000, 3e6])('of width %i is the sum of all, folded', (width) => {
    const path = pathOf(width);
    for (const t of [0, 1, 499, 500, 1500, 2345, 3500, 40_499, 40_500, 123_456]) {
      const far = Math.ceil((t + 12 * width) / POSITION);
      expect(Math.abs(path.at(t) - folded(summed(t, width, far)))).toBeLessThan(1e-7);
    }
  });

  it('takes no longer for widths of any number of positions', () => {
    const exp = vi.spyOn(Math, 'exp');
    for (const width of [30, 1e4, 1e9]) {
      const path = conceptPath({ kind: 'recurring', position: 1, width }, 2);
      exp.mockClear();
      for (const t of [0, 1000, 1e9, 1e15]) expect(Math.abs(path.at(t) - 0.5)).toBeLessThanOrEqual(0.5);
      expect(exp.mock.calls.length).toBeLessThan(1000);
    }
  });

  it('stays among its concepts, whatever the numbers', () => {
    const positive = fc.double({ min: 1, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(positive, positive, fc.integer({ min: 0, max: 1e15 }), (position, width, t) => {
        const place = conceptPath({ kind: 'recurring', position, width }, 2).at(t);
        expect(place >= 0 && place <= 1).toBe(true);
      }),
    );
  });
});

describe('drift of changes far apart', () => {
  it('is that of the nearest three', () => {
    for (const kind of ['gradual', 'recurring'] as const) {
      const path = conceptPath({ kind, position: POSITION, width: 150 }, 4);
      for (let t = 0; t < 9000; t += 13) {
        const nearest = Math.round(t / POSITION);
        const most = kind === 'gradual' ? 3 : nearest + 1;
        let walked = Math.min(Math.max(nearest - 2, 0), most);
        for (let change = Math.max(1, nearest - 1); change <= Math.min(most, nearest + 1); change++) {
          walked += sigmoid((4 * (t - change * POSITION)) / 150);
        }
        expect(path.at(t)).toBeCloseTo(kind === 'gradual' ? walked : folded(walked), 14);
      }
    }
  });

  it('is a step where it is abrupt, or has no width', () => {
    for (const [kind, width] of [
      ['abrupt', 5000],
      ['gradual', 0],
    ] as const) {
      const path = conceptPath({ kind, position: POSITION, width }, 4);
      expect([0, 999, 1000, 1999, 2000, 2999, 3000, 9999, 1e9].map(path.at)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 3]);
    }
    const path = conceptPath({ kind: 'recurring', position: POSITION, width: 0 }, 2);
    expect([0, 999, 1000, 1999, 2000, 3000, 1e6, 1e6 + 1000].map(path.at)).toEqual([0, 0, 1, 1, 0, 1, 0, 1]);
  });
});
