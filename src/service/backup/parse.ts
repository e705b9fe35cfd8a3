// Reads a JSON entry of a back-up, or says which one cannot be read and why.

import { bad, decodeText } from './archive';
import { CodecError, decode } from './codec';

export function parse(path: string, bytes: Uint8Array): unknown {
  try {
    return decode(decodeText(bytes));
  } catch (error) {
    throw bad(`${path} ${error instanceof CodecError ? error.message : 'is not text'}`);
  }
}
