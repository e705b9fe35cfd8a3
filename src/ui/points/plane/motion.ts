// Smooth movement of the ellipses between the model's updates, which come ten times a second at most.

import { between, type PlaneMixture } from '../../../plane/marginal';

/** As long as updates are apart, so that one movement runs into the next. */
const DURATION = 110;

export class MixtureMotion {
  private from: PlaneMixture | null = null;
  private to: PlaneMixture | null = null;
  private start = Number.NEGATIVE_INFINITY;

  get target(): PlaneMixture | null {
    return this.to;
  }

  moveTo(mixture: PlaneMixture | null, now: number, atOnce: boolean): void {
    this.from = atOnce ? null : this.at(now);
    this.to = mixture;
    this.start = now;
  }

  moving(now: number): boolean {
    return this.from !== null && this.to !== null && now - this.start < DURATION;
  }

  at(now: number): PlaneMixture | null {
    if (!this.to || !this.from || !this.moving(now)) return this.to;
    return between(this.from, this.to, Math.max(0, (now - this.start) / DURATION));
  }
}
