// The canvases of the plane and the loop that keeps them current. The page's thread draws only grid,
// axes and ellipses; points and density come as finished pictures from the painter's thread, one at a
// time, and are moved by CSS until the next one is there. So a drag is smooth whatever the number of points.

import type { ContourLine } from '../../../plane/density';
import type { PlaneMixture } from '../../../plane/marginal';
import type { Frame, Heat } from '../../../plane/messages';
import type { AsyncPainter } from '../../../plane/painter';
import type { PlaneTheme } from '../../../plane/palette';
import { type Box, boxOf, placement, type Size, type View, viewBetween } from '../../../plane/viewport';
import type { Layers } from '../store';
import { MixtureMotion } from './motion';
import { drawOver, drawUnder, type Marks } from './scene';

export interface Canvases {
  readonly under: HTMLCanvasElement;
  readonly heat: HTMLCanvasElement;
  readonly points: HTMLCanvasElement;
  readonly over: HTMLCanvasElement;
}

/** What the last frame said of itself; kept for tests and for the hover's reach. */
export type FrameFacts = Omit<Frame, 'bitmap'>;

const HEAT_INTERVAL = 100;
const GLIDE_MS = 220;

interface Glide {
  readonly from: View;
  readonly to: View;
  readonly start: number;
}

export class Surface {
  size: Size = { width: 0, height: 0 };
  view: View = { cx: 0, cy: 0, ux: 0.03, uy: 0.03 };
  readonly marks: Marks;
  facts: FrameFacts | null = null;
  /** How far selected points are being dragged, data units. */
  shift: { dx: number; dy: number } | null = null;
  contours: readonly ContourLine[] = [];

  private readonly motion = new MixtureMotion();
  private glide: Glide | null = null;
  private drawnHeat: { readonly box: Box; readonly size: Size } | null = null;
  private readonly stale = { points: true, heat: true, over: true, place: true };
  private readonly busy = { points: false, heat: false };
  private lastHeat = Number.NEGATIVE_INFINITY;
  private request = 0;
  private ended = false;
  /** Grows when the painter changes: answers of the one before do not count. */
  private era = 0;

  constructor(
    private readonly canvases: Canvases,
    public painter: AsyncPainter,
    public theme: PlaneTheme,
    public layers: Layers,
    marks: Marks,
    private readonly onView: () => void,
  ) {
    this.marks = marks;
  }

  get scale(): number {
    return Math.min(3, window.devicePixelRatio || 1);
  }

  get mixture(): PlaneMixture | null {
    return this.motion.target;
  }

  end(): void {
    this.ended = true;
    cancelAnimationFrame(this.request);
  }

  replacePainter(painter: AsyncPainter): void {
    this.painter = painter;
    this.era++;
    this.busy.points = false;
    this.busy.heat = false;
    this.invalidate('points', 'heat');
  }

  invalidate(...what: (keyof Surface['stale'])[]): void {
    for (const kind of what) this.stale[kind] = true;
    if (this.request === 0 && !this.ended) this.request = requestAnimationFrame((now) => this.tick(now));
  }

  resize(size: Size): void {
    if (size.width === this.size.width && size.height === this.size.height) return;
    this.size = size;
    this.invalidate('points', 'heat', 'over', 'place');
  }

  setView(view: View): void {
    this.glide = null;
    this.applyView(view);
  }

  /** Moves there smoothly, or at once for people who want no motion. */
  glideTo(view: View): void {
    if (prefersStillness()) {
      this.setView(view);
      return;
    }
    this.glide = { from: this.view, to: view, start: performance.now() };
    this.invalidate('over');
  }

  setMixture(mixture: PlaneMixture | null): void {
    this.motion.moveTo(mixture, performance.now(), prefersStillness());
    if (!mixture) this.contours = [];
    this.invalidate('heat', 'over');
  }

  setLayers(layers: Layers): void {
    this.layers = layers;
    if (!layers.contours) this.contours = [];
    this.invalidate('points', 'heat', 'over');
  }

  setTheme(theme: PlaneTheme): void {
    this.theme = theme;
    this.invalidate('points', 'heat', 'over');
  }

  private applyView(view: View): void {
    this.view = view;
    this.invalidate('points', 'heat', 'over', 'place');
    this.onView();
  }

