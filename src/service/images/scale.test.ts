// Pictures brought to a form: the very bytes that Pillow makes of them.

import { describe, expect, it } from 'vitest';
import cases from './golden/scaled.json';
import { asDecoded, toForm } from './scale';

describe('a picture brought to a form', () => {
  it.each(cases)('$width×$height is, to the byte, what Pillow makes of it', ({ width, height, data, forms }) => {
    for (const { pixels, ...shape } of forms) {
      expect(Array.from(toForm({ width, height, data: Uint8Array.from(data) }, shape))).toEqual(pixels);
    }
  });

  it('is the same where it has that form', () => {
    const pixels = Uint8Array.from({ length: 12 }, (_, i) => i * 20);
    for (const shape of [
      { width: 4, height: 3, channels: 1 },
      { width: 2, height: 2, channels: 3 },
    ]) {
      expect(toForm(asDecoded(pixels, shape), shape)).toEqual(pixels);
    }
  });
});
