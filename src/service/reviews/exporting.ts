// Exports under way: how far each is, how fast, how long yet, and how to give it up.

import { ServiceError } from '../../wire/errors';
import type { ExportProgress } from '../../wire/labelling';
import { Pace } from '../datasets/pace';
import { type ExportFormat, exportReviews } from './export';

/** Milliseconds between two words about an export. */
const INTERVAL = 100;

interface Running {
  progress: ExportProgress;
  cancelled: boolean;
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
    for (const one of this.running) one.cancelled = true;
  }

  /**
   * @param total reviews there are
   * @throws ServiceError 'conflict' when it is cancelled
   */
  async run(format: ExportFormat, total: number): Promise<Blob> {
    const one: Running = { progress: { share: 0, rate: 0, secondsLeft: null }, cancelled: false };
    const pace = new Pace();
    let done = 0;
    let toldAt = performance.now();
    this.running.add(one);
    this.changed();
    const next = () => {
      if (one.cancelled) throw new ServiceError('conflict', 'The export was cancelled.');
      done += 1;
      const now = performance.now();
      if (now - toldAt < INTERVAL) return;
      toldAt = now;
      const rate = pace.rate(done, now);
      const left = Math.max(0, total - done);
      one.progress = {
        share: total > 0 ? Math.min(1, done / total) : 0,
        rate,
        secondsLeft: rate > 0 ? left / rate : null,
      };
      this.changed();
    };
    try {
      return await exportReviews(format, next);
    } finally {
      this.running.delete(one);
      this.changed();
    }
  }
}
