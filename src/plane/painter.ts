// Holds the points and draws them. Lives in a worker of its own (src/workers/plane.worker.ts), so that
// neither a million points nor a density map ever touch the page's thread; it needs no canvas, so where
// there is no such worker it runs on the page all the same. The page asks for one picture at a time and
// shows it; between pictures it moves the last one by a CSS transform, so panning never waits.

import { type Appearance, appearanceOf, type Shares } from './appearance';
import { contourLines, densityGrid, heatImage } from './density';
import { Masks } from './masks';
import type { Frame, FrameRequest, Heat, HeatRequest, MarkerList } from './messages';
import { componentColour, type PlaneTheme, parseColour, type Rgb } from './palette';
import { boundsOf, brushOver, insideBox, insideLoop, markedIndices, nearestTo } from './pick';
import {
  type Picture,
  type Projected,
  type Projection,
  project,
  shade,
  stamp,
  stampAll,
  type Tally,
  tally,
} from './raster';
import { type Box, boxOf, type Size, type View } from './viewport';

/**
 * Whether so many points in sight run into one another as markers: then counts per pixel show more.
 * At 700,000 pixels, a window on a laptop, from 40,000 points on.
 */
export function isDense(seen: number, size: Size): boolean {
  return seen > 20_000 && seen > (40_000 / 700_000) * size.width * size.height;
}

/** In a thin crowd single points must still be seen: each covers 2 × 2 pixels. */
const BROAD_BELOW = 400_000;
/** CSS pixels a cell of the density grid. */
const HEAT_CELL = 7;
/** The density is drawn this much beyond the edges, so that a pan has something to show. */
const HEAT_MARGIN = 0.25;
const CONTOUR_LEVELS = 9;

/** Radius in CSS pixels of a marker among `seen` in an area: large when alone, a dot in a crowd. */
export function markerRadius(seen: number, size: Size): number {
  const area = Math.max(1, size.width * size.height);
  const crowd = (seen * 700_000) / area;
  const radius = 5.2 - 1.02 * Math.log10(Math.max(1, crowd / 40));
  return Math.round(4 * Math.min(5.2, Math.max(1.1, radius))) / 4;
}

