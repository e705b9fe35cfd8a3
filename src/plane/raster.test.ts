// Points to pixels, before any canvas: projection, markers and their halos, counts of a crowd, and who colours a point.

import { describe, expect, it } from 'vitest';
import { appearanceOf } from './appearance';
import { Masks } from './masks';
import { type Picture, type Projected, project, shade, stamp, tally } from './raster';

const picture = (width: number, height: number): Picture => ({
  width,
  height,
  data: new Uint8ClampedArray(4 * width * height),
});
const projected = (n: number): Projected => ({
  count: 0,
  index: new Uint32Array(n),
  px: new Float32Array(n),
  py: new Float32Array(n),
});
const pixel = ({ data, width }: Picture, x: number, y: number) => [
  ...data.slice(4 * (y * width + x), 4 * (y * width + x) + 4),
];

describe('projection', () => {
  const look = { sx: 2, sy: -2, ox: 5, oy: 5 };

  it('keeps what is in sight, and nothing hidden', () => {
    const out = projected(4);
    const xy = Float64Array.of(0, 0, 1, 1, 50, 0, -1, -1);
    project(xy, Uint8Array.of(0, 1, 0, 0), { cx: 0, cy: 0, ...look }, 10, 10, 0, out);
    expect(out.count).toBe(2);
    expect([...out.index.slice(0, 2)]).toEqual([0, 3]);
    expect([...out.px.slice(0, 2)]).toEqual([5, 3]);
    expect([...out.py.slice(0, 2)]).toEqual([5, 7]);
  });

  it('keeps the digits of far-off data', () => {
    const out = projected(2);
    project(Float64Array.of(1e12, 0, 1e12 + 1, 0), null, { cx: 1e12, cy: 0, ...look }, 10, 10, 0, out);
    expect([...out.px.slice(0, 2)]).toEqual([5, 7]);
  });
});

describe('markers', () => {
  it('cover their own area', () => {
    const on = picture(40, 40);
    for (let shape = 0; shape < 10; shape++) {
      on.data.fill(0);
      stamp(on, new Masks(6, 0), shape, 20.3, 19.6, 0x336699, [0, 0, 0], 256);
      let covered = 0;
      for (let i = 3; i < on.data.length; i += 4) covered += on.data[i]! / 255;
      expect(covered / (Math.PI * 36)).toBeCloseTo(1, 1);
    }
  });

  it('are their colour within and their halo around', () => {
    const on = picture(30, 30);
    stamp(on, new Masks(6, 2), 0, 15, 15, 0x336699, [255, 255, 255], 256);
    expect(pixel(on, 15, 15)).toEqual([0x33, 0x66, 0x99, 255]);
    expect(pixel(on, 15, 8)).toEqual([255, 255, 255, 255]);
    expect(pixel(on, 2, 2)[3]).toBe(0);
  });

  it('blend like light through glass', () => {
    const on = picture(9, 9);
    const masks = new Masks(3, 0);
    stamp(on, masks, 0, 4.5, 4.5, 0xff0000, [0, 0, 0], 128);
    stamp(on, masks, 0, 4.5, 4.5, 0x0000ff, [0, 0, 0], 128);
    const [r, g, b, a] = pixel(on, 4, 4);
    // Half over half: alpha 3/4, of which blue has two thirds.
    expect(a).toBeCloseTo(191, -0.5);
    expect(b! / 255).toBeCloseTo(2 / 3, 1);
    expect(r! / 255).toBeCloseTo(1 / 3, 1);
    expect(g).toBe(0);
  });

  it('may hang over every edge', () => {
    const on = picture(8, 8);
    const masks = new Masks(5, 1);
    for (const [x, y] of [
      [-3, 4],
      [11, 4],
      [4, -3],
      [4, 11],
      [-20, -20],
    ] as const) {
      stamp(on, masks, 3, x, y, 0xffffff, [0, 0, 0], 256);
    }
    expect(pixel(on, 0, 4)[3]).toBeGreaterThan(0);
    expect(pixel(on, 7, 4)[3]).toBeGreaterThan(0);
  });
});

describe('counts per pixel', () => {
  const crowd = (places: readonly (readonly [number, number])[]): Projected => ({
    count: places.length,
    index: Uint32Array.from(places, (_, i) => i),
    px: Float32Array.from(places, ([x]) => x),
    py: Float32Array.from(places, ([, y]) => y),
  });

  it('count every point once, or once a pixel of its square', () => {
    const points = crowd([
      [1.5, 1.5],
      [1.6, 1.2],
      [3, 3],
      [-1, 2],
      [9, 9],
    ]);
    const counts = new Uint32Array(4 * 16);
    tally(points, new Uint32Array(5).fill(0x0a141e), 4, 4, 1, counts);
    expect(counts[4 * 5]).toBe(2);
    expect([...counts.slice(4 * 5 + 1, 4 * 5 + 4)]).toEqual([20, 40, 60]);
    expect(counts.filter((_, i) => i % 4 === 0).reduce((a, b) => a + b)).toBe(3);
    tally(points, new Uint32Array(5), 4, 4, 2, counts);
    expect(counts.filter((_, i) => i % 4 === 0).reduce((a, b) => a + b)).toBe(4 + 4 + 4);
  });

  it('are the more opaque the more points, in their mean colour', () => {
    const counts = new Uint32Array(4 * 3);
    counts.set([1, 200, 100, 0], 0);
    counts.set([100, 20000, 10000, 0], 4);
    const on = picture(3, 1);
    shade(counts, on);
    expect(pixel(on, 0, 0).slice(0, 3)).toEqual([200, 100, 0]);
    expect(pixel(on, 1, 0).slice(0, 3)).toEqual([200, 100, 0]);
    expect(pixel(on, 1, 0)[3]).toBeGreaterThan(pixel(on, 0, 0)[3]!);
    expect(pixel(on, 2, 0)[3]).toBe(0);
  });
});

describe('appearance', () => {
  const colours = [
    [200, 0, 0],
    [0, 0, 200],
  ] as const;
  const shares = {
    n_components: 2,
    labels: Uint8Array.of(0, 1, 0),
    responsibilities: Uint8Array.of(255, 0, 0, 255, 128, 127),
  };

  it('is the strongest component’s own, a mixture, or neutral', () => {
    const neutral = [9, 9, 9] as const;
    const hard = appearanceOf(4, shares, 'hard', colours, neutral);
    expect([...hard.colour]).toEqual([0xc80000, 0x0000c8, 0xc80000, 0x090909]);
    expect([...hard.shape]).toEqual([0, 1, 0, 0]);
    const soft = appearanceOf(4, shares, 'soft', colours, neutral);
    expect([...soft.colour.slice(0, 2)]).toEqual([0xc80000, 0x0000c8]);
    // Half of each, as light adds up: 200 / sqrt 2.
    expect(soft.colour[2]! >> 16).toBeCloseTo(141, -0.5);
    expect(soft.colour[2]! & 255).toBeCloseTo(141, -0.5);
    expect([...appearanceOf(3, shares, 'plain', colours, neutral).colour]).toEqual([0x090909, 0x090909, 0x090909]);
  });
});
