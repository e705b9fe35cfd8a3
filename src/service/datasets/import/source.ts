// A file of any kind opened: what it is is told by its first bytes, since names lie and get lost.

import { ServiceError } from '../../../wire/errors';
import { inMorsels, type Limits, limitUnpacked } from './limits';

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

export interface OpenSource {
  readonly kind: 'tar' | 'zip' | 'text';
  readonly zipped: boolean;
  readonly blob: Blob;
  /** Unpacked bytes from the beginning. May be called again: a file can be read twice. */
  stream(): Bytes;
  /** Share of the file that the latest stream has read, 0…1. */
  share(): number;
}

/** Enough for a block of a tar archive. */
const HEAD = 512;

/** Rejects 'invalid' when there is nothing in it, 'malformed' when it is of a kind that cannot be read. */
export async function openSource(blob: Blob, limits: Limits): Promise<OpenSource> {
  if (blob.size === 0) throw new ServiceError('invalid', 'There is nothing in it.');
  const raw = await head(blob.stream()).catch(damaged);
  const zipped = starts(raw, 0x1f, 0x8b);
  const unzip = zipped ? (packed: Bytes) => packed.pipeThrough(new DecompressionStream('gzip')) : null;
  const { stream, share } = counted(() => blob.stream(), blob.size, unzip, limits);
  const start = zipped ? await head(stream()).catch(damaged) : raw;
  return { kind: kindOf(start), zipped, blob, stream, share };
}

/** A table that lies packed in an archive, as a source of its own. */
export function packedSource(blob: Blob, packed: Blob, unpack: (packed: Bytes) => Bytes, limits: Limits): OpenSource {
  return { kind: 'text', zipped: true, blob, ...counted(() => packed.stream(), packed.size, unpack, limits) };
}

/** Streams that say how far they have come in `size` bytes; what is unpacked is held to the limit. */
function counted(open: () => Bytes, size: number, unpack: ((packed: Bytes) => Bytes) | null, limits: Limits) {
  let read = 0;
  const stream = () => {
    read = 0;
    const bytes = open().pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(chunk, controller) {
          read += chunk.length;
          controller.enqueue(chunk);
        },
      }),
    );
    return unpack ? unpack(bytes.pipeThrough(inMorsels())).pipeThrough(limitUnpacked(limits)) : bytes;
  };
  return { stream, share: () => Math.min(1, read / Math.max(1, size)) };
}

const UNREADABLE = new Set(['NotFoundError', 'NotReadableError', 'NotAllowedError']);

/** For archives whose reading failed: the reason, where it is one of ours, else that it is damaged. */
export function damaged(error: unknown): never {
  if (error instanceof ServiceError) throw error;
  if (error instanceof DOMException && UNREADABLE.has(error.name)) {
    throw new ServiceError(
      'invalid',
      'The file can no longer be read: it was moved or changed meanwhile. Choose it again.',
    );
  }
  throw new ServiceError(
    'malformed',
    'The archive is cut off or damaged, and nothing of it was kept. Download or pack it again.',
  );
}

function kindOf(bytes: Uint8Array): OpenSource['kind'] {
  if (starts(bytes, 0x50, 0x4b, 3, 4) || starts(bytes, 0x50, 0x4b, 5, 6)) return 'zip';
  if (isTar(bytes)) return 'tar';
  const other = OTHERS.find(([, ...magic]) => starts(bytes, ...magic));
  if (other) {
    const message = `This is a ${other[0]} file. Unpack it, and give the folder, a .tar.gz, a .zip or the table in it.`;
    throw new ServiceError('malformed', message);
  }
  return 'text';
}

const OTHERS: readonly (readonly [string, ...number[]])[] = [
  ['xz', 0xfd, 0x37, 0x7a, 0x58, 0x5a],
  ['bzip2', 0x42, 0x5a, 0x68],
  ['7-Zip', 0x37, 0x7a, 0xbc, 0xaf],
  ['RAR', 0x52, 0x61, 0x72, 0x21, 0x1a],
  ['Zstandard', 0x28, 0xb5, 0x2f, 0xfd],
  ['gzip (twice packed)', 0x1f, 0x8b],
  ['Parquet', 0x50, 0x41, 0x52, 0x31],
];

/** The sum of a header's bytes stands in it, its own place counted as blanks (POSIX.1-1988). */
function isTar(bytes: Uint8Array): boolean {
  if (bytes.length < HEAD) return false;
  const field = new TextDecoder('latin1').decode(bytes.subarray(148, 156));
  const stated = Number.parseInt(field.replaceAll('\0', ' ').trim(), 8);
  const sum = bytes.subarray(0, HEAD).reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  return stated === sum;
}

function starts(bytes: Uint8Array, ...magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

/** The first bytes, fewer where there are no more. */
async function head(stream: ReadableStream<Uint8Array>, size = HEAD): Promise<Uint8Array> {
  const reader = stream.getReader();
  const bytes = new Uint8Array(size);
  let length = 0;
  try {
    while (length < size) {
      const { done, value } = await reader.read();
      if (done) break;
      const part = value.subarray(0, size - length);
      bytes.set(part, length);
      length += part.length;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
  return bytes.subarray(0, length);
}

export { head as readHead };
