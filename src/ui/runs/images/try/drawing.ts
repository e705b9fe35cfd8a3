// What a pointer does to the drawing on the pad.

import { useImages } from '../store';

/** Most numbers of a stroke; a pen that goes on for longer begins the next. */
const LONG = 4000;

/** x0, y0, x1, y1 … as shares of the pad. */
export function startStroke(points: readonly number[]): void {
  useImages.setState(({ strokes, pen }) => ({ strokes: [...strokes, { width: pen, points }] }));
}

export function extendStroke(points: readonly number[]): void {
  useImages.setState(({ strokes, pen }) => {
    const last = strokes.at(-1);
    if (!last) return {};
    if (last.points.length > LONG) {
      return { strokes: [...strokes, { width: pen, points: [...last.points.slice(-2), ...points] }] };
    }
    return { strokes: [...strokes.slice(0, -1), { ...last, points: [...last.points, ...points] }] };
  });
}

export function undoStroke(): void {
  useImages.setState(({ strokes }) => ({ strokes: strokes.slice(0, -1) }));
}

export function clearPad(): void {
  useImages.setState({ strokes: [] });
}
