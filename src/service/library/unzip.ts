// Reads a zip of a model's files: within limits, with paths that are plain, and with every file as its CRC-32 says that it was.

import { type UnzipFileInfo, unzipSync } from 'fflate';
import type { ArchiveLimits } from '../../ml/modules';
import { pathProblem, plainPath } from '../../ml/modules/paths';
import { crc32 } from '../images/png';
import { END_BYTES, endOfZip, MAX_COMMENT } from '../zip-end';
import { nameInZip } from '../zip-name';
import type { Files } from './source';

/** @throws Error, in words, for one that is damaged, too large, or has paths that lead elsewhere */
export async function unzip(file: Blob, limits: ArchiveLimits): Promise<Files> {
  const bytes = withoutComment(new Uint8Array(await file.arrayBuffer()));
  const checks = checksOf(bytes);
  let [entries, unpacked] = [0, 0];
  // By the names that the packer's library gives them.
  const listed = new Map<string, { readonly path: string; readonly check: Check | undefined }>();
  const paths = new Set<string>();
  const filter = ({ name, size, originalSize, compression }: UnzipFileInfo) => {
    // One for each in the list, in its order.
    const check = checks.next().value;
    if (name.endsWith('/')) return false;
    entries += 1;
    // What stands as it is comes out as long as it is, whatever it says that it was, and several may stand in one place.
    unpacked += compression === 0 ? size : originalSize;
    if (entries > limits.entries) throw new Error(`There are more than ${limits.entries} files in the zip.`);
    const much = unpacked > limits.ratioFloor && unpacked > limits.ratio * file.size;
    if (unpacked > limits.unpacked || much) throw new Error('The zip unpacks to more than any model has.');
    const path = check?.utf8 === false ? nameInZip(inLatin1(name), false) : name;
    const problem = pathProblem(plainPath(path));
    if (problem) throw new Error(`The path “${path.slice(0, 60)}” in the zip ${problem}.`);
    if (paths.has(path) || listed.has(name)) throw new Error(`“${path.slice(0, 60)}” is in the zip twice.`);
    paths.add(path);
    if (check?.encrypted) throw new Error('The zip is encrypted. Unpack it first.');
    if (check?.link) throw new Error(`“${path.slice(0, 60)}” in the zip is a link or a device; only files are read.`);
    listed.set(name, { path, check });
    return true;
  };
  const unpackedFiles = new Map(Object.entries(unpackedBy(() => unzipSync(bytes, { filter }))));
  const files = new Map<string, Uint8Array>();
  for (const [name, { path, check }] of listed) {
    const content = unpackedFiles.get(name);
    if (!content || !check || !fits(content, check)) {
      throw new Error(
        `“${path.slice(0, 60)}” in the zip is damaged: its checksum does not fit. Download or pack it again.`,
      );
    }
    files.set(path, content);
  }
  return files;
}

/** What the packer's library made a name of that is not said to be UTF-8. */
function inLatin1(name: string): Uint8Array {
  return Uint8Array.from(name, (unit) => unit.charCodeAt(0));
}

/** The packer takes the last bytes that look like the list's end, and so may a comment. As it is where there is no end. */
function withoutComment(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const from = Math.max(0, bytes.length - END_BYTES - MAX_COMMENT);
  const end = endOfZip(new DataView(bytes.buffer, from), from);
  return end < 0 ? bytes : bytes.subarray(0, from + end + END_BYTES);
}

/** What the packer's own errors say is for programmers. */
function unpackedBy<T>(unpack: () => T): T {
  try {
    return unpack();
  } catch (error) {
    if (error instanceof Error && !('code' in error) && !(error instanceof RangeError)) throw error;
    throw new Error('The zip is damaged, or cut off.');
  }
}

interface Check {
  readonly crc: number;
  /** Unpacked bytes. */
  readonly size: number;
  readonly encrypted: boolean;
  /** Whether its name is said to be. */
  readonly utf8: boolean;
  /** Or a device: what is in it is no content. */
  readonly link: boolean;
}

function fits(content: Uint8Array, { crc, size }: Check): boolean {
  // The size of what has a place for more elsewhere is not looked up: the sum tells.
  return (size === content.length || size === ELSEWHERE) && crc32(content) === crc;
}

/** Signatures, and bytes of their records without what has a length of its own (APPNOTE.TXT 6.3.10, 4.3.12, 4.3.14). */
const END64 = 0x06064b50;
const LOCATOR64_BYTES = 20;
const LISTED = 0x02014b50;
const LISTED_BYTES = 46;
const ELSEWHERE = 0xffffffff;
/** Whose entries have a Unix mode, and its part that says what kind of file one is (stat.h): none at all, or a file. */
const [UNIX, KIND, REGULAR] = [3, 0xf000, 0x8000];

/** Of every entry, in the order of the list at the end; ends where the list does, or is none. */
function* checksOf(bytes: Uint8Array): Generator<Check, undefined> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = listAt(view); at + LISTED_BYTES <= view.byteLength && view.getUint32(at, true) === LISTED; ) {
    const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const kind = view.getUint8(at + 5) === UNIX ? view.getUint16(at + 40, true) & KIND : 0;
    const flags = view.getUint16(at + 8, true);
    yield {
      ...{ crc: view.getUint32(at + 16, true), size: view.getUint32(at + 24, true) },
      ...{ encrypted: (flags & 1) !== 0, utf8: (flags & 0x800) !== 0, link: kind !== 0 && kind !== REGULAR },
    };
    at += LISTED_BYTES + name + extra + comment;
  }
  return undefined;
}

/** Where the list begins; the end of the bytes where there is none. */
function listAt(view: DataView): number {
  const end = view.byteLength - END_BYTES;
  if (end < 0) return view.byteLength;
  const at = view.getUint32(end + 16, true);
  if (at !== ELSEWHERE) return at;
  const locator = end - LOCATOR64_BYTES;
  const end64 = locator < 0 ? view.byteLength : Number(view.getBigUint64(locator + 8, true));
  if (end64 + 56 > view.byteLength || view.getUint32(end64, true) !== END64) return view.byteLength;
  return Number(view.getBigUint64(end64 + 48, true));
}
