// A drawing as the pen's way over the pad, and where it lies in the picture that the model gets. Coordinates are shares of
// the side, y downwards.

export interface PenStroke {
  /** Of the pen, of the side. */
  readonly width: number;
  /** x0, y0, x1, y1 … */
  readonly points: readonly number[];
}

/** A point p becomes scale · p + (dx, dy). */
export interface Placement {
  readonly scale: number;
  readonly dx: number;
  readonly dy: number;
}

export const AS_DRAWN: Placement = { scale: 1, dx: 0, dy: 0 };

/** What ink fills of the side: MNIST's digits fill 20 of 28 pixels. */
const FILLED = 20 / 28;
/** A dot does not become a blot. */
const LARGEST = 4;

/**
 * Where a drawing is put as MNIST's digits were (LeCun et al. 1998, *Gradient-Based Learning Applied to Document
 * Recognition*, section III.A): scaled to fill the middle, its ink's centre of mass in the middle. The pen stays as wide as
 * it is, so that a small drawing gets no thicker.
 */
export function centredPlacement(strokes: readonly PenStroke[]): Placement {
  const box = boxOf(strokes);
  if (!box) return AS_DRAWN;
  const pen = Math.max(...strokes.map(({ width }) => width));
  const long = Math.max(box.right - box.left, box.bottom - box.top);
  const scale = Math.min(LARGEST, (FILLED - pen) / Math.max(long, 1e-6));
  const mass = centreOf(strokes);
  const along = (centre: number, low: number, high: number) => {
    // Not so far that ink leaves the picture.
    const wanted = 0.5 - scale * centre;
    return Math.min(1 - pen / 2 - scale * high, Math.max(pen / 2 - scale * low, wanted));
  };
  return { scale, dx: along(mass.x, box.left, box.right), dy: along(mass.y, box.top, box.bottom) };
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Of the pen's middle; null without a point. */
function boxOf(strokes: readonly PenStroke[]): Box | null {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { points } of strokes) {
    for (let i = 0; i + 1 < points.length; i += 2) {
      left = Math.min(left, points[i]!);
      right = Math.max(right, points[i]!);
      top = Math.min(top, points[i + 1]!);
      bottom = Math.max(bottom, points[i + 1]!);
    }
  }
  return left > right ? null : { left, right, top, bottom };
}

/** The ink's centre of mass: each piece of a stroke weighs its area. */
function centreOf(strokes: readonly PenStroke[]): { readonly x: number; readonly y: number } {
  let [total, x, y] = [0, 0, 0];
  const add = (weight: number, atX: number, atY: number) => {
    total += weight;
    x += weight * atX;
    y += weight * atY;
  };
  for (const { points, width } of strokes) {
    // The round ends, which are all of a dot.
    if (points.length >= 2) add((Math.PI * width * width) / 4, points[0]!, points[1]!);
    for (let i = 2; i + 1 < points.length; i += 2) {
      const [x0, y0, x1, y1] = [points[i - 2]!, points[i - 1]!, points[i]!, points[i + 1]!];
      add(width * Math.hypot(x1 - x0, y1 - y0), (x0 + x1) / 2, (y0 + y1) / 2);
    }
  }
  return { x: x / total, y: y / total };
}
