// The plane by keyboard: a cursor moved by the arrows, Enter uses the tool there, brackets go from point
// to point, and every action is said in the live region. Tools, zoom, fit, undo and redo are the page's own keys.

import { formatCoordinate } from '../../../plane/ticks';
import { fromX, fromY, panned, toX, toY } from '../../../plane/viewport';
import { typedKey } from '../../components/typedKey';
import { togglePlay } from '../actions';
import { usePoints } from '../store';
import { addPoints, removePoints } from './editing';
import type { Gestures } from './gestures';
import type { Hovering } from './hovering';
import { drawnRevision, numbersOf } from './numbers';
import { commitShift, shiftSelection } from './selecting';
import { type Announce, plural } from './spot';
import type { Surface } from './surface';

/** CSS pixels. */
const STEP = 8;
const FAST = 48;
/** The cursor stays this far inside: the view follows it. */
const EDGE = 40;
const NUDGE_COMMIT_MS = 500;

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const BRACKETS: Readonly<Record<string, 1 | -1>> = { '[': -1, ']': 1 };

export class Keys {
  private readonly listening = new AbortController();
  private current = -1;
  private spaceUsed = false;
  private nudging: ReturnType<typeof setTimeout> | undefined;
  private erasing = false;

  constructor(
    private readonly host: HTMLElement,
    private readonly surface: Surface,
    private readonly gestures: Gestures,
    private readonly hovering: Hovering,
    private readonly announce: Announce,
  ) {
    const { signal } = this.listening;
    host.addEventListener('keydown', (event) => this.down(event), { signal });
    host.addEventListener('keyup', (event) => this.up(event), { signal });
    host.addEventListener('pointerdown', () => this.pointer(), { signal });
    host.addEventListener('blur', () => this.blur(), { signal });
  }

  end(): void {
    this.settleNudge();
    this.listening.abort();
  }

  private down(event: KeyboardEvent): void {
    if (event.target !== this.host) return;
    const command = event.ctrlKey || event.metaKey;
    const key = typedKey(event);
    if (command && key.toLowerCase() === 'a') this.take(event, () => void this.selectAll());
    // Many keyboards write brackets with AltGr, which counts as Ctrl and Alt, or with Option.
    const written = !event.metaKey && (event.altKey || !event.ctrlKey);
    const bracket = written ? BRACKETS[key] : undefined;
    if (bracket) this.take(event, () => void this.cycle(bracket));
    if (command || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) this.take(event, () => this.arrow(arrow, event.shiftKey ? FAST : STEP));
    else if (event.key === 'Enter') this.take(event, () => void this.use(event.repeat));
    else if (event.key === ' ') this.take(event, () => this.space(event.repeat));
    else if (event.key === 'Delete' || event.key === 'Backspace') this.take(event, () => this.eraseOnce(event.repeat));
    else if (event.key === 'Escape') this.escape();
  }

  private take(event: KeyboardEvent, run: () => void): void {
    event.preventDefault();
    run();
  }

  private up(event: KeyboardEvent): void {
    if (event.key !== ' ' || !this.gestures.panning) return;
    this.gestures.panning = false;
    this.host.removeAttribute('data-panning');
    if (!this.spaceUsed) void togglePlay();
  }

  /** With the cursor in use Space adds there; else it plays, or pans while it is held and dragged. */
  private space(repeat: boolean): void {
    if (this.surface.marks.cursor) {
      if (!repeat) void this.use();
      return;
    }
    if (repeat) return;
    this.gestures.panning = true;
    this.spaceUsed = false;
    this.host.setAttribute('data-panning', '');
  }

  private pointer(): void {
    this.settleNudge();
    this.spaceUsed = true;
    this.current = -1;
  }

  private blur(): void {
    this.gestures.panning = false;
    this.host.removeAttribute('data-panning');
    this.dropCursor();
  }

  private dropCursor(): void {
    this.surface.marks.cursor = null;
    this.hovering.clear();
    this.surface.invalidate('over');
  }

  private escape(): void {
    this.settleNudge();
    this.dropCursor();
    const { selected, set } = usePoints.getState();
    if (selected.length > 0) set({ selected: new Uint32Array(0) });
  }

  private arrow([dx, dy]: readonly [number, number], step: number): void {
    const { tool, selected } = usePoints.getState();
    if (tool === 'pan') this.surface.setView(panned(this.surface.view, -dx * step * 3, -dy * step * 3));
    else if (tool === 'select' && selected.length > 0) this.nudge(dx * (step / STEP), dy * (step / STEP));
    else this.moveCursor(dx * step, dy * step);
  }

