// Rows a second, over the last two seconds or so.

const KEPT = 20;

export class Pace {
  private readonly samples: { readonly at: number; readonly rows: number }[] = [];

  /** @param rows so far; 0 before it is known */
  rate(rows: number, now: number = performance.now()): number {
    this.samples.push({ at: now, rows });
    if (this.samples.length > KEPT) this.samples.shift();
    const [first] = this.samples;
    if (!first || now - first.at < 50) return 0;
    return ((rows - first.rows) / (now - first.at)) * 1000;
  }
}
