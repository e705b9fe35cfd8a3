// The entries of a tar archive, one after the other: those of POSIX (ustar, pax), of GNU tar and of tars before them.
// Stricter than tars are, for archives from anywhere: every header's checksum must fit, a name must be UTF-8, and what is
// neither file nor folder is refused. It says of each what is wrong, where a general reader would make the best of it.

import { formatBytes } from '../../bytes';
import { ArchiveError, quoted } from '../errors';
import { pathProblem, plainPath } from '../paths';
import { BLOCK, type Blocks } from './blocks';
import { checksumFits, isZero, NotUtf8, nameOf, numberOf, textOf } from './fields';
import { type ArchiveLimits, tooManyEntries, unpacksTooLarge } from './limits';
import { paxRecords } from './pax';

export interface TarEntry {
  readonly kind: 'file' | 'folder';
  /** Plain (`plainPath`); "" for the archive's root. */
  readonly path: string;
  /** Empty for folders. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Bytes of a long name or of attributes that stand before an entry. */
const MAX_META = 1.1e6;

const REFUSED: Readonly<Record<string, string>> = {
  '1': 'a hard link',
  '2': 'a symbolic link',
  '3': 'a device',
  '4': 'a device',
  '6': 'a named pipe',
  S: 'a sparse file',
};

/** What entries before one say of it. */
interface Said {
  longName?: string;
  pax?: ReadonlyMap<string, string>;
}

/** Ends where the archive does; whatever follows that is no zero is refused. */
export async function* tarEntries(blocks: Blocks, limits: ArchiveLimits): AsyncGenerator<TarEntry> {
  let said: Said = {};
  let count = 0;
  for (;;) {
    const header = await blocks.take(BLOCK);
    if (isZero(header)) {
      if (said.longName !== undefined || said.pax) throw malformed('ends where an entry should follow');
      return checkEnd(blocks);
    }
    checkHeader(header, count);
    const type = String.fromCharCode(header[156] ?? 0);
    if (type === 'x' || type === 'L') {
      said = await meta(type, header, blocks, said);
      continue;
    }
    count += 1;
    if (count > limits.entries) throw tooManyEntries(limits);
    if (type === 'g') checkGlobal(await body(header, blocks));
    else yield await entry(type, pathFor(header, said), sizeFor(header, said), blocks, limits);
    said = {};
  }
}

async function entry(
  type: string,
  name: string,
  size: number,
  blocks: Blocks,
  limits: ArchiveLimits,
): Promise<TarEntry> {
  const refused = type === 'K' ? REFUSED['2'] : REFUSED[type];
  if (refused)
    throw new ArchiveError('kind', `${quoted(name)} is ${refused}; only files and folders are read.`, { entry: name });
  const folder = type === '5' || name.endsWith('/');
  if (!folder && !['0', '\0', '7'].includes(type)) {
    throw new ArchiveError('kind', `${quoted(name)} is of a kind that is not read; only files and folders are.`, {
      entry: name,
    });
  }
  const path = plainPath(name);
  const problem = folder && path === '' && name !== '' ? null : pathProblem(path);
  if (problem) throw new ArchiveError('path', `The path ${quoted(name)} ${problem}.`, { entry: name });
  if (folder && size > 0) throw malformed(`has a folder with content, ${quoted(name)}`);
  if (size > limits.unpacked) throw unpacksTooLarge(limits);
  return { kind: folder ? 'folder' : 'file', path, bytes: await blocks.takePadded(size) };
}

function checkHeader(header: Uint8Array, count: number): void {
  if (checksumFits(header)) return;
  if (count === 0) throw malformed('is no tar archive, or its first checksum is wrong');
  throw malformed(`has a wrong checksum after entry ${count}`);
}

async function meta(type: 'x' | 'L', header: Uint8Array, blocks: Blocks, said: Said): Promise<Said> {
  if ((type === 'x' ? said.pax : said.longName) !== undefined) throw malformed('says the attributes of an entry twice');
  const bytes = await body(header, blocks);
  return type === 'x' ? { ...said, pax: paxRecords(bytes) } : { ...said, longName: nameFrom(bytes) };
}

async function body(header: Uint8Array, blocks: Blocks): Promise<Uint8Array> {
  const size = numberFrom(header);
  if (size > MAX_META) {
    const most = formatBytes(MAX_META);
    throw new ArchiveError('too-large', `The archive has a name or attributes of more than ${most}.`);
  }
  return blocks.takePadded(size);
}

/** Attributes of all entries that follow (git writes its commit so) say nothing that is needed, or are a trap. */
function checkGlobal(bytes: Uint8Array): void {
  const records = paxRecords(bytes);
  for (const key of ['path', 'linkpath', 'size', 'hdrcharset']) {
    if (records.has(key)) throw malformed(`gives every entry the same ${quoted(key)}`);
  }
}

function pathFor(header: Uint8Array, { longName, pax }: Said): string {
  const said = pax?.get('path') ?? longName;
  if (said !== undefined) return said;
  const name = nameFrom(header.subarray(0, 100));
  // Where POSIX has a prefix, GNU tar has times; its magic ends in a blank.
  const prefix = textOf(header.subarray(257, 263)) === 'ustar' ? nameFrom(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function sizeFor(header: Uint8Array, { pax }: Said): number {
  for (const key of pax?.keys() ?? []) {
    if (key.startsWith('GNU.sparse.')) {
      throw new ArchiveError('kind', 'The archive has a sparse file; only files and folders are read.');
    }
  }
  const said = pax?.get('size');
  if (said === undefined) return numberFrom(header);
  const size = /^\d{1,16}$/.test(said) ? Number(said) : Number.NaN;
  if (!Number.isSafeInteger(size)) throw malformed('has a size that is no number');
  return size;
}

function numberFrom(header: Uint8Array): number {
  const size = numberOf(header.subarray(124, 136));
  if (size === null) throw malformed('has a size that is no number');
  return size;
}

function nameFrom(bytes: Uint8Array): string {
  try {
    return nameOf(bytes);
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    throw new ArchiveError(
      'path',
      `The name ${quoted(textOf(bytes))} is not in UTF-8. Rename the file and pack again.`,
    );
  }
}

async function checkEnd(blocks: Blocks): Promise<void> {
  if (!isZero(await blocks.take(BLOCK))) throw malformed('goes on after its end');
  for (let rest = await blocks.some(); rest; rest = await blocks.some()) {
    if (!isZero(rest)) throw malformed('goes on after its end');
  }
}

function malformed(what: string): ArchiveError {
  return new ArchiveError('tar', `The archive ${what}. Download or pack it again.`);
}
