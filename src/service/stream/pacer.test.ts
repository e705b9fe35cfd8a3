// A thread that was stopped in the middle of its work.

import { afterEach, expect, it, vi } from 'vitest';
import { Vigil } from './pacer';

afterEach(() => {
  vi.useRealTimers();
});

/** Whether it waits for what there is to hear. */
async function waits(vigil: Vigil): Promise<boolean> {
  let looked = false;
  vigil.look().then(() => {
    looked = true;
  });
  await Promise.resolve();
  await Promise.resolve();
  const waited = !looked;
  await vi.advanceTimersByTimeAsync(1000);
  expect(looked).toBe(true);
  return waited;
}

it('a thread that comes far too late hears first what happened, once', async () => {
  vi.useFakeTimers();
  const vigil = new Vigil();
  vi.advanceTimersByTime(10_000);
  expect(await waits(vigil)).toBe(false);
  vi.advanceTimersByTime(1000);
  expect(await waits(vigil)).toBe(false);
  vi.advanceTimersByTime(20_000);
  expect(await waits(vigil)).toBe(true);
  vi.advanceTimersByTime(100);
  expect(await waits(vigil)).toBe(false);
});

it('a wait that was meant to be long is no sleep, and one that was cut short neither', async () => {
  vi.useFakeTimers();
  const vigil = new Vigil();
  await vigil.look();
  vigil.waits(60_000);
  vi.advanceTimersByTime(61_000);
  expect(await waits(vigil)).toBe(false);
  vigil.waits(60_000);
  vi.advanceTimersByTime(5000);
  expect(await waits(vigil)).toBe(false);
  vigil.waits(1000);
  vi.advanceTimersByTime(30_000);
  expect(await waits(vigil)).toBe(true);
});
