// Sizes in words: decimal, and what is past a limit is told as more than the limit.

import { describe, expect, it } from 'vitest';
import { formatBytes, formatTooLarge } from './bytes';

describe('sizes as people read them', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1.0 KB'],
    [1024, '1.0 KB'],
    [1536, '1.5 KB'],
    [10_000, '10 KB'],
    [263_565, '264 KB'],
    [999_499, '999 KB'],
    [999_500, '1.0 MB'],
    [1000 ** 2, '1.0 MB'],
    [60 * 1000 ** 3, '60 GB'],
    [5000 * 1000 ** 4, '5000 TB'],
    [-1, '–'],
    [Number.NaN, '–'],
  ])('%d bytes: %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([
    [1, '1 byte'],
    [1000, '1.0 KB'],
    [540e6, '540 MB'],
    [540e6 + 1, '541 MB'],
    [4.2e6 + 1, '4.3 MB'],
    [4.3e9 + 1, '4.4 GB'],
    [9.9e6 + 1, '10 MB'],
    [999e6 + 1, '1.0 GB'],
  ])('%d bytes, past a limit: %s', (bytes, text) => expect(formatTooLarge(bytes)).toBe(text));
});
