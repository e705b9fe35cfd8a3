// For the tests: pictures as NumPy's savez writes them.

import { zipSync } from 'fflate';
import type { Images } from '../../../image/images';

/** As numpy.save writes it. */
export function npy(descr: string, shape: readonly number[], data: Uint8Array): Uint8Array {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }\n`;
  const text = (words: string) => new TextEncoder().encode(words);
  return Uint8Array.of(0x93, ...text('NUMPY'), 1, 0, header.length, 0, ...text(header), ...data);
}

/** @param labels int64; the pictures' own where they are not said */
export function npzOf(images: Images, labels?: Uint8Array): Uint8Array {
  const { size, shape } = images;
  const { height, width, channels } = shape;
  const values = new Float32Array(size * height * width * channels);
  images.load([...images.labels.keys()], values);
  const pixels = Uint8Array.from(values, (value) => Math.round(255 * value));
  const own = new Uint8Array(BigInt64Array.from(images.labels, (label) => BigInt(label)).buffer);
  return zipSync({
    'pixels.npy': npy('|u1', [size, height, width, channels], pixels),
    'labels.npy': npy('<i8', [size], labels ?? own),
  });
}
