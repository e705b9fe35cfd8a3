// How fast a stream goes, and whether its thread slept. Time is the monotonic clock's, so that a clock that is set does nothing; after a gap (a laptop
// that slept, a batch that took long) what was missed is not made up for.

import { Alarm } from '../pace';

/** Milliseconds of delay that are made up for, so that the speed is kept although timers are late. */
const CATCH_UP = 100;

/** Timers hold no more than 2³¹ milliseconds. */
const LONGEST_WAIT = 2 ** 30;

export class Pacer {
  private readonly alarm = new Alarm();
  private due = Number.NEGATIVE_INFINITY;
  private value: number | null = null;
  private readonly vigil = new Vigil();

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
    const most = Math.min(milliseconds, LONGEST_WAIT);
    this.vigil.waits(most);
    return this.alarm.wait(most);
  }

  /** Before anything is saved: resolves at once, but after a sleep. */
  awake(): Promise<void> {
    return this.vigil.look();
  }

  /** Whoever waits looks again at once. */
  wake(): void {
    this.alarm.wake();
  }
}

/** Milliseconds by which a thread must be late to have slept; those that look whether it is alive wait longer. */
const SLEPT = 3000;
/** Milliseconds in which a thread that woke hears, by its page, that another took over its work. */
const WAKING = 500;

/** Notices that its thread was stopped: before anything is written then, the thread must hear whether it still may. */
export class Vigil {
  private seen = performance.now();
  /** Until it looks for the first time nothing is late. */
  private asked = Number.POSITIVE_INFINITY;

  /** A wait of so many milliseconds begins. */
  waits(milliseconds: number): void {
    this.asked = milliseconds;
  }

  async look(): Promise<void> {
    const late = performance.now() - this.seen - this.asked;
    if (late > SLEPT) await new Promise((resolve) => setTimeout(resolve, WAKING));
    this.seen = performance.now();
    this.asked = 0;
  }
}
