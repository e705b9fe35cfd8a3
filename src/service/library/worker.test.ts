// When the library's worker is started, kept and ended.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { deferred } from '../../wire/deferred';
import { ServiceError } from '../../wire/errors';
import type { LibraryHost } from './host';
import { LibraryWorker } from './worker';

let [started, ended] = [0, 0];
let worker: LibraryWorker;

beforeEach(() => {
  vi.useFakeTimers();
  [started, ended] = [0, 0];
  const host = {} as LibraryHost;
  worker = new LibraryWorker({
    spawn() {
      started += 1;
      return {
        host,
        end() {
          ended += 1;
        },
      };
    },
  });
});

afterEach(() => {
  vi.useRealTimers();
});

it('is one for all questions, and ends a while after the last answer', async () => {
  await worker.ask(async () => 1);
  const long = deferred<number>();
  const answer = worker.ask(() => long.promise);
  await vi.advanceTimersByTimeAsync(600_000);
  expect([started, ended]).toEqual([1, 0]);
  long.resolve(2);
  expect(await answer).toBe(2);
  await vi.advanceTimersByTimeAsync(59_000);
  await worker.ask(async () => 3);
  await vi.advanceTimersByTimeAsync(59_000);
  expect([started, ended]).toEqual([1, 0]);
  await vi.advanceTimersByTimeAsync(2000);
  expect([started, ended]).toEqual([1, 1]);
  expect(await worker.ask(async () => 4)).toBe(4);
  expect([started, ended]).toEqual([2, 1]);
});

it('is started anew where it is gone, not for a question that it refuses', async () => {
  const fails = (code: 'invalid' | 'unavailable') =>
    worker.ask(() => Promise.reject(new ServiceError(code, 'no'))).catch((error: ServiceError) => error.code);
  expect(await fails('invalid')).toBe('invalid');
  expect(await fails('unavailable')).toBe('unavailable');
  expect([started, ended]).toEqual([1, 1]);
  await worker.ask(async () => null);
  expect([started, ended]).toEqual([2, 1]);
});
