// Where images come from: anything that can say how many there are and write some of them where it is told, at once or
// later (decoded from files). Values are 0…1, [height, width, channels].

import type { Pause } from '../gmm/stretches';
import type { ImageShape } from './config';

export interface Images {
  readonly shape: ImageShape;
  readonly size: number;
  /** [size] each one's class. */
  readonly labels: Int32Array;
  /** Writes these images one after the other. Rejects where one cannot be had. */
  load(indices: ArrayLike<number>, out: Float32Array): void | Promise<void>;
}

/** Images that lie in memory as bytes: [size, height, width, channels], 255 is 1. */
export function byteImages(pixels: Uint8Array, labels: Int32Array, shape: ImageShape): Images {
  const each = pixelsOf(shape);
  if (pixels.length !== labels.length * each) {
    throw new RangeError(`${labels.length} images need ${labels.length * each} values, not ${pixels.length}.`);
  }
  return {
    shape,
    size: labels.length,
    labels,
    load(indices, out) {
      for (let i = 0; i < indices.length; i++) {
        const from = indices[i] * each;
        for (let j = 0; j < each; j++) out[i * each + j] = pixels[from + j] / 255;
      }
    },
  };
}

/** Numbers of one image. */
export function pixelsOf({ height, width, channels }: ImageShape): number {
  return height * width * channels;
}

/** Images in an even spread over the set, for `measureChannels`. */
const MEASURED = 1000;
const LOADED = 32;
/** A channel that hardly changes is not blown up. */
const LEAST_STD = 1e-3;

/** Each channel's mean and standard deviation, from up to a thousand images. */
export async function measureChannels(images: Images, pause?: Pause): Promise<{ mean: number[]; std: number[] }> {
  const { channels } = images.shape;
  const each = pixelsOf(images.shape);
  const count = Math.min(images.size, MEASURED);
  const chosen = Array.from({ length: count }, (_, i) => Math.floor((i * images.size) / count));
  const [sums, squares] = [new Float64Array(channels), new Float64Array(channels)];
  for (let at = 0; at < count; at += LOADED) {
    const part = chosen.slice(at, at + LOADED);
    const values = new Float32Array(part.length * each);
    await images.load(part, values);
    for (let i = 0; i < values.length; i++) {
      sums[i % channels] += values[i];
      squares[i % channels] += values[i] ** 2;
    }
    await pause?.();
  }
  const n = Math.max(1, (count * each) / channels);
  const mean = Array.from(sums, (sum) => sum / n);
  const std = mean.map((m, c) => Math.max(LEAST_STD, Math.sqrt(Math.max(0, squares[c] / n - m * m))));
  return { mean, std };
}
