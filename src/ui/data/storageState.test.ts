// When what is stored is measured again: soon after whatever may have changed it, and not at every word of a run.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServiceEvent } from '../../wire/events';
import { followStorage, useStorage } from './storageState';

const fake = vi.hoisted(() => ({ listeners: new Set<(event: ServiceEvent) => void>(), measured: 0 }));

vi.mock('../../client', () => ({
  service: { data: { state: async () => ({ usage: ++fake.measured }) } },
  subscribe: (listener: (event: ServiceEvent) => void) => {
    fake.listeners.add(listener);
    return () => fake.listeners.delete(listener);
  },
}));

const tell = (type: ServiceEvent['type']) => {
  for (const listener of fake.listeners) listener({ type } as ServiceEvent);
};

let end = () => {};
beforeEach(() => {
  vi.useFakeTimers();
  fake.measured = 0;
  end = followStorage();
});
afterEach(() => {
  end();
  vi.useRealTimers();
});

describe('what is stored', () => {
  it('is measured at first, and shown', async () => {
    await vi.advanceTimersByTimeAsync(0);
    expect(useStorage.getState()).toEqual({ state: { usage: 1 }, error: null });
  });

  it.each<ServiceEvent['type']>([
    ...(['points', 'reviews', 'datasets', 'batch', 'retrain', 'stream', 'runs', 'images'] as const),
    ...(['configs', 'library', 'models'] as const),
  ])('is measured again when there is news of %s, at most every two seconds', async (type) => {
    for (let i = 0; i < 20; i++) {
      tell(type);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(fake.measured).toBe(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(fake.measured).toBe(2);
  });

  it('is measured at once when everything was replaced', () => {
    tell('reset');
    expect(fake.measured).toBe(2);
  });

  it.each<ServiceEvent['type']>(['notice', 'task', 'backup'])('is not measured for a %s', async (type) => {
    tell(type);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(fake.measured).toBe(1);
  });

  it('is measured no more after the end', async () => {
    tell('points');
    end();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(fake.measured).toBe(1);
    expect(fake.listeners.size).toBe(0);
  });
});
