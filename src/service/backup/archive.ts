// The back-up file: a .tar.gz that any tool opens. manifest.json comes first and lists every other
// entry with its size and SHA-256. Reading checks all of it, within limits, before anything is used.

import { createTarDecoder, type ParsedTarEntry, packTar } from 'modern-tar';
import { formatBytes, formatTooLarge } from '../../ml/bytes';
import { sha256 } from '../../ml/modules/twins/digest';
import { ServiceError } from '../../wire/errors';
import { inMorsels } from '../datasets/import/limits';

export const BACKUP_FORMAT = 'millrace-backup';
/** 2: datasets, profiles and gate reports; 3: the stream; 4: configurations and runs; 5: what runs go on from as bytes. Versions that had none are read as ever. */
export const BACKUP_VERSION = 5;

/**
 * Unpacked bytes; a million points of 16 columns take 128 MB of it, the aclImdb reviews 140 MB. Earlier versions made back-ups
 * of up to 0.97e9: they are read as ever.
 */
const MAX_UNPACKED = 1.1e9;
const MAX_ENTRIES = 20_000;
const MANIFEST = 'manifest.json';
/** Of as many entries as there may be, each with the longest path that a file may have, all of it quotes that are escaped. */
const MAX_MANIFEST = 64 * 1024 * 1024;

