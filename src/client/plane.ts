// Starts the thread that draws the points, and speaks to it.

import { transfer, wrap } from 'comlink';
import { startWorker } from '../wire/worker';
import type { AsyncPainter, Painter } from '../workers/plane.worker';
import painterScript from '../workers/plane.worker.ts?worker&url';

export interface PainterThread {
  /** `setPoints` and `setShares` take points and responsibilities over: these are empty afterwards. */
  readonly painter: AsyncPainter;
  end(): void;
}

/** `onFailure` is called once if the thread dies: calls under way then never settle, and it must be started anew. */
export function startPainter(onFailure: (message: string) => void): PainterThread {
  const { endpoint, end } = startWorker(painterScript, 'plane', onFailure);
  const remote = wrap<Painter>(endpoint);
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
  return { painter, end };
}
