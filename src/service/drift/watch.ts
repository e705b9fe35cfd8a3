// When to look: after a short rest once something has changed, however steady the changes at most so long after the
// first, one look at a time, and never for more than a small share of the time.

export interface WatchTiming {
  /** Milliseconds without a change before a look. */
  readonly rest: number;
  /** Milliseconds that a change waits for its look at most, while others follow. */
  readonly longest: number;
  /** A look is followed by a rest of at least so many times what it took. */
  readonly pause: number;
}

export const WATCH_TIMING: WatchTiming = { rest: 1500, longest: 10_000, pause: 3 };

export class Watch {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private since: number | null = null;
  private notBefore = 0;
  private running: Promise<void> | null = null;
  private resting = false;

  /** `look` never rejects. */
  constructor(
    private readonly timing: WatchTiming,
    private readonly look: () => Promise<void>,
  ) {}

  /** Something has changed. */
  request(): void {
    const now = performance.now();
    this.since ??= now;
    if (this.resting || this.running) return;
    const due = Math.max(Math.min(now + this.timing.rest, this.since + this.timing.longest), this.notBefore);
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.now(), due - now);
  }

  /** Looks at once, after the look under way where there is one. */
  async now(): Promise<void> {
    while (this.running) await this.running;
    this.cancel();
    const start = performance.now();
    this.running = this.look();
    await this.running;
    this.running = null;
    const end = performance.now();
    this.notBefore = end + this.timing.pause * (end - start);
    if (this.since !== null) this.request();
  }

  /** No look begins until `go`, but for those asked for by `now`. */
  stop(): void {
    this.resting = true;
    this.cancel();
  }

  go(): void {
    this.resting = false;
    this.request();
  }

  private cancel(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.since = null;
  }
}
