// The point under the pointer: found by the painter, one question at a time, and then asked about at the service.

import { service } from '../../../client';
import { fromX, fromY } from '../../../plane/viewport';
import { type Hover, type PointsUi, usePoints } from '../store';
import { rowOf } from './editing';
import type { Surface } from './surface';

/** CSS pixels. */
const REACH = 12;
const INSPECT_AFTER = 90;
/** Milliseconds between two looks at the same point while the model moves. */
const LOOK_AGAIN = 400;

interface Place {
  readonly x: number;
  readonly y: number;
}

export class Hovering {
  private asking = false;
  private next: Place | null = null;
  /** Grows with every movement: late answers are told by it. */
  private turn = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;
  private readonly unsubscribe: () => void;

  constructor(private readonly surface: Surface) {
    this.unsubscribe = usePoints.subscribe((now, before) => this.follow(now, before));
  }

  end(): void {
    this.unsubscribe();
    clearTimeout(this.timer);
    clearTimeout(this.again);
  }

  at(place: Place): void {
    this.next = place;
    if (!this.asking) void this.ask();
  }

  /** What was asked of a painter that is gone is not answered any more. */
  restart(): void {
    this.asking = false;
    this.clear();
  }

  clear(): void {
    this.next = null;
    this.turn++;
    clearTimeout(this.timer);
    this.show(null);
  }

  /** Shows a point that was not found by the pointer. */
  point(point: { index: number; x: number; y: number }, place: Place): void {
    this.turn++;
    this.found(point, place);
  }

  /** What is said of the point follows the model; where points went or moved, it may be another's by now. */
  private follow({ hover, state, outlierLevel }: PointsUi, before: PointsUi): void {
    if (!hover || hover !== before.hover) return;
    const [now, then] = [state?.dataset, before.state?.dataset];
    if (now?.rev !== then?.rev && !(now && then && now.n > then.n && now.source === then.source)) {
      this.clear();
      return;
    }
    if (state?.mixture === before.state?.mixture && outlierLevel === before.outlierLevel) return;
    this.again ??= setTimeout(() => {
      this.again = undefined;
      const { hover: latest } = usePoints.getState();
      if (latest) void this.judge(latest);
    }, LOOK_AGAIN);
  }

  private async ask(): Promise<void> {
    this.asking = true;
    while (this.next) {
      const place = this.next;
      this.next = null;
      const turn = ++this.turn;
      const { view, size, painter } = this.surface;
      const point = await painter.nearest(view, fromX(view, size, place.x), fromY(view, size, place.y), REACH);
      if (turn === this.turn) this.found(point, place);
    }
    this.asking = false;
  }

  private found(point: { index: number; x: number; y: number } | null, place: Place): void {
    if (!point) {
      clearTimeout(this.timer);
      this.show(null);
      return;
    }
    if (usePoints.getState().hover?.index === point.index && this.surface.marks.hover) return;
    this.show(point);
    const { turn } = this;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.inspect(point, place, turn), INSPECT_AFTER);
  }

  private show(point: Place | null): void {
    const { marks } = this.surface;
    if (!point && !marks.hover) return;
    marks.hover = point;
    this.surface.invalidate('over');
    if (usePoints.getState().hover) usePoints.getState().set({ hover: null });
  }

  private async inspect(point: { index: number; x: number; y: number }, at: Place, turn: number): Promise<void> {
    try {
      const row = await rowOf(point);
      if (this.surface.marks.hover !== point) return;
      const hover = { index: point.index, row, inspection: null, at };
      usePoints.getState().set({ hover });
      await this.judge(hover);
    } catch {
      // The point went away in between: there is nothing to show, and nothing to say.
      if (turn === this.turn) this.show(null);
    }
  }

  /** Asks what the model says of the point on show. */
  private async judge(hover: Hover): Promise<void> {
    const { state, outlierLevel } = usePoints.getState();
    // The model may go away in between: then there is nothing to say of the point.
    const inspection = state?.mixture ? await service.points.inspect(hover.row, outlierLevel).catch(() => null) : null;
    if (usePoints.getState().hover === hover) usePoints.getState().set({ hover: { ...hover, inspection } });
  }
}
