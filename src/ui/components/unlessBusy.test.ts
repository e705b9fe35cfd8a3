// A second press before the first is answered.

import { expect, it, vi } from 'vitest';
import { unlessBusy } from './unlessBusy';

it('does once what is asked for twice, and again when it is done', async () => {
  const busy = { current: false };
  let answer = () => {};
  const work = vi.fn(() => new Promise<void>((resolve) => (answer = resolve)));
  const first = unlessBusy(busy, work);
  await unlessBusy(busy, work);
  expect(work).toHaveBeenCalledOnce();
  answer();
  await first;
  void unlessBusy(busy, work);
  expect(work).toHaveBeenCalledTimes(2);
});

it('is free again after what failed', async () => {
  const busy = { current: false };
  await expect(unlessBusy(busy, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(busy.current).toBe(false);
});
