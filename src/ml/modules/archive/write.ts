// Writes a model archive as a .tar.gz, the same bytes for the same model on every machine: nothing of the clock, the user
// or the order of things goes in, and the packing is done in JavaScript, since browsers' own differ in what they make.

import { Gzip } from 'fflate';
import { packTar } from 'modern-tar';
import { checkContents, checkPaths, type ModelArchive, requirementsPath } from '../contents';
import { MANIFEST_NAME, type Manifest, readManifest, writeManifest } from '../manifest';
import { byCodeUnits } from '../paths';

type Bytes = Uint8Array<ArrayBuffer>;

/** As old as a .zip can be: tars warn of what is from 1970. */
const TIME = new Date('1980-01-01T00:00:00Z');
/** Bytes given to the packer at once. What comes out depends on it, so it is part of the format. */
const PIECE = 64 * 1024;
const LEVEL = 6;
/** Of every tar archive: two blocks of zeros. */
const END = new Uint8Array(1024);

/**
 * manifest.json first, then all files by code units. A module without requirements.txt gets an empty one. It packs only
 * as it is read, and gives way only where its reader does: who has other work breathes between pieces, and cancels to stop.
 * Of any size: what `readArchive` refuses for its size alone, or for how well it packs, is still written.
 * @param packed is told how many bytes went in so far, of about as many as all files have
 * @throws ArchiveError, before the first byte, for a path, contents or a manifest that `readArchive` would refuse
 */
export function writeArchive(archive: ModelArchive, packed: (bytes: number) => void = () => {}): ReadableStream<Bytes> {
  const files = allFiles(archive);
  const packing = gzip(pieces(tar(files)), packed);
  return new ReadableStream<Bytes>({
    async pull(controller) {
      const { done, value } = await packing.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await packing.return(undefined);
    },
  });
}

function allFiles({ manifest, files }: ModelArchive): readonly (readonly [string, Uint8Array])[] {
  const requirements = requirementsPath(manifest);
  const whole = new Map<string, Bytes>(files);
  if (!whole.has(requirements)) whole.set(requirements, new Uint8Array(0));
  checkPaths([MANIFEST_NAME, ...whole.keys()]);
  checkContents({ manifest, files: whole });
  return [[MANIFEST_NAME, manifestBytes(manifest)], ...[...whole].sort(([a], [b]) => byCodeUnits(a, b))];
}

/** Checked by reading it back: a manifest may come from a form. */
function manifestBytes(manifest: Manifest): Bytes {
  const bytes = writeManifest(manifest);
  readManifest(bytes);
  return bytes;
}

/** One file at a time, so that no second copy of all of them is made. */
async function* tar(files: readonly (readonly [string, Uint8Array])[]): AsyncGenerator<Uint8Array> {
  for (const [name, body] of files) {
    const owner = { uid: 0, gid: 0, uname: '', gname: '' };
    const header = { name, size: body.length, type: 'file' as const, mode: 0o644, mtime: TIME, ...owner };
    const alone = await packTar([{ header, body }]);
    yield alone.subarray(0, -END.length);
  }
  yield END;
}

/** The same bytes in pieces of one size. */
async function* pieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let piece = new Uint8Array(PIECE);
  let filled = 0;
  for await (const part of bytes) {
    for (let at = 0; at < part.length; ) {
      const next = part.subarray(at, at + PIECE - filled);
      piece.set(next, filled);
      filled += next.length;
      at += next.length;
      if (filled < PIECE) continue;
      yield piece;
      piece = new Uint8Array(PIECE);
      filled = 0;
    }
  }
  yield piece.subarray(0, filled);
}

async function* gzip(bytes: AsyncIterable<Uint8Array>, packed: (bytes: number) => void): AsyncGenerator<Bytes> {
  const made: Bytes[] = [];
  const packer = new Gzip({ level: LEVEL, mtime: 0 }, (part) => {
    if (part.length > 0) made.push(new Uint8Array(part));
  });
  let done = 0;
  for await (const piece of bytes) {
    packer.push(piece, false);
    done += piece.length;
    packed(done);
    yield* made.splice(0);
  }
  packer.push(new Uint8Array(0), true);
  yield* made.splice(0);
}
