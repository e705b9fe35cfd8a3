// What tests of archives share.

import { gzipSync } from 'fflate';
import { Rng } from '../rng';
import type { ModelArchive } from './contents';
import { ArchiveError, type ArchiveReason } from './errors';
import { type ArchiveLimits, parseManifest, readArchive, writeArchive } from './index';

export function text(value: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(value);
}

/** Bytes that no packer makes smaller. */
export function noise(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const rng = new Rng(seed);
  return Uint8Array.from({ length }, () => rng.uint32() >>> 24);
}

/** Names that need every way tars have of saying one. */
export const NAMES = {
  umlaut: 'code/daten/Übergröße 名前.txt',
  prefix: `code/${'deep/'.repeat(24)}file.bin`,
  long: `code/${'long-'.repeat(30)}name.bin`,
  longer: `code/${'é'.repeat(100)}/${'ß'.repeat(100)}/${'x'.repeat(200)}`,
};

export const SAMPLE: ModelArchive = {
  manifest: parseManifest({
    module: 'code',
    trainingScript: 'train.py',
    servingScript: 'serve.py',
    tags: ['a', { b: 1 }],
  }),
  files: new Map(
    [
      ['code/requirements.txt', text('numpy\n')],
      ['code/serve.py', text('def load(model_dir, logger=None): ...\n')],
      ['code/train.py', text('def train(model_dir, *args): ...\n')],
      ['code/weights.bin', Uint8Array.from({ length: 5000 }, (_, i) => (i * i * 31) >> 3)],
      ['code/empty', new Uint8Array(0)],
      ...Object.values(NAMES).map((name) => [name, text(name)] as const),
    ]
      .map(([path, bytes]) => [path, bytes] as [string, Uint8Array<ArrayBuffer>])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  ),
};

export async function packed(archive: ModelArchive): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(writeArchive(archive)).arrayBuffer());
}

export function zipped(tar: Uint8Array): Blob {
  return new Blob([new Uint8Array(gzipSync(tar, { mtime: 0 }))]);
}

export interface Refusal {
  readonly reason: ArchiveReason;
  readonly message: string;
  readonly field: string | null;
}

/** What reading it comes to: the refusal's words, or "read". Any other error comes through. */
export async function refusal(
  source: Blob | ReadableStream<Uint8Array>,
  limits?: ArchiveLimits,
): Promise<Refusal | 'read'> {
  try {
    await readArchive(source, limits);
    return 'read';
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    const { reason, message, field } = error;
    return { reason, message, field };
  }
}
