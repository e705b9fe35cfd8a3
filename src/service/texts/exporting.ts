// Exports under way: how far each is, how fast, how long yet, and how to give it up.

import { ServiceError } from '../../wire/errors';
import type { ExportProgress } from '../../wire/labelling';
import { Pace } from '../datasets/pace';

/** Milliseconds between two words about an export. */
export const EXPORT_INTERVAL = 100;

/** What an export is told by whoever waits for it. */
export interface ExportRun {
  /** Texts written so far; said as often as one likes. Throws ServiceError 'conflict' once it was cancelled. */
  wrote(texts: number): void;
  /** Aborted when it is cancelled. */
  readonly signal: AbortSignal;
}

interface Running {
  progress: ExportProgress;
  readonly abort: AbortController;
}

export class Exports {
  private readonly running = new Set<Running>();

  /** @param changed is called as an export goes on, at most ten times a second, and when one ends */
  constructor(private readonly changed: () => void) {}

  /** Of the one begun last; null without one. */
  get progress(): ExportProgress | null {
    return [...this.running].at(-1)?.progress ?? null;
  }

  cancel(): void {
    for (const { abort } of this.running) abort.abort(new ServiceError('conflict', 'The export was cancelled.'));
  }

  /**
   * @param total texts there are
   * @throws ServiceError 'conflict' when it is cancelled
   */
  async run(total: number, work: (run: ExportRun) => Promise<Blob>): Promise<Blob> {
    const one: Running = { progress: { share: 0, rate: 0, secondsLeft: null }, abort: new AbortController() };
    const { signal } = one.abort;
    const pace = new Pace();
    let toldAt = performance.now();
    const wrote = (texts: number) => {
      signal.throwIfAborted();
      const now = performance.now();
      if (now - toldAt < EXPORT_INTERVAL) return;
      toldAt = now;
      const rate = pace.rate(texts, now);
      const share = total > 0 ? Math.min(1, texts / total) : 0;
      one.progress = { share, rate, secondsLeft: rate > 0 ? Math.max(0, total - texts) / rate : null };
      this.changed();
    };
    this.running.add(one);
    this.changed();
    try {
      const file = await work({ wrote, signal });
      signal.throwIfAborted();
      return file;
    } catch (error) {
      // Whatever the work died of when it was given up.
      throw signal.aborted ? signal.reason : error;
    } finally {
      this.running.delete(one);
      this.changed();
    }
  }
}
