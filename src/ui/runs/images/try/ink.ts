// Draws strokes on a canvas: on the pad, and as the picture that the model gets.

import { AS_DRAWN, centredPlacement, type PenStroke, type Placement } from './strokes';

export type Paper = 'black' | 'white';

type Context = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'fillRect'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineCap'
  | 'lineJoin'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'quadraticCurveTo'
  | 'stroke'
>;

/** Fills a square of `side` pixels: ink of the other colour on `paper`. */
export function drawInk(
  context: Context,
  side: number,
  strokes: readonly PenStroke[],
  paper: Paper,
  placement: Placement = AS_DRAWN,
): void {
  context.fillStyle = paper;
  context.fillRect(0, 0, side, side);
  context.strokeStyle = paper === 'black' ? 'white' : 'black';
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const { points, width } of strokes) {
    const x = (i: number) => side * (placement.scale * points[2 * i]! + placement.dx);
    const y = (i: number) => side * (placement.scale * points[2 * i + 1]! + placement.dy);
    const last = points.length / 2 - 1;
    if (last < 0) continue;
    context.lineWidth = side * width;
    context.beginPath();
    context.moveTo(x(0), y(0));
    // Through the middles between points, bent by the points: a hand's line has no corners where it was sampled.
    for (let i = 1; i < last; i++) {
      context.quadraticCurveTo(x(i), y(i), (x(i) + x(i + 1)) / 2, (y(i) + y(i + 1)) / 2);
    }
    // A line of no length with round ends is a dot.
    context.lineTo(x(last), y(last));
    context.stroke();
  }
}

/** Pixels along a side of the picture that the model gets; it scales it to its own. */
const SIDE = 112;

let canvas: OffscreenCanvas | null = null;

export interface Pixels {
  /** [side, side, 4] RGBA bytes. */
  readonly pixels: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

export function inkPixels(strokes: readonly PenStroke[], paper: Paper, centred: boolean): Pixels {
  canvas ??= new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser gives no canvas to draw on.');
  drawInk(context, SIDE, strokes, paper, centred ? centredPlacement(strokes) : AS_DRAWN);
  return { pixels: context.getImageData(0, 0, SIDE, SIDE).data, width: SIDE, height: SIDE };
}
