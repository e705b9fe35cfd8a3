// The painter on the calling thread, for browsers that cannot start it on one of its own.

import { type AsyncPainter, Painter } from './painter';

export function localPainter(): AsyncPainter {
  const painter = new Painter();
  return {
    setPoints: async (xy) => painter.setPoints(xy),
    setShares: async (shares) => painter.setShares(shares),
    setSelection: async (indices) => painter.setSelection(indices),
    frame: (request) => painter.frame(request),
    heat: (request) => painter.heat(request),
    markers: async (request, most) => painter.markers(request, most),
    nearest: async (view, x, y, reach) => painter.nearest(view, x, y, reach),
    point: async (index) => painter.point(index),
    pointsAt: async (indices) => painter.pointsAt(indices),
    inBox: async (box) => painter.inBox(box),
    inLoop: async (loop) => painter.inLoop(loop),
    brush: async (view, path, radius) => painter.brush(view, path, radius),
    brushed: async () => painter.brushed(),
    unhide: async () => painter.unhide(),
  };
}
