// The one error of modules and their archives: what is wrong, where, and what is accepted.

export type ArchiveReason =
  /** No gzip file, cut off, or its checksums do not fit. */
  | 'gzip'
  /** The tar archive in it is cut off or malformed, or a header's checksum does not fit. */
  | 'tar'
  /** Past a limit: bytes, ratio, number of files, length of a name. */
  | 'too-large'
  /** A path that leaves its folder, or that is no plain relative one. */
  | 'path'
  /** A link, a device, or anything else that is neither file nor folder. */
  | 'kind'
  | 'duplicate'
  /** The manifest is missing, misnamed or wrong. */
  | 'manifest'
  /** Something that the manifest names is not there. */
  | 'contents';

export interface ErrorPlace {
  /** Path in the archive, or in a model's directory. */
  readonly entry?: string;
  /** Parameter of the manifest. */
  readonly field?: string;
}

/** An archive, a manifest or a path that is refused. The message is for people, in whole sentences. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly entry: string | null;
  readonly field: string | null;

  constructor(
    readonly reason: ArchiveReason,
    message: string,
    { entry, field }: ErrorPlace = {},
  ) {
    super(message);
    this.entry = entry ?? null;
    this.field = field ?? null;
  }
}

const SHOWN = 60;

/** A path or a value in a message: in quotes, short, in one line, read in its own direction. */
export function quoted(text: string): string {
  const line = text.slice(0, SHOWN + 1).replace(/[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
  return line.length > SHOWN ? `“${line.slice(0, SHOWN)}…”` : `“${line}”`;
}
