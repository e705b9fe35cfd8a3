// Pointer, touch and wheel on the plane: strokes of the tool in hand, pan by the middle button or with
// Space held, pinch with two fingers whatever the tool, zoom by the wheel, fit by a double click.

import { fromX, fromY, panned, zoomed } from '../../../plane/viewport';
import { usePoints } from '../store';
import type { Hovering } from './hovering';
import { type Announce, brushRadius, type Spot, type Stroke } from './spot';
import { beginStroke, PanStroke } from './strokes';
import type { Surface } from './surface';

/** One notch of a mouse wheel (100 units) magnifies by a fifth. */
const WHEEL_RATE = 0.0018;
/** Browsers report a trackpad's pinch as a wheel with Ctrl, in small steps. */
const PINCH_RATE = 0.01;

export class Gestures {
  /** Space is down: a drag pans. */
  panning = false;
  private readonly fingers = new Map<number, Spot>();
  private stroke: { readonly id: number; readonly stroke: Stroke } | null = null;
  private pinching = false;
  private readonly listening = new AbortController();

  constructor(
    private readonly host: HTMLElement,
    private readonly surface: Surface,
    private readonly hovering: Hovering,
    private readonly announce: Announce,
    private readonly onFit: () => void,
  ) {
    const { signal } = this.listening;
    host.addEventListener('pointerdown', (event) => this.down(event), { signal });
    host.addEventListener('pointermove', (event) => this.move(event), { signal });
    host.addEventListener('pointerup', (event) => this.up(event), { signal });
    host.addEventListener('pointercancel', (event) => this.giveUp(event), { signal });
    host.addEventListener('pointerleave', (event) => this.leave(event), { signal });
    host.addEventListener('wheel', (event) => this.wheel(event), { signal, passive: false });
    host.addEventListener('dblclick', () => this.doubleClick(), { signal });
    // A middle click would start the browser's own scrolling.
    host.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault(), { signal });
  }

  end(): void {
    this.stroke?.stroke.cancel();
    this.listening.abort();
  }

  private spot(event: MouseEvent): Spot {
    const box = this.host.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top, shift: event.shiftKey, alt: event.altKey };
  }

  private down(event: PointerEvent): void {
    if (event.button > 1) return;
    const at = this.spot(event);
    this.fingers.set(event.pointerId, at);
    this.host.setPointerCapture(event.pointerId);
    this.surface.marks.cursor = null;
    this.hovering.clear();
    if (this.fingers.size === 2) {
      this.stroke?.stroke.cancel();
      this.stroke = null;
      this.pinching = true;
      return;
    }
    if (this.fingers.size > 2 || this.pinching) return;
    const pan = event.button === 1 || this.panning;
    const coarse = event.pointerType === 'touch';
    const { tool } = usePoints.getState();
    const stroke = pan ? new PanStroke(this.surface, at) : beginStroke(tool, this.surface, at, coarse, this.announce);
    this.stroke = { id: event.pointerId, stroke };
  }

  private move(event: PointerEvent): void {
    const at = this.spot(event);
    if (event.pointerType !== 'touch') {
      this.surface.marks.pointer = at;
      this.surface.invalidate('over');
    }
    if (this.pinching && this.fingers.has(event.pointerId)) {
      this.pinch(event.pointerId, at);
      return;
    }
    if (this.stroke?.id === event.pointerId) {
      this.fingers.set(event.pointerId, at);
      this.stroke.stroke.move(at);
      return;
    }
    if (event.pointerType !== 'touch') this.hover(at);
  }

  private hover(at: Spot): void {
    const { surface } = this;
    if (usePoints.getState().tool === 'erase') {
      const { view, size } = surface;
      surface.marks.brush = { x: fromX(view, size, at.x), y: fromY(view, size, at.y), radius: brushRadius(false) };
    } else {
      surface.marks.brush = null;
    }
    this.hovering.at(at);
  }

  /** Two fingers: the data under their middle stays there, and the distance between them magnifies. */
  private pinch(id: number, at: Spot): void {
    const other = [...this.fingers].find(([finger]) => finger !== id)?.[1];
    const before = this.fingers.get(id);
    this.fingers.set(id, at);
    if (!other || !before) return;
    const { surface } = this;
    const dx = (at.x - before.x) / 2;
    const dy = (at.y - before.y) / 2;
    const apart = Math.hypot(before.x - other.x, before.y - other.y);
    const factor = apart > 10 ? Math.hypot(at.x - other.x, at.y - other.y) / apart : 1;
    const moved = panned(surface.view, dx, dy);
    surface.setView(zoomed(moved, surface.size, factor, (at.x + other.x) / 2, (at.y + other.y) / 2));
  }

  private up(event: PointerEvent): void {
    this.fingers.delete(event.pointerId);
    // The second finger's lifting does not turn the first into a stroke.
    if (this.fingers.size === 0) this.pinching = false;
    if (this.stroke?.id !== event.pointerId) return;
    const { stroke } = this.stroke;
    this.stroke = null;
    const at = this.spot(event);
    stroke.end(at);
    if (event.pointerType === 'touch') {
      this.surface.marks.brush = null;
      this.hovering.at(at);
    }
    this.surface.invalidate('over');
  }

  private giveUp(event: PointerEvent): void {
    this.fingers.delete(event.pointerId);
    if (this.fingers.size === 0) this.pinching = false;
    if (this.stroke?.id !== event.pointerId) return;
    this.stroke.stroke.cancel();
    this.stroke = null;
  }

  private leave(event: PointerEvent): void {
    // A finger that lifts leaves too: what it pointed at stays on show until the next touch.
    if (this.stroke || event.pointerType === 'touch') return;
    this.surface.marks.brush = null;
    this.surface.marks.pointer = null;
    this.hovering.clear();
    this.surface.invalidate('over');
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const { x, y } = this.spot(event);
    // Firefox counts in lines.
    const delta = event.deltaY * (event.deltaMode === 1 ? 33 : 1);
    const factor = Math.exp(-delta * (event.ctrlKey ? PINCH_RATE : WHEEL_RATE));
    this.surface.setView(zoomed(this.surface.view, this.surface.size, Math.min(4, Math.max(0.25, factor)), x, y));
    this.hovering.clear();
  }

  /** With the tools that put or take points, two clicks are two points. */
  private doubleClick(): void {
    const { tool } = usePoints.getState();
    if (tool === 'pan' || tool === 'select') this.onFit();
  }
}