  private tick(now: number): void {
    this.request = 0;
    if (this.ended || this.size.width === 0) return;
    if (this.glide) this.stepGlide(this.glide, now);
    if (this.stale.points && !this.busy.points) void this.fetchPoints();
    if (this.stale.heat && !this.busy.heat) this.scheduleHeat(now);
    if (this.stale.place) this.place();
    if (this.stale.over) this.drawMain(now);
    if (this.glide || this.motion.moving(now)) this.invalidate('over');
  }

  private stepGlide(glide: Glide, now: number): void {
    const t = Math.min(1, (now - glide.start) / GLIDE_MS);
    // Ease out: the eye follows a movement that slows down.
    const eased = 1 - (1 - t) ** 3;
    if (t >= 1) this.glide = null;
    this.applyView(viewBetween(glide.from, glide.to, eased));
  }

  private async fetchPoints(): Promise<void> {
    this.stale.points = false;
    this.busy.points = true;
    const { era, view, size, theme, shift, scale } = this;
    const { colouring } = this.layers;
    const frame = await this.painter.frame({ view, size, scale, theme, colouring, selection: true, shift });
    if (era !== this.era || this.ended) {
      frame.bitmap.close();
      return;
    }
    this.busy.points = false;
    const { bitmap, ...facts } = frame;
    this.facts = facts;
    show(this.canvases.points, bitmap, size);
    this.place();
    if (this.stale.points) this.invalidate();
  }

  private scheduleHeat(now: number): void {
    const wait = HEAT_INTERVAL - (now - this.lastHeat);
    if (wait <= 0) {
      void this.fetchHeat(now);
      return;
    }
    this.busy.heat = true;
    const { era } = this;
    setTimeout(() => {
      if (era !== this.era) return;
      this.busy.heat = false;
      this.invalidate('heat');
    }, wait);
  }

  private async fetchHeat(now: number): Promise<void> {
    this.stale.heat = false;
    const mixture = this.motion.target;
    if (!mixture || !(this.layers.density || this.layers.contours)) {
      this.showHeat(null);
      return;
    }
    this.busy.heat = true;
    this.lastHeat = now;
    const { era, view, size, theme } = this;
    const { density: heat, contours } = this.layers;
    const answer = await this.painter.heat({ mixture, view, size, theme, heat, contours });
    if (era !== this.era || this.ended) {
      answer.bitmap?.close();
      return;
    }
    this.busy.heat = false;
    // The model may have been reset while its density was on the way.
    this.showHeat(this.motion.target ? answer : null);
    if (this.stale.heat) this.invalidate();
  }

  private showHeat(heat: Heat | null): void {
    const { heat: canvas } = this.canvases;
    canvas.hidden = !heat?.bitmap;
    this.drawnHeat = null;
    if (heat?.bitmap) {
      const size = { width: heat.bitmap.width, height: heat.bitmap.height };
      show(canvas, heat.bitmap, size);
      this.drawnHeat = { box: heat.box, size };
      this.place();
    }
    this.contours = heat?.contours ?? [];
    this.invalidate('over');
  }

  /** Puts the pictures where they belong in the view as it is now. */
  private place(): void {
    this.stale.place = false;
    const { points, heat } = this.canvases;
    if (this.facts) {
      points.style.transform = placement(
        boxOf(this.facts.view, this.facts.size),
        this.facts.size,
        this.view,
        this.size,
      );
    }
    if (this.drawnHeat) {
      heat.style.transform = placement(this.drawnHeat.box, this.drawnHeat.size, this.view, this.size);
    }
  }

  private drawMain(now: number): void {
    this.stale.over = false;
    const { view, size, theme, layers, marks, contours, scale } = this;
    const mixture = this.motion.at(now);
    drawUnder(this.canvases.under, scale, { view, size, theme });
    drawOver(this.canvases.over, scale, { view, size, theme, layers, marks, contours, mixture });
  }
}

/** Hands a picture to its canvas without copying it. */
function show(canvas: HTMLCanvasElement, bitmap: ImageBitmap, size: Size): void {
  canvas.style.width = `${size.width}px`;
  canvas.style.height = `${size.height}px`;
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
}

export function prefersStillness(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
