// Images a little changed each time they are seen: shifted, turned, scaled, mirrored, all in one resampling with
// bilinear weights, and with noise. Beyond the border its nearest pixel goes on.

import { Rng } from '../rng';
import type { ImageShape } from './config';

export interface Augmentation {
  /** At most so much of the width and height, each way: 0 to 0.5. */
  readonly shift: number;
  /** At most so many degrees, each way: 0 to 180. */
  readonly rotate: number;
  /** At most so much larger or smaller: 0 to 0.9. */
  readonly scale: number;
  /** Left and right change places every other time. */
  readonly flip: boolean;
  /** Standard deviation of noise on every value, 1 being white: 0 to 1; 0 where it is not said. */
  readonly noise?: number | undefined;
}

/** Whence a pixel comes: x and y as linear functions of where it goes, about the middle. */
interface Warp {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly dx: number;
  readonly dy: number;
}

/** out ← x as it is seen this time; both [height, width, channels] at `at`, and not the same array. */
export function augment(
  x: Float32Array,
  out: Float32Array,
  at: number,
  shape: ImageShape,
  augmentation: Augmentation,
  rng: Rng,
): void {
  warp(x, out, at, shape, drawWarp(augmentation, shape, rng));
  // A seed is drawn whether there is noise or not: see `drawWarp`.
  const grains = new Rng(rng.uint32());
  const { noise = 0 } = augmentation;
  if (noise === 0) return;
  const end = at + shape.height * shape.width * shape.channels;
  for (let i = at; i < end; i++) out[i] = clamp(out[i] + noise * grains.normal(), 1);
}

/** As many draws whatever is asked for, so that one option does not change what the others do. */
export function drawWarp(augmentation: Augmentation, { height, width }: ImageShape, rng: Rng): Warp {
  const within = (most: number) => (2 * rng.uniform() - 1) * most;
  const dx = within(augmentation.shift * width);
  const dy = within(augmentation.shift * height);
  const angle = within((augmentation.rotate * Math.PI) / 180);
  const zoom = 1 / (1 + within(augmentation.scale));
  const mirror = rng.uniform() < 0.5 && augmentation.flip ? -1 : 1;
  const [cos, sin] = [Math.cos(angle) * zoom, Math.sin(angle) * zoom];
  return { a: cos * mirror, b: -sin, c: sin * mirror, d: cos, dx, dy };
}

/** out ← x warped; both [height, width, channels] at `at`, and not the same array. */
export function warp(x: Float32Array, out: Float32Array, at: number, shape: ImageShape, by: Warp): void {
  const { height, width, channels } = shape;
  const [midX, midY] = [(width - 1) / 2, (height - 1) / 2];
  let to = at;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [u, v] = [column - midX - by.dx, row - midY - by.dy];
      const sx = clamp(by.a * u + by.b * v + midX, width - 1);
      const sy = clamp(by.c * u + by.d * v + midY, height - 1);
      const [left, top] = [Math.floor(sx), Math.floor(sy)];
      const [fx, fy] = [sx - left, sy - top];
      const here = at + (top * width + left) * channels;
      const right = left + 1 < width ? channels : 0;
      const below = top + 1 < height ? width * channels : 0;
      for (let c = 0; c < channels; c++) {
        const upper = x[here + c] * (1 - fx) + x[here + right + c] * fx;
        const lower = x[here + below + c] * (1 - fx) + x[here + below + right + c] * fx;
        out[to++] = upper * (1 - fy) + lower * fy;
      }
    }
  }
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