  private moveCursor(dx: number, dy: number): void {
    const { surface } = this;
    const { size, marks } = surface;
    const from = this.cursorPixels();
    let [x, y] = [from.x + (marks.cursor ? dx : 0), from.y + (marks.cursor ? dy : 0)];
    const over = { x: x - clamp(x, EDGE, size.width - EDGE), y: y - clamp(y, EDGE, size.height - EDGE) };
    if (over.x !== 0 || over.y !== 0) surface.setView(panned(surface.view, -over.x, -over.y));
    [x, y] = [x - over.x, y - over.y];
    marks.cursor = { x: fromX(surface.view, size, x), y: fromY(surface.view, size, y) };
    surface.invalidate('over');
    this.say(marks.cursor);
  }

  private cursorPixels(): { x: number; y: number } {
    const { view, size, marks } = this.surface;
    if (!marks.cursor) return { x: size.width / 2, y: size.height / 2 };
    return { x: toX(view, size, marks.cursor.x), y: toY(view, size, marks.cursor.y) };
  }

  private coordinates({ x, y }: { x: number; y: number }): string {
    const { view, marks } = this.surface;
    return `${marks.names.x} ${formatCoordinate(x, view.ux)}, ${marks.names.y} ${formatCoordinate(y, view.uy)}`;
  }

  private say(place: { x: number; y: number }): void {
    this.announce(this.coordinates(place));
  }

  private async use(repeat = false): Promise<void> {
    const { surface } = this;
    const { tool } = usePoints.getState();
    if (!surface.marks.cursor) this.moveCursor(0, 0);
    const { cursor } = surface.marks;
    if (!cursor) return;
    if (tool === 'erase') {
      this.eraseOnce(repeat);
    } else if (tool === 'select') {
      const rev = drawnRevision();
      const point = await surface.painter.nearest(surface.view, cursor.x, cursor.y, 40);
      usePoints.getState().set({ selected: numbersOf(Uint32Array.from(point ? [point.index] : []), rev) });
      this.announce(point ? `Selected ${this.coordinates(point)}.` : 'No point near the cursor.');
    } else if (await addPoints(surface, [cursor.x, cursor.y])) {
      this.announce(`Point added at ${this.coordinates(cursor)}.`);
    }
  }

  /** A key that is held, or pressed before what it erased is gone, would erase others. */
  private eraseOnce(repeat: boolean): void {
    if (repeat || this.erasing) return;
    this.erasing = true;
    void this.erase().finally(() => {
      this.erasing = false;
    });
  }

  /** What is selected; without that, the point nearest to the cursor. */
  private async erase(): Promise<void> {
    const { surface } = this;
    const { selected } = usePoints.getState();
    if (selected.length > 0) {
      if (await removePoints(selected)) this.announce(`${plural(selected.length)} erased.`);
      return;
    }
    const { cursor, hover } = surface.marks;
    const place = cursor ?? hover;
    const rev = drawnRevision();
    const point = place && (await surface.painter.nearest(surface.view, place.x, place.y, 40));
    if (!point) this.announce('No point near the cursor to erase.');
    else if (await removePoints(numbersOf(Uint32Array.of(point.index), rev)))
      this.announce(`Erased ${this.coordinates(point)}.`);
  }

  private async cycle(direction: 1 | -1): Promise<void> {
    const { surface } = this;
    const n = usePoints.getState().state?.dataset.n ?? 0;
    if (n === 0) {
      this.announce('No points.');
      return;
    }
    const index = this.current < 0 && direction < 0 ? n - 1 : (this.current + direction + n) % n;
    this.current = index;
    const point = await surface.painter.point(index);
    if (!point) return;
    const { size } = surface;
    const [x, y] = [toX(surface.view, size, point.x), toY(surface.view, size, point.y)];
    const over = { x: x - clamp(x, EDGE, size.width - EDGE), y: y - clamp(y, EDGE, size.height - EDGE) };
    if (over.x !== 0 || over.y !== 0) surface.setView(panned(surface.view, -over.x, -over.y));
    surface.marks.cursor = { x: point.x, y: point.y };
    this.hovering.point(point, { x: x - over.x, y: y - over.y });
    surface.invalidate('over');
    this.announce(`Point ${index + 1} of ${n}: ${this.coordinates(point)}`);
  }

  private async selectAll(): Promise<void> {
    const n = usePoints.getState().state?.dataset.n ?? 0;
    usePoints.getState().set({ selected: new Uint32Array(n).map((_, i) => i) });
    this.announce(`${plural(n)} selected.`);
  }

  /** Moves the selection; a run of arrows is one step to undo. */
  private nudge(dx: number, dy: number): void {
    const { surface } = this;
    const before = surface.shift ?? { dx: 0, dy: 0 };
    shiftSelection(surface, before.dx + dx * surface.view.ux, before.dy - dy * surface.view.uy);
    clearTimeout(this.nudging);
    this.nudging = setTimeout(() => this.settleNudge(), NUDGE_COMMIT_MS);
  }

  /** Before anything else is done with the selection. */
  settleNudge(): void {
    if (this.nudging === undefined) return;
    clearTimeout(this.nudging);
    this.nudging = undefined;
    void commitShift(this.surface, this.announce);
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), Math.max(low, high));
}
