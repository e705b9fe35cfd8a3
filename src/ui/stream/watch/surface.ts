// The picture of a decision surface: colours from one hue over the page's grey to another, or of more than two classes
// a hue each, the stronger the surer; recent examples on it.

import { componentColour, parseColour, type Rgb } from '../../../plane/palette';
import type { StreamSurface } from '../../../wire/stream';

export interface Scale {
  readonly low: number;
  readonly high: number;
}

/** Probabilities go from 0 to 1; other numbers as far as they go. */
export function scaleOf({ values }: StreamSurface, classes: boolean): Scale {
  if (classes) return { low: 0, high: 1 };
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low < high ? { low, high } : { low: low - 0.5, high: low + 0.5 };
}

/** [r, g, b, a] of each cell, from the upper left, row by row. */
export function cellsOf(surface: StreamSurface, { low, high }: Scale, dark: boolean): Uint8ClampedArray {
  const { cells, values, likeliest } = surface;
  const [from, to] = endsOf(dark);
  const middle: Rgb = dark ? [34, 38, 38] : [247, 248, 248];
  const pixels = new Uint8ClampedArray(4 * cells * cells);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const cell = (cells - 1 - row) * cells + column;
      const value = values[cell]!;
      const place = likeliest ? value : Math.min(1, Math.max(-1, (2 * (value - low)) / (high - low) - 1)) || 0;
      const end = likeliest ? hueOf(likeliest[cell]!, dark) : place < 0 ? from : to;
      const at = 4 * (row * cells + column);
      for (let c = 0; c < 3; c++) pixels[at + c] = middle[c]! + (end[c]! - middle[c]!) * Math.abs(place) * 0.75;
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}

/** Hues of the first class, or low numbers, and of the last, or high ones. */
export function endsOf(dark: boolean): readonly [Rgb, Rgb] {
  return [hueOf(0, dark), hueOf(1, dark)];
}

function hueOf(group: number, dark: boolean): Rgb {
  return parseColour(componentColour(group, dark));
}

export function paint(canvas: HTMLCanvasElement, surface: StreamSurface, classes: boolean, dark: boolean): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { cells, x, y, examples, likeliest } = surface;
  const scale = scaleOf(surface, classes);
  const { width, height } = canvas;
  const grid = new OffscreenCanvas(cells, cells);
  const image = new ImageData(cells, cells);
  image.data.set(cellsOf(surface, scale, dark));
  grid.getContext('2d')?.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(grid, 0, 0, width, height);
  const unit = width / 300;
  context.lineWidth = unit;
  context.strokeStyle = dark ? '#131515' : '#ffffff';
  const ends = endsOf(dark).map((rgb) => `rgb(${rgb.join(' ')})`);
  for (let i = 0; i + 2 < examples.length; i += 3) {
    const at = ((examples[i]! - x[0]) / (x[1] - x[0])) * width;
    const up = height - ((examples[i + 1]! - y[0]) / (y[1] - y[0])) * height;
    const target = examples[i + 2]!;
    const high = (target - scale.low) / (scale.high - scale.low) >= 0.5;
    context.fillStyle = likeliest ? componentColour(target, dark) : ends[high ? 1 : 0]!;
    context.beginPath();
    if (high && !likeliest) triangle(context, at, up, 4.2 * unit);
    else context.arc(at, up, 3.2 * unit, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
}

function triangle(context: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  context.moveTo(x, y - size);
  context.lineTo(x + size, y + 0.8 * size);
  context.lineTo(x - size, y + 0.8 * size);
  context.closePath();
}
