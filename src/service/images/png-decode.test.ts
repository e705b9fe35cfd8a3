// Plain PNG files decoded: as Pillow decodes them, and those that are not plain left to the browser.

import fc from 'fast-check';
import { zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { quickDecoder } from './decoder';
import files from './golden/files.json';
import { inspect } from './inspect';
import { IMAGES } from './limits';
import { crc32, encodePng } from './png';
import { decodePlainPng } from './png-decode';
import { type DecodedImage, toForm } from './scale';

const golden = (name: string) => {
  const file = files.find((it) => it.name === name);
  if (!file) throw new Error(`There is no golden ${name}.`);
  return { ...file, bytes: new Uint8Array(Buffer.from(file.bytes, 'base64')) };
};

/** A file of these values a line, each line by its own filter, with chunks put in before the data. */
function filtered(width: number, channels: number, lines: readonly (readonly [number, Uint8Array])[], more?: string) {
  const pixels = new Uint8Array(width * lines.length * channels);
  const plain = encodePng({ width, height: lines.length, channels: channels as 1 | 3 | 4, pixels });
  const data = zlibSync(
    new Uint8Array(Buffer.concat(lines.map(([filter, values]) => [filter, ...values]).map(Buffer.from))),
  );
  const chunks = [
    ...(more ? [chunk(more, new Uint8Array(4))] : []),
    chunk('IDAT', data),
    chunk('IEND', new Uint8Array()),
  ];
  return new Uint8Array(Buffer.concat([plain.subarray(0, 33), ...chunks]));
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.concat([Buffer.alloc(4), Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
  bytes.writeUInt32BE(data.length);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), bytes.length - 4);
  return bytes;
}

describe('a plain PNG', () => {
  it.each(['png', 'png with alpha'])('(%s) has the colours that Pillow decodes', (name) => {
    const { bytes, decoded } = golden(name);
    const image = decodePlainPng(bytes) as DecodedImage;
    const { width, height } = image;
    expect([width, height]).toEqual([decoded.width, decoded.height]);
    expect(Array.from(toForm(image, { width, height, channels: 3 }))).toEqual(decoded.colours);
  });

  it('has its lines’ filters undone, whichever they are', () => {
    // By the standard's own words (9.2): what is stored is the value less the guess.
    const width = 5;
    const channels = 3;
    const row = fc.uint8Array({ minLength: width * channels, maxLength: width * channels });
    const lines = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), row), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(lines, (wanted) => {
        const stored = wanted.map(([filter, values], y): [number, Uint8Array] => {
          const above = wanted[y - 1]?.[1];
          const differences = values.map((value, x) => {
            const a = x >= channels ? values[x - channels] : 0;
            const b = above?.[x] ?? 0;
            const c = (x >= channels && above?.[x - channels]) || 0;
            const nearest = [a, b, c].reduce((best, it) =>
              Math.abs(a + b - c - it) < Math.abs(a + b - c - best) ? it : best,
            );
            return value - [0, a, b, Math.floor((a + b) / 2), nearest][filter];
          });
          return [filter, differences];
        });
        const { data } = decodePlainPng(filtered(width, channels, stored)) as DecodedImage;
        const colours = Array.from(data).filter((_, i) => i % 4 < 3);
        expect(colours).toEqual(wanted.flatMap(([, values]) => Array.from(values)));
      }),
    );
  });

  it('is left to the browser where it is not plain', () => {
    for (const name of ['png palette', 'png 16 bit']) expect(decodePlainPng(golden(name).bytes)).toBeNull();
    const line = [[0, Uint8Array.of(1, 2)]] as const;
    expect(decodePlainPng(filtered(2, 1, line))).not.toBeNull();
    for (const type of ['gAMA', 'iCCP', 'tRNS', 'eXIf']) expect(decodePlainPng(filtered(2, 1, line, type))).toBeNull();
    const large = encodePng({ width: 300, height: 300, channels: 1, pixels: new Uint8Array(90_000) });
    expect(decodePlainPng(large)).toBeNull();
  });

  it('is left to the browser where it is packed larger than it is: it would unpack to far more', () => {
    const { bytes } = golden('png');
    const packed = zlibSync(new Uint8Array(5_000_000));
    const more = [chunk('IDAT', packed), chunk('IEND', new Uint8Array())];
    expect(decodePlainPng(new Uint8Array(Buffer.concat([bytes.subarray(0, 33), ...more])))).toBeNull();
  });

  it('is told damaged where its data are', () => {
    expect(() => decodePlainPng(filtered(2, 1, [[7, Uint8Array.of(1, 2)]]))).toThrow('it is damaged');
    const short = filtered(2, 1, [[0, Uint8Array.of(1)]]);
    expect(inspect(short, IMAGES)).toMatchObject({ width: 2 });
    expect(() => decodePlainPng(short)).toThrow('it is damaged');
  });
});

describe('the quick decoder', () => {
  it('asks the other for all but plain PNG, and for nothing that is no picture', async () => {
    const asked: Uint8Array[] = [];
    const other = { width: 1, height: 1, data: Uint8Array.of(1, 2, 3, 4) };
    const decoder = quickDecoder({
      decode: async (file) => {
        asked.push(file);
        return other;
      },
    });
    expect(await decoder.decode(golden('png').bytes)).toMatchObject({ width: 12, height: 10 });
    expect(asked).toEqual([]);
    const { bytes } = golden('jpeg');
    expect(await decoder.decode(bytes)).toBe(other);
    expect(asked).toEqual([bytes]);
    await expect(decoder.decode(golden('gif').bytes)).rejects.toThrow('it is a GIF');
  });
});
