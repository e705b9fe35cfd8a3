// Changed images by what must hold: nothing asked for changes nothing, whole shifts move pixels, mirrors mirror, and
// no value leaves the range there was.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../rng';
import { drawWarp, warp } from './augment';

const SHAPE = { height: 5, width: 7, channels: 2 };
const SIZE = 70;
const NONE = { shift: 0, rotate: 0, scale: 0, flip: false };
const STILL = { a: 1, b: 0, c: 0, d: 1, dx: 0, dy: 0 };

const image = (seed: number) => {
  const rng = new Rng(seed);
  return Float32Array.from({ length: SIZE }, () => rng.uniform());
};
const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const augmentations = fc.record({
  shift: fc.double({ min: 0, max: 0.5, noNaN: true }),
  rotate: fc.double({ min: 0, max: 180, noNaN: true }),
  scale: fc.double({ min: 0, max: 0.5, noNaN: true }),
  flip: fc.boolean(),
});

function warped(x: Float32Array, by: Parameters<typeof warp>[4]): Float32Array {
  const out = new Float32Array(SIZE);
  warp(x, out, 0, SHAPE, by);
  return out;
}

describe('a changed image', () => {
  it('is the same where nothing is asked for', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(warped(image(seed), drawWarp(NONE, SHAPE, new Rng(seed)))).toEqual(image(seed));
      }),
    );
  });

  it('shifted by whole pixels has them elsewhere, and its border goes on', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }), (seed, dx, dy) => {
        const x = image(seed);
        const out = warped(x, { ...STILL, dx, dy });
        for (let at = 0; at < SIZE; at++) {
          const [row, column, c] = [Math.floor(at / 14), Math.floor(at / 2) % 7, at % 2];
          const from = [Math.min(4, Math.max(0, row - dy)), Math.min(6, Math.max(0, column - dx))];
          expect(out[at]).toBe(x[(from[0] * 7 + from[1]) * 2 + c]);
        }
      }),
    );
  });

  it('mirrored twice is itself, and mirrored once has its rows turned round', () => {
    const x = image(3);
    const mirror = { ...STILL, a: -1 };
    const once = warped(x, mirror);
    expect([once[0], once[1]]).toEqual([x[12], x[13]]);
    expect(warped(once, mirror)).toEqual(x);
  });

  it('turned by a right angle has rows for columns', () => {
    const square = { height: 3, width: 3, channels: 1 };
    const x = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
    const out = new Float32Array(9);
    warp(x, out, 0, square, { a: 0, b: -1, c: 1, d: 0, dx: 0, dy: 0 });
    expect(Array.from(out)).toEqual([3, 6, 9, 2, 5, 8, 1, 4, 7]);
  });

  it('stays within the values there were, is drawn by seed, and leaves its neighbours alone', () => {
    fc.assert(
      fc.property(seeds, augmentations, (seed, augmentation) => {
        const x = image(seed);
        const by = drawWarp(augmentation, SHAPE, new Rng(seed));
        const out = warped(x, by);
        expect(drawWarp(augmentation, SHAPE, new Rng(seed))).toEqual(by);
        expect(Math.min(...out)).toBeGreaterThanOrEqual(Math.min(...x) - 1e-7);
        expect(Math.max(...out)).toBeLessThanOrEqual(Math.max(...x) + 1e-7);
        const two = Float32Array.from([...new Float32Array(SIZE), ...x]);
        const among = new Float32Array(3 * SIZE).fill(-1);
        warp(two, among, SIZE, SHAPE, by);
        expect(among.subarray(SIZE, 2 * SIZE)).toEqual(out);
        expect([among[SIZE - 1], among[2 * SIZE]]).toEqual([-1, -1]);
      }),
    );
  });

  it('draws as often whatever is asked for', () => {
    const [one, other] = [new Rng(5), new Rng(5)];
    drawWarp(NONE, SHAPE, one);
    drawWarp({ shift: 0.2, rotate: 10, scale: 0.1, flip: true }, SHAPE, other);
    expect(one.state()).toEqual(other.state());
  });
});
