// The strokes of the selecting tool: a rectangle or a loop around points, and the moving of what is selected.

import type { AsyncPainter } from '../../../plane/painter';
import { toX, toY, type View } from '../../../plane/viewport';
import { usePoints } from '../store';
import { movePoints } from './editing';
import { drawnNumbers, numbersOf, revisionOf } from './numbers';
import { SELECTION_GAP } from './scene';
import { type Announce, CLICK_SLOP, dataAt, distance, plural, type Spot, type Stroke } from './spot';
import type { Surface } from './surface';

/** A press inside the frame of what is selected moves it; elsewhere it begins a new selection. */
export function beginSelection(surface: Surface, at: Spot, announce: Announce): Stroke {
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

/** A press that becomes a drag once it has left its place. */
abstract class Drag implements Stroke {
  /** Where it began, in the data's units. */
  protected readonly origin: [number, number];
  protected dragged = false;

  constructor(
    protected readonly surface: Surface,
    protected readonly start: Spot,
    protected readonly announce: Announce,
  ) {
    this.origin = dataAt(surface, start);
  }

  move(to: Spot): void {
    if (!this.dragged && distance(to, this.start) <= CLICK_SLOP) return;
    this.dragged = true;
    this.dragTo(...dataAt(this.surface, to));
  }

  /** Shows what it comes to so far. */
  protected abstract dragTo(x: number, y: number): void;
  abstract end(at: Spot): void;
  abstract cancel(): void;
}

class SelectStroke extends Drag {
  protected dragTo(x: number, y: number): void {
    const { marks } = this.surface;
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
    const all = at.shift ? numbersOf(joined(selected, found, !this.dragged), revisionOf(found)) : found;
    set({ selected: all });
    this.announce(all.length === 0 ? 'Nothing selected.' : `${plural(all.length)} selected.`);
  }

  private async found(rectangle: Surface['marks']['rectangle'], loop: readonly number[]): Promise<Uint32Array> {
    const { painter, view } = this.surface;
    if (rectangle) return drawnNumbers(painter.inBox(rectangle));
    if (loop.length > 4) return drawnNumbers(painter.inLoop(Float64Array.from(loop)));
    return drawnNumbers(nearest(painter, view, this.origin, 12));
  }
}

/** The number of the point nearest to a place, if one is within `reach` CSS pixels. */
async function nearest(
  painter: AsyncPainter,
  view: View,
  [x, y]: readonly [number, number],
  reach: number,
): Promise<Uint32Array> {
  const point = await painter.nearest(view, x, y, reach);
  return point ? Uint32Array.of(point.index) : new Uint32Array(0);
}

/** Both selections, which ascend; with `toggle` a point in both is in neither. A million go together in a few milliseconds. */
export function joined(a: Uint32Array, b: Uint32Array, toggle: boolean): Uint32Array {
  const all = new Uint32Array(a.length + b.length);
  let [i, j, n] = [0, 0, 0];
  while (i < a.length || j < b.length) {
    const [inA, inB] = [
      i < a.length ? a[i]! : Number.POSITIVE_INFINITY,
      j < b.length ? b[j]! : Number.POSITIVE_INFINITY,
    ];
    if (inA <= inB) i++;
    if (inB <= inA) j++;
    if (inA !== inB || !toggle) all[n++] = Math.min(inA, inB);
  }
  return all.slice(0, n);
}

class MoveStroke extends Drag {
  /** How far it has come. What else moves the selection meanwhile, as arrows a moment ago, is not its own. */
  private way = { dx: 0, dy: 0 };

  protected dragTo(x: number, y: number): void {
    this.go(x - this.origin[0], y - this.origin[1]);
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
    if (this.dragged) this.go(0, 0);
  }

  private go(dx: number, dy: number): void {
    const before = this.surface.shift ?? NO_SHIFT;
    shiftSelection(this.surface, before.dx + dx - this.way.dx, before.dy + dy - this.way.dy);
    this.way = { dx, dy };
  }
}

const NO_SHIFT = { dx: 0, dy: 0 };
/** What is left of a shift that was taken back is rounding, CSS pixels. */
const NOTHING = 1e-3;

/** Shows the selected points moved by (dx, dy) from where they are. */
export function shiftSelection(surface: Surface, dx: number, dy: number): void {
  const { marks, view } = surface;
  const before = surface.shift ?? NO_SHIFT;
  if (marks.selection) {
    const [mx, my] = [dx - before.dx, dy - before.dy];
    const { x0, x1, y0, y1 } = marks.selection;
    marks.selection = { x0: x0 + mx, x1: x1 + mx, y0: y0 + my, y1: y1 + my };
  }
  surface.shift = Math.hypot(dx / view.ux, dy / view.uy) < NOTHING ? null : { dx, dy };
  surface.invalidate('points', 'over');
}

/** One after the other: a shift must not be made real twice. */
let commits: Promise<void> = Promise.resolve();

/** Resolves once what was shifted so far is real. */
export function commitsMade(): Promise<void> {
  return commits;
}

/** Makes the shown shift real. */
export function commitShift(surface: Surface, announce: Announce): Promise<void> {
  const { selected } = usePoints.getState();
  commits = commits.then(() => commit(surface, selected, announce));
  return commits;
}

async function commit(surface: Surface, selected: Uint32Array, announce: Announce): Promise<void> {
  const { shift } = surface;
  if (!shift) return;
  // What was being moved may have been deselected, as an undo does: nothing is left to move then.
  const moved = selected.length > 0 && (await movePoints(selected, shift.dx, shift.dy));
  // A drag may have gone on meanwhile: what it has come since is not made real yet.
  const now = surface.shift ?? NO_SHIFT;
  const rest = { dx: now.dx - shift.dx, dy: now.dy - shift.dy };
  // The points have gone there themselves, and the frame with them.
  if (moved) surface.shift = rest;
  shiftSelection(surface, rest.dx, rest.dy);
  if (moved) announce(`${plural(selected.length)} moved.`);
}
