// When looks are taken, by a clock of the test's own.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Watch } from './watch';

const TIMING = { rest: 100, longest: 1000, pause: 4 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A watch whose looks take so long, and when they began. */
function watching(takes = 0) {
  const began: number[] = [];
  let running = 0;
  let most = 0;
  const start = performance.now();
  const watch = new Watch(TIMING, async () => {
    began.push(performance.now() - start);
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, takes));
    running -= 1;
  });
  return { watch, began, atOnce: () => most };
}

describe('a watch', () => {
  it('looks once, a rest after the last of several changes', async () => {
    const { watch, began } = watching();
    for (let i = 0; i < 5; i++) {
      watch.request();
      await vi.advanceTimersByTimeAsync(60);
    }
    await vi.advanceTimersByTimeAsync(5000);
    expect(began).toEqual([4 * 60 + 100]);
  });

  it('does not wait for a stream that never rests', async () => {
    const { watch, began } = watching();
    for (let i = 0; i < 60; i++) {
      watch.request();
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(began.length).toBeGreaterThanOrEqual(2);
    expect(began[0]).toBe(1000);
  });

  it('takes one look at a time, a fifth of the time at most, and none of the changes meanwhile is missed', async () => {
    const { watch, began, atOnce } = watching(300);
    watch.request();
    await vi.advanceTimersByTimeAsync(200);
    watch.request();
    await vi.advanceTimersByTimeAsync(5000);
    expect(began).toEqual([100, 100 + 300 + 4 * 300]);
    await Promise.all([watch.now(), watch.now(), vi.advanceTimersByTimeAsync(2000)]);
    expect(atOnce()).toBe(1);
  });

  it('keeps still when it is stopped, and goes on with a look', async () => {
    const { watch, began } = watching();
    watch.request();
    watch.stop();
    watch.request();
    await vi.advanceTimersByTimeAsync(5000);
    expect(began).toEqual([]);
    await Promise.all([watch.now(), vi.advanceTimersByTimeAsync(0)]);
    expect(began).toHaveLength(1);
    watch.go();
    await vi.advanceTimersByTimeAsync(5000);
    expect(began).toHaveLength(2);
  });
});
