// The browser is asked to keep the data unbidden only where no prompt comes of it.

import { afterEach, expect, it, vi } from 'vitest';
import { persistQuietly } from './persistence';

afterEach(() => vi.unstubAllGlobals());

const persist = vi.fn(async () => true);
const browser = (persisted: boolean, more = {}) => {
  persist.mockClear();
  vi.stubGlobal('navigator', { storage: { persist, persisted: async () => persisted }, ...more });
};

it('is asked unbidden where it answers by itself, unless it keeps the data already', async () => {
  browser(false, { userAgentData: {} });
  expect(await persistQuietly()).toBe(true);
  browser(true, { userAgentData: {} });
  expect(await persistQuietly()).toBeNull();
  expect(persist).not.toHaveBeenCalled();
});

it('is not asked where it may ask the person, or cannot be asked', async () => {
  browser(false);
  expect(await persistQuietly()).toBeNull();
  expect(persist).not.toHaveBeenCalled();
  vi.stubGlobal('navigator', {});
  expect(await persistQuietly()).toBeNull();
});
