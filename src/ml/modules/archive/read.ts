// Reads a model archive from anywhere: whole and right, or not at all.

import { checkContents, type ModelArchive, Paths } from '../contents';
import { ArchiveError, quoted } from '../errors';
import { MANIFEST_NAME, type Manifest, readManifest } from '../manifest';
import { byCodeUnits } from '../paths';
import { Blocks } from './blocks';
import { Gunzip } from './gunzip';
import { ARCHIVE_LIMITS, type ArchiveLimits, packedTooLarge, tooManyEntries } from './limits';
import { tarEntries } from './tar';

/**
 * @param source of a .tar.gz, by this product, tar or anything else; folders without files in them are left out
 * @throws ArchiveError for whatever is wrong with it; what the source itself fails with comes through as it is, so a
 * caller can count what is read of a stream, and stop it by an error
 */
export async function readArchive(
  source: Blob | ReadableStream<Uint8Array>,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): Promise<ModelArchive> {
  if (source instanceof Blob && source.size > limits.packed) throw packedTooLarge(limits);
  const pieces = new Gunzip(source instanceof Blob ? source.stream() : source, limits);
  try {
    return await collect(new Blocks(pieces), limits);
  } finally {
    pieces.close();
  }
}

async function collect(blocks: Blocks, limits: ArchiveLimits): Promise<ModelArchive> {
  const paths = new Paths();
  const found: [string, Uint8Array<ArrayBuffer>][] = [];
  for await (const { kind, path, bytes } of tarEntries(blocks, limits)) {
    paths.add(kind, path);
    // A path makes all the folders that it names: hundreds, of one entry.
    if (paths.folders.size > limits.entries) throw tooManyEntries(limits);
    if (kind === 'file') found.push([path, bytes]);
  }
  const manifest = manifestIn(found, limits);
  const others = found.filter(([path]) => path !== MANIFEST_NAME).sort(([a], [b]) => byCodeUnits(a, b));
  const archive = { manifest, files: new Map(others) };
  checkContents(archive, paths.folders);
  return archive;
}

function manifestIn(found: readonly (readonly [string, Uint8Array])[], limits: ArchiveLimits): Manifest {
  const bytes = found.find(([path]) => path === MANIFEST_NAME)?.[1];
  if (!bytes) throw noManifest(found.map(([path]) => path));
  if (bytes.length <= limits.manifest) return readManifest(bytes);
  const most = limits.manifest.toLocaleString('en');
  throw new ArchiveError('too-large', `${MANIFEST_NAME} has more than ${most} bytes.`, { entry: MANIFEST_NAME });
}

function noManifest(paths: readonly string[]): ArchiveError {
  const misnamed = paths.find((path) => path.toLowerCase() === MANIFEST_NAME);
  if (misnamed !== undefined) {
    const message = `The manifest is called ${quoted(misnamed)}; it must be called “${MANIFEST_NAME}”, in small letters.`;
    return new ArchiveError('manifest', message, { entry: misnamed });
  }
  const deeper = paths.find((path) => path.endsWith(`/${MANIFEST_NAME}`));
  const where =
    deeper === undefined ? '' : ` There is one at ${quoted(deeper)}: pack what is in that folder, without it.`;
  return new ArchiveError('manifest', `There is no ${MANIFEST_NAME} at the top of the archive.${where}`);
}
