// What reading an archive takes, so that a hostile or mistaken one ends in a clear word and not in a full memory.

import { formatBytes } from '../../bytes';
import { ArchiveError } from '../errors';

export interface ArchiveLimits {
  /** Bytes of the .tar.gz. */
  readonly packed: number;
  /** Bytes that it unpacks to, headers and all. */
  readonly unpacked: number;
  /** Unpacked bytes for each packed one; minded only past `ratioFloor` unpacked bytes, where it begins to cost. */
  readonly ratio: number;
  readonly ratioFloor: number;
  /** Files and folders. */
  readonly entries: number;
  /** Bytes of manifest.json. */
  readonly manifest: number;
}

/**
 * A BERT of 12 layers in 32 bits has 440 MB; weights pack to nine tenths, texts to a quarter, zeros to a thousandth. What is
 * read need not be kept: where it lies may take less of a file, and says so.
 */
export const ARCHIVE_LIMITS: ArchiveLimits = {
  packed: 540e6,
  unpacked: 1.1e9,
  ratio: 100,
  ratioFloor: 16 * 2 ** 20,
  entries: 10_000,
  manifest: 2 ** 20,
};

export function packedTooLarge(limits: ArchiveLimits): ArchiveError {
  return new ArchiveError(
    'too-large',
    `The archive has more than ${formatBytes(limits.packed)}, the most that is read.`,
  );
}

export function unpacksTooLarge(limits: ArchiveLimits): ArchiveError {
  const most = formatBytes(limits.unpacked);
  return new ArchiveError('too-large', `The archive unpacks to more than ${most}, the most that is read.`);
}

export function unpacksTooMuch(limits: ArchiveLimits): ArchiveError {
  const message = `The archive unpacks to more than ${limits.ratio} times its size: no model does. It was not read further.`;
  return new ArchiveError('too-large', message);
}

export function tooManyEntries(limits: ArchiveLimits): ArchiveError {
  const most = limits.entries.toLocaleString('en');
  return new ArchiveError('too-large', `There are more than ${most} files and folders in the archive.`);
}
