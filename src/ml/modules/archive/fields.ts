// The fields of a tar header (POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format").

/** A name in another encoding than UTF-8, or in none. */
export class NotUtf8 extends Error {
  override readonly name = 'NotUtf8';
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const latin1 = new TextDecoder('latin1');

function beforeZero(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

/** A name, up to the first zero. @throws NotUtf8 */
export function nameOf(bytes: Uint8Array): string {
  return decoded(beforeZero(bytes));
}

/** @throws NotUtf8 */
export function decoded(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new NotUtf8();
  }
}

/** For comparison and messages: never fails. */
export function textOf(bytes: Uint8Array): string {
  return latin1.decode(beforeZero(bytes));
}

/** Octal digits, or GNU's binary for what they cannot hold; null where it is neither, negative, or past 2⁵³. */
export function numberOf(bytes: Uint8Array): number | null {
  const first = bytes[0] ?? 0;
  if (first >= 0x80) {
    if (first !== 0x80) return null;
    const value = bytes.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
    return Number.isSafeInteger(value) ? value : null;
  }
  const text = latin1
    .decode(bytes)
    .replace(/^ +/, '')
    .replace(/[ \0].*$/s, '');
  if (text === '') return 0;
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : null;
}

/** The sum of the header's bytes, its own place counted as blanks. Some early tars took bytes as signed. */
export function checksumFits(header: Uint8Array): boolean {
  let [unsigned, signed] = [0, 0];
  for (let i = 0; i < header.length; i++) {
    const byte = i >= 148 && i < 156 ? 32 : (header[i] ?? 0);
    unsigned += byte;
    signed += byte < 128 ? byte : byte - 256;
  }
  const stated = numberOf(header.subarray(148, 156));
  return stated === unsigned || stated === signed;
}

export function isZero(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== 0) return false;
  return true;
}
