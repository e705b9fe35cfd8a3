// Who makes pixels of a file: the browser in a worker (src/workers/image-decoder.ts), a small reader of PNG in tests.

import type { DecodedImage } from './scale';

export interface ImageDecoder {
  /** Of a PNG, JPEG or WebP, turned upright where its camera noted how. Rejects where it is not one that can be decoded. */
  decode(file: Uint8Array<ArrayBuffer>): Promise<DecodedImage>;
}
