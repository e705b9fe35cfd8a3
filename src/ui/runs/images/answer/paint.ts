// Paints what a model saw, and a heat-map over it.

import type { ImagePrediction } from '../../../../wire/images';

type Seen = ImagePrediction['seen'];
type Heat = NonNullable<ImagePrediction['heat']>;

/** The canvas takes the size of the picture; it is enlarged by its style. */
export function paintSeen(canvas: HTMLCanvasElement, { width, height, channels, pixels }: Seen): void {
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) rgba[4 * i + c] = pixels[channels * i + (channels === 3 ? c : 0)]!;
    rgba[4 * i + 3] = 255;
  }
  put(canvas, rgba, width, height);
}

/** Okabe and Ito's vermillion: seen on black and on white. */
const HOT = [213, 94, 0] as const;
/** The hottest place lets a little of the picture through. */
const OPAQUE = 0.82;

export function paintHeat(canvas: HTMLCanvasElement, { values }: Heat, { width, height }: Seen): void {
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i++) {
    rgba.set(HOT, 4 * i);
    rgba[4 * i + 3] = 255 * OPAQUE * values[i]!;
  }
  put(canvas, rgba, width, height);
}

function put(canvas: HTMLCanvasElement, rgba: Uint8ClampedArray<ArrayBuffer>, width: number, height: number): void {
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0);
}
