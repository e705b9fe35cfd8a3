// Where on the plane one is looking, and the way between data units and pixels.
// All in float64: coordinates of 1e12 with differences of 1, or of 1e-12 altogether, map without loss.

/**
 * What part of the plane is seen: the centre in data units, and data units per CSS pixel on each axis
 * (the same shape as the page's `Viewport`). y grows upwards in data, downwards in pixels.
 */
export interface View {
  readonly cx: number;
  readonly cy: number;
  readonly ux: number;
  readonly uy: number;
}

/** CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** An axis-aligned box in data units. */
export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export const toX = (view: View, size: Size, x: number): number => (x - view.cx) / view.ux + size.width / 2;
export const toY = (view: View, size: Size, y: number): number => size.height / 2 - (y - view.cy) / view.uy;
export const fromX = (view: View, size: Size, px: number): number => view.cx + (px - size.width / 2) * view.ux;
export const fromY = (view: View, size: Size, py: number): number => view.cy + (size.height / 2 - py) * view.uy;

/** The data seen in `size` pixels, widened by `margin` of it on each side. */
export function boxOf(view: View, size: Size, margin = 0): Box {
  const w = (size.width / 2) * view.ux * (1 + 2 * margin);
  const h = (size.height / 2) * view.uy * (1 + 2 * margin);
  return { x0: view.cx - w, y0: view.cy - h, x1: view.cx + w, y1: view.cy + h };
}

/** Finer than this, neighbouring pixels would be the same float64; coarser, squares would overflow. */
function clampUnit(unit: number, centre: number): number {
  const finest = Math.max(Math.abs(centre) * 2 ** -50, 1e-300);
  return Math.min(Math.max(unit, finest), 1e150);
}

function settle(view: View): View {
  return { cx: view.cx, cy: view.cy, ux: clampUnit(view.ux, view.cx), uy: clampUnit(view.uy, view.cy) };
}

/** The view after its content was dragged by (dx, dy) pixels. */
export function panned(view: View, dx: number, dy: number): View {
  return { ...view, cx: view.cx - dx * view.ux, cy: view.cy + dy * view.uy };
}

/** The view magnified `factor` times with the data under pixel (px, py) kept in place. */
export function zoomed(view: View, size: Size, factor: number, px: number, py: number): View {
  const ux = clampUnit(view.ux / factor, view.cx);
  const uy = clampUnit(view.uy / factor, view.cy);
  const x = fromX(view, size, px);
  const y = fromY(view, size, py);
  return settle({ cx: x - (px - size.width / 2) * ux, cy: y - (size.height / 2 - py) * uy, ux, uy });
}

/** Space left around fitted data, CSS pixels: room for the axis labels and for the outermost markers. */
const PADDING = { left: 64, right: 28, top: 28, bottom: 48 };
/** Axes whose spans differ by less than this are drawn to one scale, so that circles stay round. */
const SAME_SCALE = 2.5;

/** Without points: ten units or more each way, to one scale. */
export function emptyView(size: Size): View {
  const unit = 20 / Math.max(1, Math.min(size.width, size.height));
  return { cx: 0, cy: 0, ux: unit, uy: unit };
}

/** Half the width to show around data that have none: of the order of their value, else one. */
function halfSpan(low: number, high: number): number {
  const half = high / 2 - low / 2;
  const centre = Math.abs(low / 2 + high / 2);
  if (half > centre * 1e-14 && half > 0) return half;
  return centre > 0 ? centre * 0.1 : 1;
}

/** The view that shows a box of data whole. */
export function fitBox(box: Box, size: Size): View {
  const width = Math.max(40, size.width - PADDING.left - PADDING.right);
  const height = Math.max(40, size.height - PADDING.top - PADDING.bottom);
  let ux = (2 * halfSpan(box.x0, box.x1)) / width;
  let uy = (2 * halfSpan(box.y0, box.y1)) / height;
  if (ux / uy < SAME_SCALE && uy / ux < SAME_SCALE) {
    ux = Math.max(ux, uy);
    uy = ux;
  }
  const cx = box.x0 / 2 + box.x1 / 2 - ((PADDING.left - PADDING.right) / 2) * ux;
  const cy = box.y0 / 2 + box.y1 / 2 - ((PADDING.bottom - PADDING.top) / 2) * uy;
  return settle({ cx, cy, ux, uy });
}

/** The CSS transform (origin: top left) that puts a picture of `box`, width × height CSS pixels, where it belongs now. */
export function placement(box: Box, picture: Size, view: View, size: Size): string {
  const left = toX(view, size, box.x0);
  const top = toY(view, size, box.y1);
  const sx = (box.x1 - box.x0) / view.ux / picture.width;
  const sy = (box.y1 - box.y0) / view.uy / picture.height;
  return `matrix(${snap(sx, 1)}, 0, 0, ${snap(sy, 1)}, ${snap(left, 0)}, ${snap(top, 0)})`;
}

/** Rounding errors would have the browser resample a picture that is in its place already. */
function snap(value: number, to: number): number {
  return Math.abs(value - to) < 1e-6 ? to : value;
}

/** Between two views, t in 0..1: at an even pace in magnification. */
export function viewBetween(from: View, to: View, t: number): View {
  if (t >= 1) return to;
  const ux = from.ux * (to.ux / from.ux) ** t;
  const uy = from.uy * (to.uy / from.uy) ** t;
  // The centre goes with the magnification, so that the point under way to the centre moves straight.
  const along = (a: number, b: number, x: number) => (Math.abs(b - a) < 1e-9 * a ? t : (x - a) / (b - a));
  return {
    cx: from.cx + (to.cx - from.cx) * along(from.ux, to.ux, ux),
    cy: from.cy + (to.cy - from.cy) * along(from.uy, to.uy, uy),
    ux,
    uy,
  };
}
