// What one press of the pointer does, tool by tool: from going down over moves to going up, or being
// given up because a second finger turned it into a pinch.

import { fromX, fromY, panned, toX, toY } from '../../../plane/viewport';
import { type Tool, usePoints } from '../store';
import { addPoints, movePoints, removePoints } from './editing';
import { SELECTION_GAP } from './scene';
import type { Surface } from './surface';

/** CSS pixels within the plane. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly shift: boolean;
  readonly alt: boolean;
}

export interface Stroke {
  move(to: Spot): void;
  end(at: Spot): void;
  /** Takes back what has not been done yet. */
  cancel(): void;
}

export type Announce = (message: string) => void;

/** Farther than this a press is a drag and not a click, CSS pixels. */
const CLICK_SLOP = 6;

export function beginStroke(tool: Tool, surface: Surface, at: Spot, coarse: boolean, announce: Announce): Stroke {
  switch (tool) {
    case 'add':
      return new AddStroke(surface, at, announce);
    case 'spray':
      return new SprayStroke(surface, at, announce);
    case 'erase':
      return new EraseStroke(surface, at, brushRadius(coarse), announce);
    case 'select':
      return beginSelection(surface, at, announce);
    case 'pan':
      return new PanStroke(surface, at);
  }
}

const data = (surface: Surface, { x, y }: { x: number; y: number }): [number, number] => [
  fromX(surface.view, surface.size, x),
  fromY(surface.view, surface.size, y),
];
const distance = (a: Spot, b: Spot) => Math.hypot(a.x - b.x, a.y - b.y);
/** A finger hides more than a pointer. */
export const brushRadius = (coarse: boolean) => (coarse ? 26 : 16);
const plural = (n: number) => (n === 1 ? '1 point' : `${n.toLocaleString()} points`);

/** A click adds one point; a drag goes on as a spray. */
class AddStroke implements Stroke {
  private spray: SprayStroke | null = null;

  constructor(
    private readonly surface: Surface,
    private readonly start: Spot,
    private readonly announce: Announce,
  ) {}

  move(to: Spot): void {
    if (!this.spray && distance(to, this.start) > CLICK_SLOP) {
      this.spray = new SprayStroke(this.surface, this.start, this.announce);
    }
    this.spray?.move(to);
  }

  end(): void {
    if (this.spray) this.spray.end();
    else void addPoints(this.surface, data(this.surface, this.start));
  }

  cancel(): void {
    this.spray?.cancel();
  }
}

const SPRAY_INTERVAL = 24;
/** Points at each interval. */
const SPRAY_RATE = 2;
/** Standard deviation of the jitter, CSS pixels. */
const SPRAY_SPREAD = 13;
const BATCH_MS = 90;
let strokes = 0;

class SprayStroke implements Stroke {
  private at: Spot;
  private batch: number[] = [];
  private total = 0;
  private readonly id = `spray ${Date.now()} ${++strokes}`;
  private readonly spraying: ReturnType<typeof setInterval>;
  private readonly sending: ReturnType<typeof setInterval>;
  /** Batches go one after the other: the engine must not get the second before the first. */
  private sent: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly surface: Surface,
    start: Spot,
    private readonly announce: Announce,
  ) {
    this.at = start;
    this.spraying = setInterval(() => this.emit(), SPRAY_INTERVAL);
    this.sending = setInterval(() => this.flush(), BATCH_MS);
    this.emit();
  }

  move(to: Spot): void {
    this.at = to;
  }

  end(): void {
    clearInterval(this.spraying);
    clearInterval(this.sending);
    this.flush();
    this.surface.marks.pending = this.surface.marks.pending.filter((pending) => pending.xy !== this.batch);
    void this.sent.then(() => this.announce(`${plural(this.total)} added.`));
  }

  cancel(): void {
    this.batch.length = 0;
    this.end();
  }

  private emit(): void {
    for (let i = 0; i < SPRAY_RATE; i++) {
      const [x, y] = data(this.surface, {
        x: this.at.x + SPRAY_SPREAD * normal(),
        y: this.at.y + SPRAY_SPREAD * normal(),
      });
      this.batch.push(x, y);
    }
    const { marks } = this.surface;
    // Seen at once, sent with the next batch.
    if (!marks.pending.some((pending) => pending.xy === this.batch)) {
      marks.pending = [...marks.pending, { xy: this.batch, settled: false }];
    }
    this.surface.invalidate('over');
  }

  private flush(): void {
    if (this.batch.length === 0) return;
    const xy = this.batch;
    this.batch = [];
    this.total += xy.length / 2;
    this.surface.marks.pending = this.surface.marks.pending.filter((pending) => pending.xy !== xy);
    this.sent = Promise.all([this.sent, addPoints(this.surface, xy, this.id)]);
  }
}

/** Standard normal (Box and Muller); the hand that sprays is not reproducible either. */
function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}

class EraseStroke implements Stroke {
  private last: Spot;
  private work: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly surface: Surface,
    start: Spot,
    private readonly radius: number,
    private readonly announce: Announce,
  ) {
    this.last = start;
    this.move(start);
  }

  move(to: Spot): void {
    const { surface, radius } = this;
    const [x0, y0] = data(surface, this.last);
    const [x1, y1] = data(surface, to);
    this.last = to;
    surface.marks.brush = { x: x1, y: y1, radius };
    const { view, painter } = surface;
    this.work = Promise.all([this.work, painter.brush(view, Float64Array.of(x0, y0, x1, y1), radius)]);
    surface.invalidate('points', 'over');
  }

  end(): void {
    void this.finish();
  }

  cancel(): void {
    this.surface.marks.brush = null;
    void this.work.then(() => this.restore());
  }

  private async finish(): Promise<void> {
    await this.work;
    const indices = await this.surface.painter.brushed();
    if (indices.length === 0) return;
    if (await removePoints(indices)) this.announce(`${plural(indices.length)} erased.`);
    else await this.restore();
  }

  private async restore(): Promise<void> {
    await this.surface.painter.unhide();
    this.surface.invalidate('points', 'over');
  }
}

