// Seconds at work: pauses and absences are left out.

export class WorkClock {
  private since: number | null = null;

  /** @param before seconds on earlier visits */
  constructor(private before: number) {}

  seconds(now = performance.now()): number {
    return this.before + (this.since === null ? 0 : (now - this.since) / 1000);
  }

  start(): void {
    this.since ??= performance.now();
  }

  stop(): void {
    this.before = this.seconds();
    this.since = null;
  }
}
