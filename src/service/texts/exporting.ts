// What leaves as a file, or is read from one, while it is at work: how far each is, how fast, how long yet, and how to give it up.

import { ServiceError } from '../../wire/errors';
import type { ExportProgress } from '../../wire/labelling';
import { Pace } from '../datasets/pace';

/** Milliseconds between two words about an export. */
export const EXPORT_INTERVAL = 100;

/** What an export is told by whoever waits for it. */
export interface ExportRun {
  /** How much there is, where it was not known at first. */
  expect(total: number): void;
  /** So much so far; said as often as one likes. Throws ServiceError 'conflict' once it was cancelled. */
  wrote(much: number): void;
  /** Aborted when it is cancelled. */
  readonly signal: AbortSignal;
}

/** How far a worker is. */
export interface Written {
  readonly done: number;
  readonly total: number;
}

/** What was given up could not be undone: its caller is told that in place of that it was cancelled. */
export class NotUndone extends ServiceError {}

interface Running {
  progress: ExportProgress;
  readonly abort: AbortController;
}

export class Exports {
  private readonly running = new Set<Running>();

  /**
   * @param changed is called as an export goes on, at most ten times a second, and when one ends
   * @param cancelled what one that was given up says
   */
  constructor(
    private readonly changed: () => void,
    private readonly cancelled = 'The export was cancelled.',
  ) {}

  /** Of the one begun last; null without one. */
  get progress(): ExportProgress | null {
    return [...this.running].at(-1)?.progress ?? null;
  }

  cancel(): void {
    for (const { abort } of this.running) abort.abort(new ServiceError('conflict', this.cancelled));
  }

  /**
   * @param total how much there is; null where that is said later
   * @throws ServiceError 'conflict' when it is cancelled
   */
  async run<T>(total: number | null, work: (run: ExportRun) => Promise<T>): Promise<T> {
    let all = total ?? 0;
    const one: Running = { progress: { share: 0, rate: 0, secondsLeft: null }, abort: new AbortController() };
    const { signal } = one.abort;
    const pace = new Pace();
    let toldAt = performance.now();
    const expect = (much: number) => {
      all = much;
    };
    const wrote = (much: number) => {
      signal.throwIfAborted();
      const now = performance.now();
      if (now - toldAt < EXPORT_INTERVAL) return;
      toldAt = now;
      const rate = all > 0 ? pace.rate(much, now) : 0;
      const share = all > 0 ? Math.min(1, much / all) : 0;
      one.progress = { share, rate, secondsLeft: rate > 0 ? Math.max(0, all - much) / rate : null };
      this.changed();
    };
    this.running.add(one);
    this.changed();
    try {
      const made = await work({ expect, wrote, signal });
      signal.throwIfAborted();
      return made;
    } catch (error) {
      // Whatever the work died of when it was given up, as long as nothing of it is left.
      throw signal.aborted && !(error instanceof NotUndone) ? signal.reason : error;
    } finally {
      this.running.delete(one);
      this.changed();
    }
  }
}

/** By a worker of its own, which is asked how far it is, and ended with the work or when that is given up. */
export async function byWorker<H, T>(
  spawn: () => { readonly host: H; end(): void },
  { expect, wrote, signal }: ExportRun,
  written: (host: H) => Promise<Written>,
  work: (host: H) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const port = spawn();
  signal.addEventListener('abort', () => port.end(), { once: true });
  const ask = async () => {
    const { done, total } = await written(port.host);
    expect(total);
    wrote(done);
  };
  // A worker that is gone rejects its work, too, which says why; so does one that was given up.
  const ticker = setInterval(() => ask().catch(() => {}), EXPORT_INTERVAL);
  try {
    return await work(port.host);
  } finally {
    clearInterval(ticker);
    port.end();
  }
}