export interface BackupEntry {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Manifest {
  readonly format: typeof BACKUP_FORMAT;
  readonly version: number;
  readonly createdAt: string;
  readonly appVersion: string;
  readonly entries: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

/** Told how far the packing or the reading is; what it throws ends that. */
export interface Watch {
  /** Bytes, before they are packed. */
  expect(total: number): void;
  wrote(bytes: number): void;
}

const UNWATCHED: Watch = { expect: () => {}, wrote: () => {} };

export async function packBackup(
  entries: readonly BackupEntry[],
  createdAt: Date,
  appVersion: string,
  watch = UNWATCHED,
): Promise<Blob> {
  refuseTooMuch(entries);
  const listed: { readonly path: string; readonly bytes: number; readonly sha256: string }[] = [];
  for (const { path, bytes } of entries) {
    watch.wrote(0);
    listed.push({ path, bytes: bytes.length, sha256: await sha256(bytes) });
  }
  const manifest: Manifest = {
    format: BACKUP_FORMAT,
    version: BACKUP_VERSION,
    createdAt: createdAt.toISOString(),
    appVersion,
    entries: listed,
  };
  const files: BackupEntry[] = [{ path: MANIFEST, bytes: encodeText(JSON.stringify(manifest, null, 2)) }, ...entries];
  const tar = await packTar(
    files.map(({ path, bytes }) => ({ header: { name: path, size: bytes.length, mtime: createdAt }, body: bytes })),
  );
  watch.expect(tar.length);
  const pieces = new Blob([tar as Uint8Array<ArrayBuffer>]).stream().pipeThrough(counted(watch));
  const blob = await new Response(pieces.pipeThrough(new CompressionStream('gzip'))).blob();
  return new Blob([blob], { type: 'application/gzip' });
}

/** Passes bytes through, as fast as they are taken. */
function counted(watch: Watch): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let done = 0;
  return new TransformStream({
    transform(chunk, controller) {
      done += chunk.length;
      watch.wrote(done);
      controller.enqueue(chunk);
    },
  });
}

/** What was backed up must fit into what can be restored. */
function refuseTooMuch(entries: readonly BackupEntry[]): void {
  const total = entries.reduce((sum, { bytes }) => sum + bytes.length + 1024, 0);
  refuseBytes(total, entries.length >= MAX_ENTRIES);
}

/** Throws 'too_large' for more than a back-up carries: asked before what would not fit is read into memory, too. */
export function refuseBytes(total: number, tooMany = false): void {
  if (total < 0.9 * MAX_UNPACKED && !tooMany) return;
  throw new ServiceError(
    'too_large',
    `There is more here (${formatTooLarge(total)}) than one back-up carries (${formatBytes(0.9 * MAX_UNPACKED)}). Delete what is largest here, datasets or models (export them first, or keep what they came from), then back up the rest.`,
  );
}

/**
 * Unpacks and verifies each file as it comes, so that what is not in order is not read further. Rejects with ServiceError
 * 'invalid' that says what is wrong. Who is told how far it is may expect as much again: what is unpacked is then to be read.
 */
export async function unpackBackup(
  file: Blob,
  watch = UNWATCHED,
): Promise<{ manifest: Manifest; entries: Map<string, Uint8Array> }> {
  try {
    const unpacked = file.stream().pipeThrough(inMorsels()).pipeThrough(new DecompressionStream('gzip'));
    const tar = unpacked.pipeThrough(limit(MAX_UNPACKED));
    return await verified(tar.pipeThrough(createTarDecoder()), watch);
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw bad('it is not a .tar.gz that can be read to its end');
  }
}

async function verified(
  files: AsyncIterable<ParsedTarEntry>,
  watch: Watch,
): Promise<{ manifest: Manifest; entries: Map<string, Uint8Array> }> {
  const entries = new Map<string, Uint8Array<ArrayBuffer>>();
  let manifest: Manifest | null = null;
  let listed = new Map<string, Manifest['entries'][number]>();
  let done = 0;
  const wrote = (bytes: number) => {
    done += bytes;
    watch.wrote(done);
  };
  for await (const { header, body } of files) {
    const { name, size } = header;
    if (header.type !== undefined && header.type !== 'file') throw bad(`${name} is not a plain file`);
    if (!manifest) {
      if (name !== MANIFEST || size > MAX_MANIFEST) throw bad('it does not begin with its manifest.json');
      manifest = parseManifest(await read(body, size));
      watch.expect(2 * manifest.entries.reduce((sum, { bytes }) => sum + bytes, 0));
      listed = new Map(manifest.entries.map((entry) => [entry.path, entry]));
      continue;
    }
    const expected = listed.get(name);
    if (entries.has(name)) throw bad(`${name} is in it twice`);
    if (!expected) throw bad(`${name} is not in its list`);
    if (size !== expected.bytes) throw bad(`${name} is damaged`);
    const bytes = await read(body, size, wrote);
    if ((await sha256(bytes)) !== expected.sha256) throw bad(`${name} is damaged`);
    entries.set(name, bytes);
  }
  if (!manifest) throw bad('it has no manifest.json');
  for (const path of listed.keys()) if (!entries.has(path)) throw bad(`${path} is missing`);
  return { manifest, entries };
}

/** All of it, at once where it belongs: kept as pieces first, it would be in memory twice. */
async function read(
  body: ReadableStream<Uint8Array>,
  size: number,
  wrote: (bytes: number) => void = () => {},
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for await (const chunk of body) {
    bytes.set(chunk, at);
    at += chunk.length;
    wrote(chunk.length);
  }
  if (at !== size) throw bad('a file in it is cut off');
  return bytes;
}

/** Passes bytes through and fails past `max`, so that a small file cannot unpack to fill the memory. */
function limit(max: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let total = 0;
  return new TransformStream({
    transform(chunk, controller) {
      total += chunk.length;
      if (total > max) controller.error(bad(`it unpacks to more than ${formatBytes(max)}`));
      else controller.enqueue(chunk);
    },
  });
}

function parseManifest(bytes: Uint8Array): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(decodeText(bytes));
  } catch {
    throw bad('its manifest.json is not JSON');
  }
  if (!isManifest(json)) throw bad('its manifest.json is not one of a Millrace back-up');
  if (json.version > BACKUP_VERSION) {
    throw bad(`it was made by a newer version of Millrace (${json.appVersion}); update first`);
  }
  return json;
}

function isManifest(json: unknown): json is Manifest {
  const m = json as Partial<Manifest> | null;
  return (
    typeof m === 'object' &&
    m !== null &&
    m.format === BACKUP_FORMAT &&
    Number.isInteger(m.version) &&
    typeof m.createdAt === 'string' &&
    typeof m.appVersion === 'string' &&
    Array.isArray(m.entries) &&
    m.entries.length <= MAX_ENTRIES &&
    m.entries.every(
      (entry) => typeof entry?.path === 'string' && isSize(entry.bytes) && /^[0-9a-f]{64}$/.test(String(entry.sha256)),
    ) &&
    new Set(m.entries.map((entry) => entry.path)).size === m.entries.length
  );
}

const isSize = (bytes: unknown) => Number.isInteger(bytes) && Number(bytes) >= 0 && Number(bytes) <= MAX_UNPACKED;

export function bad(what: string): ServiceError {
  return new ServiceError('invalid', `This is not a back-up that can be restored: ${what}. Nothing was changed.`);
}

export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
