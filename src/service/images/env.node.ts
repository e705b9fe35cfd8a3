// The images' surroundings in Node, for tests: hosts in this thread, and pictures that are PNG of 8 bits a value.

import { unzlibSync } from 'fflate';
import { createWasmBackend } from '../../ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../ml/compute/nn/wasm/node-env';
import type { ImageDecoder } from './decoder';
import { createImageHost, type ImagesEnv } from './host';
import type { ImageLimits } from './limits';
import type { DecodedImage } from './scale';

export function nodeImagesEnv(limits?: ImageLimits): ImagesEnv {
  const createNn = () => createWasmBackend({ env: nodeNnEnv(), threads: 1 });
  return {
    spawn() {
      const over = new AbortController();
      const { signal } = over;
      const host = createImageHost({ decoder: nodeImageDecoder(), createNn, signal, ...(limits && { limits }) });
      return { host, end: () => over.abort() };
    },
  };
}

export function nodeImageDecoder(): ImageDecoder {
  return { decode: async (file) => decodePng(file) };
}

/** Values a pixel by colour type, palettes left out. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

/** Of 8 bits, not interlaced. Throws for any other. */
export function decodePng(file: Uint8Array): DecodedImage {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const parts: Uint8Array[] = [];
  for (let at = 8; at < file.length; at += view.getUint32(at) + 12) {
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    if (type === 'IDAT') parts.push(file.subarray(at + 8, at + 8 + view.getUint32(at)));
  }
  const [width, height, depth, colour] = [view.getUint32(16), view.getUint32(20), file[24], file[25]];
  const channels = CHANNELS[colour];
  if (depth !== 8 || channels === undefined || file[28] !== 0) throw new Error('it is a PNG of another kind');
  const lines = unzlibSync(new Uint8Array(Buffer.concat(parts)));
  const values = unfilter(lines, width * channels, height, channels);
  const data = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const at = i * channels;
    const grey = channels < 3;
    for (let c = 0; c < 3; c++) data[4 * i + c] = values[at + (grey ? 0 : c)];
    data[4 * i + 3] = channels % 2 === 0 ? values[at + channels - 1] : 255;
  }
  return { width, height, data };
}

/** ISO/IEC 15948, 9.2 */
function unfilter(lines: Uint8Array, row: number, height: number, channels: number): Uint8Array {
  if (lines.length !== height * (row + 1)) throw new Error('it is damaged');
  const out = new Uint8Array(height * row);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (row + 1)];
    for (let x = 0; x < row; x++) {
      const at = y * row + x;
      const left = x >= channels ? out[at - channels] : 0;
      const up = y > 0 ? out[at - row] : 0;
      const corner = x >= channels && y > 0 ? out[at - row - channels] : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      out[at] = lines[y * (row + 1) + 1 + x] + guess;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const p = left + up - corner;
  const [a, b, c] = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
