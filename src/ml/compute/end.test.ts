// An end that may come before an answer does: whoever waits for it hears so, and so does whoever asks later.

import { describe, expect, it } from 'vitest';
import { End } from './end';

describe('an end', () => {
  it('lets answers through while it has not come, and keeps none', async () => {
    const end = new End();
    await expect(end.before(Promise.resolve(7))).resolves.toBe(7);
    await expect(end.before(Promise.reject(new Error('no')))).rejects.toThrow('no');
    await Promise.resolve();
    expect(end.waiting).toBe(0);
    expect(end.reason).toBeNull();
  });

  it('tells all who wait, with the first reason', async () => {
    const end = new End();
    const waits = [end.before(new Promise(() => {})), end.before(new Promise(() => {}))];
    end.come(new Error('lost'));
    end.come(new Error('again'));
    const outcomes = await Promise.allSettled(waits);
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.message)).toEqual([
      'lost',
      'lost',
    ]);
    expect(end.waiting).toBe(0);
  });

  it('refuses whoever comes after it', async () => {
    const end = new End();
    end.come(new Error('lost'));
    await expect(end.before(Promise.resolve(1))).rejects.toThrow('lost');
    expect(end.waiting).toBe(0);
  });
});
