// What the page's thread draws itself: the grid under the points; axes, ellipses, means and the marks of
// the tool in hand over them.

import type { ContourLine } from '../../../plane/density';
import type { PlaneMixture } from '../../../plane/marginal';
import { axisTicks, drawAxes, drawContours, drawEllipses, drawGrid, drawMeans } from '../../../plane/overlay';
import type { PlaneTheme } from '../../../plane/palette';
import { CanvasPen, type Pen } from '../../../plane/pen';
import { formatCoordinate } from '../../../plane/ticks';
import { type Box, fromX, fromY, type Size, toX, toY, type View } from '../../../plane/viewport';
import type { Layers } from '../store';

/** Points sent to the engine and not yet drawn by the painter. */
export interface Pending {
  /** x0, y0, x1, y1 … in data units. */
  readonly xy: number[];
  /** True once the engine has them: the next points fetched contain them. */
  settled: boolean;
}

/** What the tools draw; all in data units but the radius. */
export interface Marks {
  names: { readonly x: string; readonly y: string };
  pending: readonly Pending[];
  /** The rectangle or loop being drawn. */
  rectangle: Box | null;
  loop: readonly number[];
  /** Around the selected points. */
  selection: Box | null;
  /** The eraser: centre, and radius in CSS pixels. */
  brush: { readonly x: number; readonly y: number; readonly radius: number } | null;
  /** The point under the pointer. */
  hover: { readonly x: number; readonly y: number } | null;
  /** The keyboard's cursor. */
  cursor: { readonly x: number; readonly y: number } | null;
  /** The mouse's, CSS pixels. */
  pointer: { readonly x: number; readonly y: number } | null;
}

export function noMarks(): Marks {
  return {
    names: { x: 'x', y: 'y' },
    pending: [],
    rectangle: null,
    loop: [],
    selection: null,
    brush: null,
    hover: null,
    cursor: null,
    pointer: null,
  };
}

interface Ground {
  readonly view: View;
  readonly size: Size;
  readonly theme: PlaneTheme;
}

export interface Scene extends Ground {
  readonly layers: Layers;
  readonly marks: Marks;
  readonly contours: readonly ContourLine[];
  readonly mixture: PlaneMixture | null;
}

export function drawUnder(canvas: HTMLCanvasElement, scale: number, { view, size, theme }: Ground): void {
  const pen = penOn(canvas, size, scale, theme);
  if (pen) drawGrid(pen, view, size, theme, axisTicks(view, size));
}

export function drawOver(canvas: HTMLCanvasElement, scale: number, scene: Scene): void {
  const { view, size, theme, layers, marks, mixture } = scene;
  const pen = penOn(canvas, size, scale, theme);
  if (!pen) return;
  drawContours(pen, view, size, theme, scene.contours);
  drawPending(pen, scene);
  if (mixture && layers.ellipses) {
    drawEllipses(pen, view, size, theme, mixture);
    drawMeans(pen, view, size, theme, mixture);
  }
  drawAxes(pen, view, size, theme, axisTicks(view, size), marks.names);
  drawSelection(pen, scene);
  drawPointers(pen, scene);
  drawReadout(pen, scene);
}

/** A cleared canvas of the right size, with CSS pixels as its unit. */
function penOn(canvas: HTMLCanvasElement, size: Size, scale: number, theme: PlaneTheme): Pen | null {
  const width = Math.round(size.width * scale);
  const height = Math.round(size.height * scale);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
    canvas.style.width = `${size.width}px`;
    canvas.style.height = `${size.height}px`;
  }
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  return new CanvasPen(context, theme.font);
}

const PENDING_RADIUS = 4;

function drawPending(pen: Pen, { view, size, theme, marks }: Scene): void {
  for (const { xy } of marks.pending) {
    for (let i = 0; i < xy.length; i += 2) {
      const [x, y] = [toX(view, size, xy[i]!), toY(view, size, xy[i + 1]!)];
      pen.marker('circle', x, y, PENDING_RADIUS, { fill: theme.neutral, opacity: 0.9 });
    }
  }
}

function drawSelection(pen: Pen, { view, size, theme, marks }: Scene): void {
  const corners = (box: Box, grow: number) => {
    const [x0, x1] = [toX(view, size, box.x0) - grow, toX(view, size, box.x1) + grow];
    const [y0, y1] = [toY(view, size, box.y1) - grow, toY(view, size, box.y0) + grow];
    return [x0, y0, x1, y0, x1, y1, x0, y1];
  };
  if (marks.selection) {
    pen.line(corners(marks.selection, SELECTION_GAP), true, { stroke: theme.accent, width: 1.25, dash: [5, 4] });
  }
  if (marks.rectangle) {
    pen.line(corners(marks.rectangle, 0), true, { fill: theme.accent, opacity: 0.12 });
    pen.line(corners(marks.rectangle, 0), true, { stroke: theme.accent, width: 1.25 });
  }
  if (marks.loop.length > 2) {
    const pixels = marks.loop.map((value, i) => (i % 2 === 0 ? toX(view, size, value) : toY(view, size, value)));
    pen.line(pixels, true, { fill: theme.accent, opacity: 0.12 });
    pen.line(pixels, true, { stroke: theme.accent, width: 1.25 });
  }
}

/** Between the selected points and the frame around them, CSS pixels. */
export const SELECTION_GAP = 10;
const ARM = 11;

function drawPointers(pen: Pen, { view, size, theme, marks }: Scene): void {
  const { brush, hover, cursor } = marks;
  if (brush) {
    const [x, y] = [toX(view, size, brush.x), toY(view, size, brush.y)];
    pen.ellipse(x, y, brush.radius, brush.radius, 0, { fill: theme.text, opacity: 0.08 });
    pen.ellipse(x, y, brush.radius, brush.radius, 0, { stroke: theme.text, width: 1.25, opacity: 0.8 });
  }
  if (hover) {
    const [x, y] = [toX(view, size, hover.x), toY(view, size, hover.y)];
    pen.ellipse(x, y, 9, 9, 0, { stroke: theme.background, width: 4, opacity: 0.9 });
    pen.ellipse(x, y, 9, 9, 0, { stroke: theme.text, width: 1.5 });
  }
  if (cursor) {
    const [x, y] = [toX(view, size, cursor.x), toY(view, size, cursor.y)];
    for (const paint of [
      { stroke: theme.background, width: 5 },
      { stroke: theme.accent, width: 2 },
    ]) {
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ] as const) {
        pen.line([x + 4 * dx, y + 4 * dy, x + ARM * dx, y + ARM * dy], false, paint);
      }
    }
  }
}

/** The coordinates under the cursor, in the corner: in words where the eye can find them, never under the hand. */
function drawReadout(pen: Pen, { view, size, theme, marks }: Scene): void {
  const { cursor, pointer } = marks;
  const at = cursor ?? (pointer && { x: fromX(view, size, pointer.x), y: fromY(view, size, pointer.y) });
  if (!at) return;
  const text = `${formatCoordinate(at.x, view.ux)},  ${formatCoordinate(at.y, view.uy)}`;
  const lettering = { colour: theme.muted, size: 11, halo: theme.background, baseline: 'bottom' } as const;
  pen.text(text, 8, size.height - 23, lettering);
}
