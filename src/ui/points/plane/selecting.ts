// The strokes of the selecting tool: a rectangle or a loop around points, and the moving of what is selected.

import { toX, toY } from '../../../plane/viewport';
import { usePoints } from '../store';
import { movePoints } from './editing';
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

class MoveStroke extends Drag {
  protected dragTo(x: number, y: number): void {
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
  if (!shift) return;
  // What was being moved may have been deselected, as an undo does: nothing is left to move then.
  const moved = selected.length > 0 && (await movePoints(selected, shift.dx, shift.dy));
  if (!moved) shiftSelection(surface, 0, 0);
  surface.shift = null;
  surface.invalidate('points', 'over');
  if (moved) announce(`${plural(selected.length)} moved.`);
}
