// Decodes plain PNG files (ISO/IEC 15948), as datasets of small pictures are made of: 8 bits a value, no palette, no
// interlacing, nothing said of colour spaces. Asking the browser for each costs twenty times as much as such a picture
// takes to unpack; what is not plain is the browser's.

import { unzlibSync } from 'fflate';
import { joined } from '../../ml/joined';
import type { DecodedImage } from './scale';

/** Values a pixel by colour type: grey, colour, grey with alpha, colour with alpha. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };
/** Chunks that change what values mean: colour spaces, one transparent colour, a turn. */
const CHANGING = new Set(['gAMA', 'cHRM', 'iCCP', 'cICP', 'tRNS', 'eXIf', 'acTL']);
/** Beyond it the browser, which decodes beside this thread, is quicker. */
const MOST_PIXELS = 2 ** 16;

/** Of a file that `inspect` took for a whole PNG. Null where it is not plain; throws where its data are damaged. */
export function decodePlainPng(file: Uint8Array): DecodedImage | null {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const [width, height, depth, colour] = [view.getUint32(16), view.getUint32(20), file[24], file[25]];
  const channels = CHANNELS[colour];
  if (depth !== 8 || channels === undefined || file[28] !== 0 || width * height > MOST_PIXELS) return null;
  const parts: Uint8Array[] = [];
  for (let at = 8; at + 12 <= file.length; at += view.getUint32(at) + 12) {
    const type = String.fromCharCode(file[at + 4], file[at + 5], file[at + 6], file[at + 7]);
    if (CHANGING.has(type)) return null;
    if (type === 'IDAT') parts.push(file.subarray(at + 8, at + 8 + view.getUint32(at)));
  }
  const size = height * (width * channels + 1);
  const packed = joined(parts);
  // What is packed larger than it is unpacks to far more, all of which would be gone through here; the browser stops.
  if (packed.length > size * 1.2 + 1024) return null;
  const lines = inflated(packed, size);
  if (lines.length < size) throw new Error('it is damaged');
  return { width, height, data: toRgba(unfilter(lines, width * channels, height, channels), channels) };
}

function inflated(packed: Uint8Array, size: number): Uint8Array {
  try {
    return unzlibSync(packed, { out: new Uint8Array(size) });
  } catch {
    throw new Error('it is damaged');
  }
}

/** Adds to each value what its line's filter guessed of it (9.2). */
function unfilter(lines: Uint8Array, row: number, height: number, channels: number): Uint8Array {
  const out = new Uint8Array(height * row);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (row + 1)];
    if (filter > 4) throw new Error('it is damaged');
    const from = y * (row + 1) + 1;
    for (let x = 0; x < row; x++) {
      const at = y * row + x;
      const left = x >= channels ? out[at - channels] : 0;
      const up = y > 0 ? out[at - row] : 0;
      const corner = x >= channels && y > 0 ? out[at - row - channels] : 0;
      out[at] = lines[from + x] + guess(filter, left, up, corner);
    }
  }
  return out;
}

function guess(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  return filter === 3 ? (left + up) >> 1 : paeth(left, up, corner);
}

function paeth(left: number, up: number, corner: number): number {
  const p = left + up - corner;
  const [a, b, c] = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function toRgba(values: Uint8Array, channels: number): Uint8Array {
  const pixels = values.length / channels;
  const data = new Uint8Array(pixels * 4);
  const grey = channels < 3;
  for (let i = 0; i < pixels; i++) {
    const at = i * channels;
    data[4 * i] = values[at];
    data[4 * i + 1] = values[grey ? at : at + 1];
    data[4 * i + 2] = values[grey ? at : at + 2];
    data[4 * i + 3] = channels % 2 === 0 ? values[at + channels - 1] : 255;
  }
  return data;
}
