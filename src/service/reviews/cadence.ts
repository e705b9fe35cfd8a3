// How often checkpoints are made: every so many seconds, and seldom enough that saving takes a small share of
// the time, however large the model is.

const INTERVAL_MS = 5000;
const SHARE = 0.05;

export class SaveCadence {
  private last = performance.now();
  private took = 0;

  due(now: number = performance.now()): boolean {
    return now - this.last >= Math.max(INTERVAL_MS, this.took / SHARE);
  }

  /** Does it, and counts what it took. */
  async time(work: () => Promise<void>): Promise<void> {
    const start = performance.now();
    await work();
    this.last = performance.now();
    this.took = this.last - start;
  }
}
