// The thread that holds the drawn points and makes their pictures (src/plane/painter.ts).

import { expose, transfer } from 'comlink';
import type { FrameRequest, HeatRequest } from '../plane/messages';
import { Painter } from '../plane/painter';
import { showLife } from '../wire/worker';

/** Pictures change hands instead of being copied. */
class PainterWorker extends Painter {
  override async frame(request: FrameRequest) {
    const frame = await super.frame(request);
    return transfer(frame, [frame.bitmap]);
  }

  override async heat(request: HeatRequest) {
    const heat = await super.heat(request);
    return transfer(heat, heat.bitmap ? [heat.bitmap] : []);
  }
}

export type { AsyncPainter, Painter } from '../plane/painter';

showLife();
expose(new PainterWorker());
