// Starts the thread that draws the points, and speaks to it.

import { transfer, wrap } from 'comlink';
import type { AsyncPainter, Painter } from '../workers/plane.worker';

export interface PainterThread {
  /** `setPoints` and `setShares` take points and responsibilities over: these are empty afterwards. */
  readonly painter: AsyncPainter;
  end(): void;
}

/** `onFailure` is called once if the thread dies: calls under way then never settle, and it must be started anew. */
export function startPainter(onFailure: (message: string) => void): PainterThread {
  const worker = new Worker(new URL('../workers/plane.worker.ts', import.meta.url), { type: 'module' });
  let failed = false;
  const fail = (message: string) => {
    if (!failed) onFailure(message);
    failed = true;
  };
  worker.addEventListener('error', (event) => fail(event.message || 'it could not be loaded'));
  worker.addEventListener('messageerror', () => fail('a message could not be read'));
  const remote = wrap<Painter>(worker);
  const painter: AsyncPainter = {
    setPoints: (xy) => remote.setPoints(transfer(xy, [xy.buffer as ArrayBuffer])),
    setShares: (shares) =>
      remote.setShares(shares && transfer(shares, [shares.responsibilities.buffer as ArrayBuffer])),
    setSelection: (indices) => remote.setSelection(indices),
    frame: (request) => remote.frame(request),
    heat: (request) => remote.heat(request),
    markers: (request, most) => remote.markers(request, most),
    nearest: (view, x, y, reach) => remote.nearest(view, x, y, reach),
    point: (index) => remote.point(index),
    pointsAt: (indices) => remote.pointsAt(indices),
    inBox: (box) => remote.inBox(box),
    inLoop: (loop) => remote.inLoop(loop),
    brush: (view, path, radius) => remote.brush(view, path, radius),
    brushed: () => remote.brushed(),
    unhide: () => remote.unhide(),
  };
  return { painter, end: () => worker.terminate() };
}
