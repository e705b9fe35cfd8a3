// What one press of the pointer does, tool by tool: from going down over moves to going up, or being
// given up because a second finger turned it into a pinch.

import { panned } from '../../../plane/viewport';
import type { Tool } from '../store';
import { addPoints, removePoints } from './editing';
import { drawnNumbers, drawnRevision } from './numbers';
import { beginSelection } from './selecting';
import { type Announce, brushRadius, CLICK_SLOP, dataAt, distance, plural, type Spot, type Stroke } from './spot';
import type { Surface } from './surface';

export function beginStroke(tool: Tool, surface: Surface, at: Spot, coarse: boolean, announce: Announce): Stroke {
  switch (tool) {
    case 'add':
      return new AddStroke(surface, at, announce);
    case 'spray':
      return new SprayStroke(surface, at, announce);
    case 'erase':
      return new EraseStroke(surface, at, brushRadius(coarse), announce);
    case 'select':
      return beginSelection(surface, at, announce);
    case 'pan':
      return new PanStroke(surface, at);
  }
}

/** A click adds one point; a drag goes on as a spray. */
class AddStroke implements Stroke {
  private spray: SprayStroke | null = null;

  constructor(
    private readonly surface: Surface,
    private readonly start: Spot,
    private readonly announce: Announce,
  ) {}

  move(to: Spot): void {
    if (!this.spray && distance(to, this.start) > CLICK_SLOP) {
      this.spray = new SprayStroke(this.surface, this.start, this.announce);
    }
    this.spray?.move(to);
  }

  end(): void {
    if (this.spray) this.spray.end();
    else void addPoints(this.surface, dataAt(this.surface, this.start));
  }

  cancel(): void {
    this.spray?.cancel();
  }
}

const SPRAY_INTERVAL = 24;
/** Points at each interval. */
const SPRAY_RATE = 2;
/** Standard deviation of the jitter, CSS pixels. */
const SPRAY_SPREAD = 13;
const BATCH_MS = 90;
let strokes = 0;

class SprayStroke implements Stroke {
  private at: Spot;
  private batch: number[] = [];
  private total = 0;
  private readonly id = `spray ${Date.now()} ${++strokes}`;
  private readonly spraying: ReturnType<typeof setInterval>;
  private readonly sending: ReturnType<typeof setInterval>;
  /** Batches go one after the other: the engine must not get the second before the first. */
  private sent: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly surface: Surface,
    start: Spot,
    private readonly announce: Announce,
  ) {
    this.at = start;
    this.spraying = setInterval(() => this.emit(), SPRAY_INTERVAL);
    this.sending = setInterval(() => this.flush(), BATCH_MS);
    this.emit();
  }

  move(to: Spot): void {
    this.at = to;
  }

  end(): void {
    clearInterval(this.spraying);
    clearInterval(this.sending);
    this.flush();
    this.surface.marks.pending = this.surface.marks.pending.filter((pending) => pending.xy !== this.batch);
    void this.sent.then(() => this.announce(`${plural(this.total)} added.`));
  }

  cancel(): void {
    this.batch.length = 0;
    this.end();
  }

  private emit(): void {
    for (let i = 0; i < SPRAY_RATE; i++) {
      const [x, y] = dataAt(this.surface, {
        x: this.at.x + SPRAY_SPREAD * normal(),
        y: this.at.y + SPRAY_SPREAD * normal(),
      });
      this.batch.push(x, y);
    }
    const { marks } = this.surface;
    // Seen at once, sent with the next batch.
    if (!marks.pending.some((pending) => pending.xy === this.batch)) {
      marks.pending = [...marks.pending, { xy: this.batch, settled: false }];
    }
    this.surface.invalidate('over');
  }

  private flush(): void {
    if (this.batch.length === 0) return;
    const xy = this.batch;
    this.batch = [];
    this.total += xy.length / 2;
    this.surface.marks.pending = this.surface.marks.pending.filter((pending) => pending.xy !== xy);
    this.sent = Promise.all([this.sent, addPoints(this.surface, xy, this.id)]);
  }
}

/** Standard normal (Box and Muller); the hand that sprays is not reproducible either. */
function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}

class EraseStroke implements Stroke {
  private last: Spot;
  private work: Promise<unknown> = Promise.resolve();
  /** x0, y0, x1, y1 … in the data's units. */
  private readonly path: number[] = [];
  private readonly began = drawnRevision();

  constructor(
    private readonly surface: Surface,
    start: Spot,
    private readonly radius: number,
    private readonly announce: Announce,
  ) {
    this.last = start;
    this.move(start);
  }

  move(to: Spot): void {
    const { surface, radius } = this;
    const [x0, y0] = dataAt(surface, this.last);
    const [x1, y1] = dataAt(surface, to);
    this.last = to;
    this.path.push(x1, y1);
    surface.marks.brush = { x: x1, y: y1, radius };
    const { view, painter } = surface;
    this.work = Promise.all([this.work, painter.brush(view, Float64Array.of(x0, y0, x1, y1), radius)]);
    surface.invalidate('points', 'over');
  }

  end(): void {
    void this.finish();
  }

  cancel(): void {
    this.surface.marks.brush = null;
    void this.work.then(() => this.restore());
  }

  private async finish(): Promise<void> {
    await this.work;
    const { painter, view } = this.surface;
    // The points before may have come anew, with none of them under the brush.
    if (drawnRevision() !== this.began) await painter.brush(view, Float64Array.from(this.path), this.radius);
    const indices = await drawnNumbers(painter.brushed());
    if (indices.length === 0) return;
    if (await removePoints(indices)) this.announce(`${plural(indices.length)} erased.`);
    else await this.restore();
  }

  private async restore(): Promise<void> {
    await this.surface.painter.unhide();
    this.surface.invalidate('points', 'over');
  }
}

export class PanStroke implements Stroke {
  constructor(
    private readonly surface: Surface,
    private last: Spot,
  ) {}

  move(to: Spot): void {
    this.surface.setView(panned(this.surface.view, to.x - this.last.x, to.y - this.last.y));
    this.last = to;
  }

  end(): void {}

  cancel(): void {}
}
