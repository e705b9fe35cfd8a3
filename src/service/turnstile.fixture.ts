// For tests: a turnstile before every stretch of work, so that a test says how far it goes.

/** Lets as many turns through as it is told. */
export class Turnstile {
  private left = Number.POSITIVE_INFINITY;
  private waiting: (() => void)[] = [];

  async pass(): Promise<void> {
    while (this.left <= 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.left -= 1;
  }

  allow(turns: number): void {
    this.left = turns;
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** Nothing gets through any more, and nothing learns of it. */
  jam(): void {
    this.waiting = [];
    this.left = Number.NEGATIVE_INFINITY;
  }
}
