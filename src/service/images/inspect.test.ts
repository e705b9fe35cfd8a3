// Files by their own bytes: each format is told with its size, and none is taken that lacks a piece.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePng } from './env.node';
import files from './golden/files.json';
import { inspect } from './inspect';
import { IMAGES } from './limits';
import { encodePng } from './png';

const golden = files.map(({ bytes, ...file }) => ({ ...file, bytes: new Uint8Array(Buffer.from(bytes, 'base64')) }));
const read = golden.filter(({ name }) => /^(png|jpeg|webp)/.test(name));
const look = (bytes: Uint8Array) => inspect(bytes, IMAGES);

describe('a file looked at', () => {
  it.each(read)('$name is known with its size', ({ name, bytes, width, height }) => {
    expect(look(bytes)).toEqual({ type: `image/${name.split(' ')[0]}`, width, height });
  });

  it.each(read)('$name is known as cut off wherever it ends', ({ bytes }) => {
    for (let end = 1; end < bytes.length; end++) expect(look(bytes.subarray(0, end))).toBeTypeOf('string');
  });

  it('is refused by name where it is a picture of a kind that is not read', () => {
    const kinds = golden.filter((file) => !read.includes(file)).map(({ bytes }) => look(bytes));
    expect(kinds).toEqual(['GIF', 'BMP', 'TIFF'].map((kind) => expect.stringContaining(`it is a ${kind},`)));
    const svg = new TextEncoder().encode('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>');
    expect(look(svg)).toContain('it is an SVG');
  });

  it('is told empty, no image, or too large from what it is', () => {
    expect(look(new Uint8Array())).toBe('it is empty');
    expect(look(new TextEncoder().encode('I am a text with the name of a picture.'))).toBe('it is not an image');
    expect(inspect(golden[0].bytes, { ...IMAGES, file: 100 })).toContain('it is larger than');
    expect(inspect(golden[0].bytes, { ...IMAGES, pixels: 100 })).toBe('it has 12 × 10 pixels, more than 10 × 10');
  });

  it('with a changed byte in what a PNG needs is damaged', () => {
    const { bytes } = golden[0];
    const changed = bytes.slice();
    changed[bytes.length - 20] ^= 1;
    expect(look(changed)).toBe('it is damaged');
  });

  it('with two sizes, or its size elsewhere than first, is damaged', () => {
    const { bytes } = golden[0];
    const [magic, size, rest] = [bytes.subarray(0, 8), bytes.subarray(8, 33), bytes.subarray(33)];
    for (const chunks of [
      [magic, size, size, rest],
      [magic, rest.subarray(0, -12), size, rest.subarray(-12)],
    ]) {
      expect(look(new Uint8Array(Buffer.concat(chunks)))).toBe('it is damaged');
    }
  });

  it('never throws, whatever it is', () => {
    const near = fc.tuple(fc.constantFrom(...golden), fc.nat(), fc.nat(255)).map(([{ bytes }, at, value]) => {
      const changed = bytes.slice();
      changed[at % Math.min(60, changed.length)] = value;
      return changed;
    });
    fc.assert(fc.property(fc.oneof(near, fc.uint8Array()), (bytes) => look(bytes) !== undefined));
  });
});

describe('a PNG that was written', () => {
  it('is whole, and reads as the pixels it was written from', () => {
    const side = fc.integer({ min: 1, max: 9 });
    const any = fc.tuple(side, side, fc.constantFrom(1, 3, 4), fc.nat(255));
    fc.assert(
      fc.property(any, ([width, height, channels, seed]) => {
        const pixels = Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 37 + seed) % 256);
        const file = encodePng({ width, height, channels: channels as 1 | 3 | 4, pixels });
        expect(look(file)).toEqual({ type: 'image/png', width, height });
        const { data } = decodePng(file);
        for (let i = 0; i < width * height; i++) {
          const rgba = [0, 1, 2].map((c) => pixels[i * channels + (channels === 1 ? 0 : c)]);
          const alpha = channels === 4 ? pixels[i * 4 + 3] : 255;
          expect(Array.from(data.subarray(4 * i, 4 * i + 4))).toEqual([...rgba, alpha]);
        }
      }),
    );
  });
});
