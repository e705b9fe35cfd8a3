// What is drawn over and under the points: grid and axes, contours, ellipses, means with their weights.

import type { ContourLine } from './density';
import { ellipseOf, type PlaneMixture } from './marginal';
import { componentColour, componentShape, type PlaneTheme } from './palette';
import type { Pen } from './pen';
import { niceTicks, type Ticks } from './ticks';
import { boxOf, type Size, toX, toY, type View } from './viewport';

export interface AxisTicks {
  readonly x: Ticks;
  readonly y: Ticks;
}

/** About a label every 90 pixels across and every 64 down. */
export function axisTicks(view: View, size: Size): AxisTicks {
  const box = boxOf(view, size);
  return {
    x: niceTicks(box.x0, box.x1, Math.max(2, size.width / 90)),
    y: niceTicks(box.y0, box.y1, Math.max(2, size.height / 64)),
  };
}

export function drawGrid(pen: Pen, view: View, size: Size, theme: PlaneTheme, ticks: AxisTicks): void {
  // On half pixels a line one pixel wide stays one pixel wide.
  const crisp = (value: number) => Math.floor(value) + 0.5;
  ticks.x.values.forEach((value) => {
    const x = crisp(toX(view, size, value));
    pen.line([x, 0, x, size.height], false, { stroke: value === 0 ? theme.zero : theme.grid });
  });
  ticks.y.values.forEach((value) => {
    const y = crisp(toY(view, size, value));
    pen.line([0, y, size.width, y], false, { stroke: value === 0 ? theme.zero : theme.grid });
  });
}

const TICK_SIZE = 11;
const NAME_SIZE = 12;

export function drawAxes(
  pen: Pen,
  view: View,
  size: Size,
  theme: PlaneTheme,
  ticks: AxisTicks,
  names: { readonly x: string; readonly y: string },
): void {
  const small = { colour: theme.muted, size: TICK_SIZE, halo: theme.background };
  const large = { colour: theme.text, size: NAME_SIZE, weight: 600, halo: theme.background };
  ticks.x.values.forEach((value, i) => {
    const x = toX(view, size, value);
    // Corners belong to the other axis.
    if (x > 44 && x < size.width - 20) {
      pen.text(ticks.x.labels[i]!, x, size.height - 6, { ...small, align: 'center', baseline: 'bottom' });
    }
  });
  ticks.y.values.forEach((value, i) => {
    const y = toY(view, size, value);
    if (y > 30 && y < size.height - 44) pen.text(ticks.y.labels[i]!, 8, y, small);
  });
  const nameX = ticks.x.offset ? `${names.x}  (${ticks.x.offset})` : names.x;
  const nameY = ticks.y.offset ? `${names.y}  (${ticks.y.offset})` : names.y;
  pen.text(shortened(nameX), size.width - 10, size.height - 22, { ...large, align: 'right', baseline: 'bottom' });
  pen.text(shortened(nameY), 8, 8, { ...large, baseline: 'top' });
}

function shortened(name: string): string {
  return name.length <= 48 ? name : `${name.slice(0, 47)}…`;
}

export function drawContours(pen: Pen, view: View, size: Size, theme: PlaneTheme, lines: readonly ContourLine[]): void {
  for (const { height, points } of lines) {
    const pixels = new Float64Array(points.length);
    for (let i = 0; i < points.length; i += 2) {
      pixels[i] = toX(view, size, points[i]!);
      pixels[i + 1] = toY(view, size, points[i + 1]!);
    }
    pen.line(pixels, true, { stroke: theme.text, width: 1, opacity: 0.22 + 0.4 * height });
  }
}

const SIGMAS = [
  { sigma: 3, width: 1, opacity: 0.45, dash: [2, 4] },
  { sigma: 2, width: 1.25, opacity: 0.7, dash: [6, 4] },
  { sigma: 1, width: 2, opacity: 1, dash: undefined },
] as const;
/** Larger than this in pixels, an ellipse is a line nobody sees, and slow to draw. */
const LARGEST = 20_000;

export function drawEllipses(pen: Pen, view: View, size: Size, theme: PlaneTheme, mixture: PlaneMixture): void {
  for (let c = 0; c < mixture.k; c++) {
    const { a, b, angle } = ellipseOf(mixture, c, view.ux, view.uy);
    const x = toX(view, size, mixture.mx[c]!);
    const y = toY(view, size, mixture.my[c]!);
    const stroke = componentColour(c, theme.dark);
    for (const { sigma, dash, ...line } of SIGMAS) {
      if (!(sigma * a < LARGEST) || Math.abs(x) > LARGEST || Math.abs(y) > LARGEST) continue;
      // A casing keeps the line in sight over points of its own colour.
      const casing = { stroke: theme.background, width: line.width + 2, opacity: 0.55 * line.opacity };
      pen.ellipse(x, y, sigma * a, sigma * b, angle, casing);
      pen.ellipse(x, y, sigma * a, sigma * b, angle, { stroke, ...line, ...(dash ? { dash } : {}) });
    }
  }
}

const MEAN_RADIUS = 7;

export function drawMeans(pen: Pen, view: View, size: Size, theme: PlaneTheme, mixture: PlaneMixture): void {
  for (let c = 0; c < mixture.k; c++) {
    const x = toX(view, size, mixture.mx[c]!);
    const y = toY(view, size, mixture.my[c]!);
    if (x < -60 || y < -20 || x > size.width + 20 || y > size.height + 20) continue;
    const shape = componentShape(c);
    pen.marker(shape, x, y, MEAN_RADIUS, { fill: theme.background, stroke: theme.background, width: 5 });
    pen.marker(shape, x, y, MEAN_RADIUS, { fill: componentColour(c, theme.dark), stroke: theme.text, width: 1.5 });
    const label = { colour: theme.text, size: 12, weight: 600, halo: theme.background };
    pen.text(percent(mixture.weight[c]!), x + MEAN_RADIUS + 6, y, label);
  }
}

/** A weight for people: two significant digits. */
export function percent(share: number): string {
  const value = 100 * share;
  if (value > 0 && value < 0.1) return '<0.1 %';
  return `${value >= 9.95 ? value.toFixed(0) : value.toFixed(1)} %`;
}

/** Which mark is which component; for pictures, where the page's own legend is not at hand. */
export function drawLegend(pen: Pen, size: Size, theme: PlaneTheme, mixture: PlaneMixture): void {
  const row = 18;
  const x = size.width - 92;
  for (let c = 0; c < mixture.k; c++) {
    const y = 20 + c * row;
    pen.marker(componentShape(c), x, y, 5, {
      fill: componentColour(c, theme.dark),
      stroke: theme.background,
      width: 1,
    });
    const label = { colour: theme.text, size: 11, halo: theme.background };
    pen.text(`${c + 1}`, x + 24, y, { ...label, align: 'right', weight: 600 });
    pen.text(percent(mixture.weight[c]!), size.width - 16, y, { ...label, align: 'right' });
  }
}