/** The painter as seen from another thread. */
export type AsyncPainter = {
  [K in keyof Painter]: Painter[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never;
};

export class Painter {
  private xy: Float64Array = new Float64Array(0);
  private shares: Shares | null = null;
  private selected: Uint32Array = new Uint32Array(0);
  private hidden: Uint8Array | null = null;
  /** Of the hidden, those that `brushed` has given out: they are being erased. */
  private taken: Uint8Array | null = null;
  private appearance: Appearance | null = null;
  private appearanceKey = '';
  private seen: Projected = projected(0);
  private picture: ImageData | null = null;
  private counts: Tally = new Uint32Array(0);
  private masks: Masks | null = null;
  private rims: Masks | null = null;

  /** All points, [n, 2]; what a brush had hidden is gone with the old ones. */
  setPoints(xy: Float64Array): void {
    this.xy = xy;
    this.unhide();
    this.appearance = null;
    const n = xy.length >> 1;
    if (this.seen.index.length < n) this.seen = projected(Math.ceil(n * 1.2) + 64);
  }

  setShares(shares: Shares | null): void {
    this.shares = shares;
    this.appearance = null;
  }

  /** Marks points as selected; returns the box around them. */
  setSelection(indices: Uint32Array): Box | null {
    this.selected = indices.filter((i) => i < this.xy.length >> 1);
    return boundsOf(this.xy, this.selected);
  }

  async frame(request: FrameRequest): Promise<Frame> {
    const start = performance.now();
    const { view, size } = request;
    const dense = isDense(this.lookAt(request, 1), size);
    // Counts per pixel stay legible, and quick, at one device pixel a CSS pixel.
    const scale = dense ? 1 : request.scale;
    if (!dense && scale !== 1) this.lookAt(request, scale);
    const picture = this.cleared(Math.round(size.width * scale), Math.round(size.height * scale));
    const radius = markerRadius(this.seen.count, size);
    if (dense) this.drawCounts(picture, request);
    else this.drawMarkers(picture, request, radius, scale);
    this.drawSelected(picture, request, dense ? 2.2 : radius, scale);
    const bitmap = await createImageBitmap(picture);
    const mode = dense ? 'density' : 'markers';
    return { bitmap, view, size, seen: this.seen.count, mode, radius, ms: performance.now() - start };
  }

  async heat({ mixture, view, size, theme, heat, contours }: HeatRequest): Promise<Heat> {
    const box = boxOf(view, size, HEAT_MARGIN);
    const width = Math.max(2, Math.round((size.width * (1 + 2 * HEAT_MARGIN)) / HEAT_CELL));
    const height = Math.max(2, Math.round((size.height * (1 + 2 * HEAT_MARGIN)) / HEAT_CELL));
    const grid = densityGrid(mixture, box, width, height, coloursOf(mixture.k, theme));
    if (!grid) return { bitmap: null, box, contours: [] };
    return {
      bitmap: heat ? await createImageBitmap(heatImage(grid, theme.dark ? 0.42 : 0.36)) : null,
      box,
      contours: contours ? contourLines(grid, CONTOUR_LEVELS) : [],
    };
  }

  /** The markers in sight, or null when there are more than `most`. */
  markers(request: FrameRequest, most: number): MarkerList | null {
    const count = this.lookAt(request, 1);
    if (count > most) return null;
    const { colour, shape } = this.looks(request);
    const index = this.seen.index.subarray(0, count);
    return {
      x: this.seen.px.slice(0, count),
      y: this.seen.py.slice(0, count),
      colour: Uint32Array.from(index, (i) => colour[i]!),
      shape: Uint8Array.from(index, (i) => shape[i]!),
      radius: markerRadius(count, request.size),
    };
  }

  /** The point nearest to data (x, y) within `reach` CSS pixels. */
  nearest(view: View, x: number, y: number, reach: number): { index: number; x: number; y: number } | null {
    const index = nearestTo(this.xy, this.hidden, view, x, y, reach);
    return index < 0 ? null : this.point(index);
  }

  point(index: number): { index: number; x: number; y: number } | null {
    if (index < 0 || 2 * index >= this.xy.length) return null;
    return { index, x: this.xy[2 * index]!, y: this.xy[2 * index + 1]! };
  }

  /** [m, 2] */
  pointsAt(indices: Uint32Array): Float64Array {
    const out = new Float64Array(indices.length * 2);
    indices.forEach((index, i) => {
      out[2 * i] = this.xy[2 * index]!;
      out[2 * i + 1] = this.xy[2 * index + 1]!;
    });
    return out;
  }

  inBox(box: Box): Uint32Array {
    return insideBox(this.xy, box);
  }

  inLoop(loop: Float64Array): Uint32Array {
    return insideLoop(this.xy, loop);
  }

  /** Hides the points under a brush stroke (data units, radius in CSS pixels); returns how many more are hidden. */
  brush(view: View, path: Float64Array, radius: number): number {
    this.hidden ??= new Uint8Array(this.xy.length >> 1);
    return brushOver(this.xy, this.hidden, view, path, radius);
  }

  /** What brushes have hidden since this was last asked, to be erased: it stays hidden until other points come. */
  brushed(): Uint32Array {
    const { hidden } = this;
    if (!hidden) return new Uint32Array(0);
    const before = this.taken;
    this.taken = hidden.slice();
    return markedIndices(before ? hidden.map((on, i) => on & ~before[i]!) : hidden);
  }

  unhide(): void {
    this.hidden = null;
    this.taken = null;
  }

  private lookAt({ view, size }: FrameRequest, scale: number): number {
    const p: Projection = {
      cx: view.cx,
      cy: view.cy,
      sx: scale / view.ux,
      sy: -scale / view.uy,
      ox: (size.width * scale) / 2,
      oy: (size.height * scale) / 2,
    };
    project(this.xy, this.hidden, p, size.width * scale, size.height * scale, 8 * scale, this.seen);
    return this.seen.count;
  }

  private looks({ theme, colouring }: FrameRequest): Appearance {
    const key = `${theme.dark}${theme.neutral}${colouring}`;
    if (!this.appearance || key !== this.appearanceKey) {
      const colours = coloursOf(this.shares?.n_components ?? 0, theme);
      const n = this.xy.length >> 1;
      this.appearance = appearanceOf(n, this.shares, colouring, colours, parseColour(theme.neutral));
      this.appearanceKey = key;
    }
    return this.appearance;
  }

  private cleared(width: number, height: number): ImageData {
    const [w, h] = [Math.max(1, width), Math.max(1, height)];
    if (!this.picture || this.picture.width !== w || this.picture.height !== h) this.picture = new ImageData(w, h);
    else this.picture.data.fill(0);
    return this.picture;
  }

  private drawCounts(picture: Picture, request: FrameRequest): void {
    const needed = 4 * picture.width * picture.height;
    if (this.counts.length < needed) this.counts = new Uint32Array(needed);
    const reach = this.seen.count < BROAD_BELOW ? 2 : 1;
    tally(this.seen, this.looks(request).colour, picture.width, picture.height, reach, this.counts);
    shade(this.counts, picture);
  }

  private drawMarkers(picture: Picture, request: FrameRequest, radius: number, scale: number): void {
    const { colour, shape } = this.looks(request);
    const opacity = radius >= 3 ? 236 : radius >= 2 ? 205 : 180;
    stampAll(
      picture,
      this.seen,
      this.masksFor(radius, scale),
      colour,
      shape,
      parseColour(request.theme.background),
      opacity,
    );
  }

  private masksFor(radius: number, scale: number): Masks {
    const halo = radius >= 2.75 ? 1 : radius >= 2 ? 0.5 : 0;
    if (this.masks?.radius !== radius * scale) this.masks = new Masks(radius * scale, halo * scale);
    return this.masks;
  }

  /** Selected points once more, on top: a dark (or light) rim under the marker, where the drag has taken them. */
  private drawSelected(picture: Picture, request: FrameRequest, radius: number, scale: number): void {
    if (!request.selection || this.selected.length === 0) return;
    const { view, size, theme, shift } = request;
    const { colour, shape } = this.looks(request);
    const halo = parseColour(theme.text);
    const grown = Math.max(radius, 2) * scale;
    if (this.rims?.radius !== grown) this.rims = new Masks(grown, 1.75 * scale);
    for (const i of this.selected) {
      if (this.hidden?.[i] === 1) continue;
      const x = this.xy[2 * i]! - view.cx + (shift?.dx ?? 0);
      const y = this.xy[2 * i + 1]! - view.cy + (shift?.dy ?? 0);
      const px = (x / view.ux + size.width / 2) * scale;
      const py = (size.height / 2 - y / view.uy) * scale;
      if (px < -20 || py < -20 || px > picture.width + 20 || py > picture.height + 20) continue;
      stamp(picture, this.rims, shape[i]!, px, py, colour[i]!, halo, 256);
    }
  }
}

function projected(n: number): Projected {
  return { count: 0, index: new Uint32Array(n), px: new Float32Array(n), py: new Float32Array(n) };
}

function coloursOf(k: number, theme: PlaneTheme): Rgb[] {
  return Array.from({ length: Math.max(1, k) }, (_, c) => parseColour(componentColour(c, theme.dark)));
}
