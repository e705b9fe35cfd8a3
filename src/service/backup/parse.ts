// Reads a JSON entry of a back-up, with the bytes that lie beside it where there are, or says which one cannot be read
// and why.

import { bad, decodeText } from './archive';
import { CodecError, decode } from './codec';

export function parse(path: string, bytes: Uint8Array, apart?: Uint8Array): unknown {
  try {
    return decode(decodeText(bytes), apart);
  } catch (error) {
    throw bad(`${path} ${error instanceof CodecError ? error.message : 'is not text'}`);
  }
}
