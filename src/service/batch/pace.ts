// How fast texts are scored, and how long it will take yet.

/** Milliseconds over which speed is measured: lengths of texts vary from piece to piece. */
const SPAN = 20_000;
/** Before so many milliseconds of work it is not known. */
const LEAST = 300;

interface Stretch {
  readonly n: number;
  readonly ms: number;
  readonly end: number;
}

export class Pace {
  private recent: Stretch[] = [];
  private last: number | null = null;

  /** Texts scored from `start` to `now`; reading between two pieces counts, too. */
  add(n: number, start: number, now: number): void {
    this.recent.push({ n, ms: now - (this.last ?? start), end: now });
    this.recent = this.recent.filter(({ end }) => now - end <= SPAN);
    this.last = now;
  }

  /** A pause is not slowness. */
  rest(): void {
    this.recent = [];
    this.last = null;
  }

  outlook(left: number): { readonly rate: number; readonly secondsLeft: number | null } {
    const ms = this.recent.reduce((sum, stretch) => sum + stretch.ms, 0);
    if (ms < LEAST) return { rate: 0, secondsLeft: null };
    const rate = (1000 * this.recent.reduce((sum, stretch) => sum + stretch.n, 0)) / ms;
    return { rate, secondsLeft: left / rate };
  }
}
