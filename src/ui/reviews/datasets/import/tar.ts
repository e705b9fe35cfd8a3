// A folder's files as one archive that is never written: a blob of headers and of the files themselves, which the
// browser reads only when someone reads the blob. A hundred thousand File objects take seconds to hand to a worker; one
// blob takes no time, and can be kept until the import is done, so that a reload goes on. POSIX.1-2001 (ustar, pax).

export interface PackedFile {
  /** With '/' between folders. */
  readonly path: string;
  readonly file: Blob;
}

const BLOCK = 512;
const encoder = new TextEncoder();

/** Joined to others it is a part of an archive; `TAR_END` ends one. */
export function tarPart(files: readonly PackedFile[]): Blob {
  return new Blob(files.flatMap(({ path, file }) => [...headers(path, file.size), file, filling(file.size)]));
}

export const TAR_END = new Uint8Array(2 * BLOCK);

/** A path that does not fit into a header stands in a record of its own before it. */
function headers(path: string, size: number): Uint8Array<ArrayBuffer>[] {
  const name = encoder.encode(path);
  if (name.length <= 100) return [header(name, size, '0')];
  const record = paxRecord('path', path);
  return [
    header(encoder.encode('pax'), record.length, 'x'),
    record,
    filling(record.length),
    header(name.subarray(0, 100), size, '0'),
  ];
}

function header(name: Uint8Array, size: number, type: '0' | 'x'): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(BLOCK);
  const put = (text: string, at: number) => block.set(encoder.encode(text), at);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  block.set(name, 0);
  put(octal(0o644, 7), 100);
  put(octal(0, 7), 108);
  put(octal(0, 7), 116);
  put(octal(size, 11), 124);
  put(octal(0, 11), 136);
  // The sum counts its own place as blanks.
  put('        ', 148);
  put(type, 156);
  put('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${octal(sum, 6)}\0 `, 148);
  return block;
}

/** "30 path=…\n", its own length in front. */
function paxRecord(key: string, value: string): Uint8Array<ArrayBuffer> {
  const rest = encoder.encode(` ${key}=${value}\n`);
  let length = rest.length;
  while (length !== rest.length + String(length).length) length = rest.length + String(length).length;
  const record = new Uint8Array(length);
  record.set(encoder.encode(String(length)));
  record.set(rest, String(length).length);
  return record;
}

function filling(size: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
}
