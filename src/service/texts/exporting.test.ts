// What leaves as a file while it is at work: how far, how fast, how long yet; and what is given up.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { deferred } from '../../wire/deferred';
import { ServiceError } from '../../wire/errors';
import { byWorker, type ExportRun, Exports, NotUndone, type Written } from './exporting';

afterEach(() => vi.useRealTimers());

describe('an export', () => {
  it('tells share, rate and time left once it is known how much there is', async () => {
    vi.useFakeTimers();
    const told = vi.fn();
    const exports = new Exports(told);
    const end = deferred<string>();
    let run: ExportRun | undefined;
    const made = exports.run(null, (given) => {
      run = given;
      return end.promise;
    });
    expect(exports.progress).toEqual({ share: 0, rate: 0, secondsLeft: null });
    await vi.advanceTimersByTimeAsync(1000);
    run?.wrote(500);
    expect(exports.progress).toEqual({ share: 0, rate: 0, secondsLeft: null });
    run?.expect(4000);
    for (const much of [1000, 2000]) {
      await vi.advanceTimersByTimeAsync(1000);
      run?.wrote(much);
    }
    expect(exports.progress).toEqual({ share: 0.5, rate: 1000, secondsLeft: 2 });
    end.resolve('file');
    expect(await made).toBe('file');
    expect(exports.progress).toBeNull();
    expect(told).toHaveBeenCalledTimes(5);
  });

  it('rejects with what it says of itself when it is given up, whatever its work died of', async () => {
    const exports = new Exports(() => {}, 'Enough.');
    const made = exports.run(1, async ({ wrote, signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      expect(() => wrote(1)).toThrow('Enough.');
      throw new Error('gone');
    });
    exports.cancel();
    await expect(made).rejects.toMatchObject({ code: 'conflict', message: 'Enough.' });
  });

  it('says what is left of it where that could not be undone', async () => {
    const exports = new Exports(() => {}, 'Enough.');
    const made = exports.run(1, async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throw new NotUndone('unavailable', 'It is still there.');
    });
    exports.cancel();
    await expect(made).rejects.toMatchObject({ code: 'unavailable', message: 'It is still there.' });
  });
});

describe('a worker of its own', () => {
  function worker() {
    const over = deferred<string>();
    over.promise.catch(() => {});
    const host = { written: async (): Promise<Written> => ({ done: 1, total: 2 }), work: () => over.promise };
    const end = vi.fn(() => over.reject(new ServiceError('unavailable', 'It was ended.')));
    return { over, spawn: vi.fn(() => ({ host, end })), end };
  }
  type Host = ReturnType<ReturnType<typeof worker>['spawn']>['host'];
  const by = (spawn: ReturnType<typeof worker>['spawn'], run: ExportRun) =>
    byWorker(
      spawn,
      run,
      (host: Host) => host.written(),
      (host) => host.work(),
    );

  it('is asked how far it is, and ended with the work', async () => {
    vi.useFakeTimers();
    const exports = new Exports(() => {});
    const { over, spawn, end } = worker();
    const made = exports.run(null, (run) => by(spawn, run));
    await vi.advanceTimersByTimeAsync(250);
    expect(exports.progress?.share).toBe(0.5);
    over.resolve('file');
    expect(await made).toBe('file');
    expect(end).toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is ended at once when that is given up, and not begun where it was before', async () => {
    const exports = new Exports(() => {});
    const { spawn, end } = worker();
    const made = exports.run(null, (run) => by(spawn, run));
    exports.cancel();
    await expect(made).rejects.toMatchObject({ code: 'conflict' });
    expect(end).toHaveBeenCalled();
    const late = worker();
    const none = exports.run(null, async (run) => {
      exports.cancel();
      return by(late.spawn, run);
    });
    await expect(none).rejects.toMatchObject({ code: 'conflict' });
    expect(late.spawn).not.toHaveBeenCalled();
  });
});
