// The configurations that the page begins new ones with are in order.

import { expect, it } from 'vitest';
import { configFrom } from '../src/service/configs';
import { FIRST_TEXTS } from '../src/ui/runs/configs/names';

it.each(Object.entries(FIRST_TEXTS))('a new one for %s is in order', (kind, text) => {
  const config = configFrom(text);
  expect(config.kind).toBe(kind);
  expect(config.name).not.toBeNull();
});