export class PanStroke implements Stroke {
  constructor(
    private readonly surface: Surface,
    private last: Spot,
  ) {}

  move(to: Spot): void {
    this.surface.setView(panned(this.surface.view, to.x - this.last.x, to.y - this.last.y));
    this.last = to;
  }

  end(): void {}

  cancel(): void {}
}

/** A press inside the frame of what is selected moves it; elsewhere it begins a new selection. */
function beginSelection(surface: Surface, at: Spot, announce: Announce): Stroke {
  const box = surface.marks.selection;
  if (box && !at.shift && !at.alt) {
    const { view, size } = surface;
    const gap = SELECTION_GAP;
    const across = at.x > toX(view, size, box.x0) - gap && at.x < toX(view, size, box.x1) + gap;
    const down = at.y > toY(view, size, box.y1) - gap && at.y < toY(view, size, box.y0) + gap;
    if (across && down) return new MoveStroke(surface, at, announce);
  }
  return new SelectStroke(surface, at, announce);
}

class SelectStroke implements Stroke {
  private readonly origin: [number, number];
  private dragged = false;

  constructor(
    private readonly surface: Surface,
    private readonly start: Spot,
    private readonly announce: Announce,
  ) {
    this.origin = data(surface, start);
  }

  move(to: Spot): void {
    if (!this.dragged && distance(to, this.start) <= CLICK_SLOP) return;
    this.dragged = true;
    const { marks } = this.surface;
    const [x, y] = data(this.surface, to);
    const [ox, oy] = this.origin;
    if (this.start.alt) marks.loop = [...(marks.loop.length > 0 ? marks.loop : this.origin), x, y];
    else marks.rectangle = { x0: Math.min(x, ox), x1: Math.max(x, ox), y0: Math.min(y, oy), y1: Math.max(y, oy) };
    this.surface.invalidate('over');
  }

  end(at: Spot): void {
    void this.finish(at);
  }

  cancel(): void {
    const { marks } = this.surface;
    marks.rectangle = null;
    marks.loop = [];
    this.surface.invalidate('over');
  }

  private async finish(at: Spot): Promise<void> {
    const { marks } = this.surface;
    const { rectangle, loop } = marks;
    this.cancel();
    const found = await this.found(rectangle, loop);
    const { selected, set } = usePoints.getState();
    const all = at.shift ? joined(selected, found, !this.dragged) : found;
    set({ selected: all });
    this.announce(all.length === 0 ? 'Nothing selected.' : `${plural(all.length)} selected.`);
  }

  private async found(rectangle: Surface['marks']['rectangle'], loop: readonly number[]): Promise<Uint32Array> {
    const { painter, view } = this.surface;
    if (rectangle) return painter.inBox(rectangle);
    if (loop.length > 4) return painter.inLoop(Float64Array.from(loop));
    const point = await painter.nearest(view, ...this.origin, 12);
    return point ? Uint32Array.of(point.index) : new Uint32Array(0);
  }
}

/** Both selections; with `toggle` a point in both is in neither. */
function joined(a: Uint32Array, b: Uint32Array, toggle: boolean): Uint32Array {
  const all = new Set(a);
  for (const index of b) {
    if (toggle && all.has(index)) all.delete(index);
    else all.add(index);
  }
  return Uint32Array.from(all).sort();
}

class MoveStroke implements Stroke {
  private readonly origin: [number, number];
  private dragged = false;

  constructor(
    private readonly surface: Surface,
    private readonly start: Spot,
    private readonly announce: Announce,
  ) {
    this.origin = data(surface, start);
  }

  move(to: Spot): void {
    if (!this.dragged && distance(to, this.start) <= CLICK_SLOP) return;
    this.dragged = true;
    const [x, y] = data(this.surface, to);
    shiftSelection(this.surface, x - this.origin[0], y - this.origin[1]);
  }

  end(at: Spot): void {
    if (!this.dragged) {
      // A click within the frame chooses anew.
      new SelectStroke(this.surface, this.start, this.announce).end(at);
      return;
    }
    void commitShift(this.surface, this.announce);
  }

  cancel(): void {
    if (this.surface.shift) shiftSelection(this.surface, 0, 0);
    this.surface.shift = null;
  }
}

/** Shows the selected points moved by (dx, dy) from where they are. */
export function shiftSelection(surface: Surface, dx: number, dy: number): void {
  const { marks } = surface;
  const before = surface.shift ?? { dx: 0, dy: 0 };
  if (marks.selection) {
    const [mx, my] = [dx - before.dx, dy - before.dy];
    const { x0, x1, y0, y1 } = marks.selection;
    marks.selection = { x0: x0 + mx, x1: x1 + mx, y0: y0 + my, y1: y1 + my };
  }
  surface.shift = { dx, dy };
  surface.invalidate('points', 'over');
}

/** Makes the shown shift real. */
export async function commitShift(surface: Surface, announce: Announce): Promise<void> {
  const { shift } = surface;
  const { selected } = usePoints.getState();
  if (!shift || selected.length === 0) return;
  const moved = await movePoints(selected, shift.dx, shift.dy);
  if (!moved) shiftSelection(surface, 0, 0);
  surface.shift = null;
  surface.invalidate('points', 'over');
  if (moved) announce(`${plural(selected.length)} moved.`);
}
