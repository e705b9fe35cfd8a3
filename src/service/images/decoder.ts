// Who makes pixels of a file: the browser in a worker (src/workers/image-decoder.ts), but for plain PNG, which is quicker
// unpacked here.

import { inspect } from './inspect';
import { IMAGES } from './limits';
import { decodePlainPng } from './png-decode';
import type { DecodedImage } from './scale';

export interface ImageDecoder {
  /** Of a PNG, JPEG or WebP, turned upright where its camera noted how. Rejects where it is not one that can be decoded. */
  decode(file: Uint8Array<ArrayBuffer>): Promise<DecodedImage>;
}

/** The same pixels as `other` gives, sooner. */
export function quickDecoder(other: ImageDecoder): ImageDecoder {
  return {
    async decode(file) {
      const found = inspect(file, IMAGES);
      if (typeof found === 'string') throw new Error(found);
      return (found.type === 'image/png' && decodePlainPng(file)) || other.decode(file);
    },
  };
}
