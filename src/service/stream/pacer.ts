// How fast a stream goes. Time is the monotonic clock's, so that a clock that is set does nothing; after a gap (a laptop
// that slept, a batch that took long) what was missed is not made up for.

import { Alarm } from '../points/pace';

/** Milliseconds of delay that are made up for, so that the speed is kept although timers are late. */
const CATCH_UP = 100;

export class Pacer {
  private readonly alarm = new Alarm();
  private due = Number.NEGATIVE_INFINITY;
  private value: number | null = null;

  /** Batches a second; null: as fast as possible. */
  get speed(): number | null {
    return this.value;
  }

  set(speed: number | null): void {
    this.value = speed;
    this.due = Number.NEGATIVE_INFINITY;
    this.wake();
  }

  /** A batch begins. */
  began(now = performance.now()): void {
    const interval = this.value === null ? 0 : 1000 / this.value;
    this.due = Math.max(this.due, now - CATCH_UP) + interval;
  }

  /** Milliseconds to the next batch. */
  rest(now = performance.now()): number {
    return this.value === null ? 0 : Math.max(0, this.due - now);
  }

  wait(milliseconds: number): Promise<void> {
    return this.alarm.wait(milliseconds);
  }

  /** Whoever waits looks again at once. */
  wake(): void {
    this.alarm.wake();
  }
}
