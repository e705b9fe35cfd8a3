// Pushed batches that wait to be learnt: as many as were agreed, and never more numbers than can be saved with the run.

import type { Batch } from '../../ml/stream/types';
import { ServiceError } from '../../wire/errors';
import { STREAM_LIMITS } from '../../wire/stream-limits';

export class BatchQueue {
  private waiting: Batch[];

  constructor(batches: readonly Batch[] = []) {
    this.waiting = [...batches];
  }

  get length(): number {
    return this.waiting.length;
  }

  /** ServiceError 'busy' when `most` wait already; `paused`: there will be no room before the run goes on. */
  add(batch: Batch, most: number, paused = false): void {
    const numbers = this.waiting.reduce((sum, { X }) => sum + X.length, batch.X.length);
    if (this.waiting.length >= most || (this.waiting.length > 0 && numbers > STREAM_LIMITS.queued_numbers)) {
      const waiting = `${this.waiting.length} ${this.waiting.length === 1 ? 'batch waits' : 'batches wait'}`;
      const advice = paused ? 'Let the stream, which is paused, go on first.' : 'Send it again in a moment.';
      throw new ServiceError('busy', `The queue is full: ${waiting} to be learnt. ${advice}`);
    }
    this.waiting.push(batch);
  }

  peek(): Batch | undefined {
    return this.waiting[0];
  }

  shift(): Batch | undefined {
    return this.waiting.shift();
  }

  /** To be learnt before all others. */
  putBack(batches: readonly Batch[]): void {
    this.waiting.unshift(...batches);
  }

  all(): readonly Batch[] {
    return [...this.waiting];
  }
}
