// Limits in bytes are what their words say: sizes are decimal.

import { expect, it } from 'vitest';
import { LIMITS, megabytes } from '../datasets/import/limits';
import { IMAGES } from './limits';

it('limits are told whole', () => {
  for (const bytes of [LIMITS.unpacked, LIMITS.json, IMAGES.file, IMAGES.bytes]) {
    expect(Number(megabytes(bytes).replace(/[ ,MB]/g, '')) * 1e6).toBe(bytes);
  }
  expect(megabytes(LIMITS.unpacked)).toBe('9,000 MB');
});
