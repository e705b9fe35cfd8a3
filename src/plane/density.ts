// The fitted density as a picture: a small grid of colours for the browser to stretch, and contour lines.
// Both show the logarithm of the density, from its highest peak down to three sigma of the lowest one,
// so that a broad component stays visible beside a sharp one.

import { contours } from 'd3-contour';
import type { PlaneMixture } from './marginal';
import type { Rgb } from './palette';
import type { Box } from './viewport';

/** Values at the centres of width × height equal cells over a box; the first row is the top (y1). */
export interface DensityGrid {
  readonly box: Box;
  readonly width: number;
  readonly height: number;
  /** [height, width] natural log of the density; -Infinity where it is below the smallest float64. */
  readonly log: Float64Array;
  /** [height, width, 3] the components' colours mixed by responsibility, 0..255. */
  readonly colour: Uint8ClampedArray;
  /** The range shown. */
  readonly low: number;
  readonly high: number;
}

/** A component as the inner loop wants it: inverse covariance and log of weight over normalisation. */
interface Kernel {
  readonly mx: number;
  readonly my: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly logNorm: number;
  readonly colour: Rgb;
}

function kernels(mixture: PlaneMixture, colours: readonly Rgb[]): Kernel[] {
  const out: Kernel[] = [];
  for (let i = 0; i < mixture.k; i++) {
    const [xx, xy, yy] = [mixture.sxx[i]!, mixture.sxy[i]!, mixture.syy[i]!];
    // By standard deviations and correlation: no product of two variances can under- or overflow.
    const sx = Math.sqrt(xx);
    const sy = Math.sqrt(yy);
    const rho = xy / sx / sy;
    const rest = 1 - rho * rho;
    if (!(mixture.weight[i]! > 0) || !(sx > 0) || !(sy > 0) || !(rest > 0)) continue;
    out.push({
      mx: mixture.mx[i]!,
      my: mixture.my[i]!,
      a: 1 / sx,
      b: 1 / sy,
      c: rho,
      logNorm: Math.log(mixture.weight[i]!) - Math.log(2 * Math.PI) - Math.log(sx) - Math.log(sy) - Math.log(rest) / 2,
      colour: colours[i % colours.length]!,
    });
  }
  return out;
}

function exponent(kernel: Kernel, x: number, y: number): number {
  const u = (x - kernel.mx) * kernel.a;
  const v = (y - kernel.my) * kernel.b;
  return kernel.logNorm - (u * u - 2 * kernel.c * u * v + v * v) / (2 * (1 - kernel.c * kernel.c));
}

/** Natural log of the mixture's density at a point. */
function logDensity(all: readonly Kernel[], x: number, y: number): number {
  let top = Number.NEGATIVE_INFINITY;
  for (const kernel of all) top = Math.max(top, exponent(kernel, x, y));
  if (top === Number.NEGATIVE_INFINITY) return top;
  let sum = 0;
  for (const kernel of all) sum += Math.exp(exponent(kernel, x, y) - top);
  return top + Math.log(sum);
}

/** Three sigma, in log density. */
const REACH = 4.5;

/** The density over a box; null for a mixture without a proper component. `colours` go by component. */
export function densityGrid(
  mixture: PlaneMixture,
  box: Box,
  width: number,
  height: number,
  colours: readonly Rgb[],
): DensityGrid | null {
  const all = kernels(mixture, colours);
  if (all.length === 0) return null;
  const peaks = all.map((kernel) => logDensity(all, kernel.mx, kernel.my));
  const log = new Float64Array(width * height);
  const colour = new Uint8ClampedArray(width * height * 3);
  const terms = new Float64Array(all.length);
  for (let row = 0, at = 0; row < height; row++) {
    const y = box.y1 - ((row + 0.5) / height) * (box.y1 - box.y0);
    for (let column = 0; column < width; column++, at++) {
      const x = box.x0 + ((column + 0.5) / width) * (box.x1 - box.x0);
      log[at] = mixAt(all, x, y, terms, colour, 3 * at);
    }
  }
  return { box, width, height, log, colour, low: Math.min(...peaks) - REACH, high: Math.max(...peaks) };
}

/** Writes the mixed colour of one cell and returns its log density. */
function mixAt(
  all: readonly Kernel[],
  x: number,
  y: number,
  terms: Float64Array,
  colour: Uint8ClampedArray,
  at: number,
): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < all.length; i++) {
    terms[i] = exponent(all[i]!, x, y);
    if (terms[i]! > top) top = terms[i]!;
  }
  let [sum, r, g, b] = [0, 0, 0, 0];
  for (let i = 0; i < all.length; i++) {
    const below = terms[i]! - top;
    if (below < -12) continue;
    const share = Math.exp(below);
    const [cr, cg, cb] = all[i]!.colour;
    sum += share;
    r += share * cr * cr;
    g += share * cg * cg;
    b += share * cb * cb;
  }
  colour[at] = Math.sqrt(r / sum);
  colour[at + 1] = Math.sqrt(g / sum);
  colour[at + 2] = Math.sqrt(b / sum);
  return top + Math.log(sum);
}

/** The grid as a picture, one pixel a cell: the mixed colours, the more opaque the denser. */
export function heatImage(grid: DensityGrid, strength: number): ImageData {
  const image = new ImageData(grid.width, grid.height);
  const span = grid.high - grid.low;
  for (let i = 0; i < grid.log.length; i++) {
    const t = Math.min(1, Math.max(0, (grid.log[i]! - grid.low) / span));
    image.data[4 * i] = grid.colour[3 * i]!;
    image.data[4 * i + 1] = grid.colour[3 * i + 1]!;
    image.data[4 * i + 2] = grid.colour[3 * i + 2]!;
    image.data[4 * i + 3] = 255 * strength * t ** 1.35;
  }
  return image;
}

/** One closed line: x0, y0, x1, y1 … in data units. */
export interface ContourLine {
  /** 0 the lowest level, 1 the highest. */
  readonly height: number;
  readonly points: Float64Array;
}

/** Lines at `count` levels evenly spaced in log density. */
export function contourLines(grid: DensityGrid, count: number): ContourLine[] {
  const span = grid.high - grid.low;
  if (!(span > 0)) return [];
  const levels = Array.from({ length: count }, (_, i) => grid.low + (span * (i + 0.5)) / count);
  // Far below the lowest level the exact value does not matter, and -Infinity would spoil the interpolation.
  const floor = grid.low - span;
  const values = Array.from(grid.log, (value) => Math.max(value, floor));
  const { box, width, height } = grid;
  const sx = (box.x1 - box.x0) / width;
  const sy = (box.y1 - box.y0) / height;
  const lines: ContourLine[] = [];
  const shapes = contours().size([width, height]).smooth(true).thresholds(levels)(values);
  shapes.forEach((shape, level) => {
    for (const ring of shape.coordinates.flat()) {
      const points = new Float64Array(ring.length * 2);
      ring.forEach(([x, y], i) => {
        points[2 * i] = box.x0 + x! * sx;
        points[2 * i + 1] = box.y1 - y! * sy;
      });
      lines.push({ height: (level + 0.5) / count, points });
    }
  });
  return lines;
}
