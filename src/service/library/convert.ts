// A model in a form of other programs (src/ml/formats), as one file: several are a zip, the same bytes for the same model.

import { Zip, ZipDeflate } from 'fflate';
import { exportAs } from '../../ml/formats';
import type { Precision } from '../../wire/library';
import { Breath } from '../pace';
import type { Files } from './source';

export interface Converted {
  readonly file: Blob;
  /** "onnx", "zip". */
  readonly ending: string;
}

/** As old as a .zip can be, in any time zone: nothing of the clock goes in. */
const TIME = new Date(1980, 0, 2);
/** Bytes packed at once. What comes out depends on it. */
const PIECE = 64 * 1024;

/** @param wrote is told how many bytes were packed, of how many; what it throws ends the work */
export async function convert(
  files: Files,
  format: string,
  precision: Precision,
  wrote: (done: number, total: number) => void = () => {},
): Promise<Converted> {
  const written = [...exportAs(files, format, precision)].sort(([a], [b]) => (a < b ? -1 : 1));
  const [[name, bytes] = ['', new Uint8Array(0)]] = written;
  if (written.length === 1) {
    const type = name.endsWith('.json') ? 'application/json' : 'application/octet-stream';
    return { file: new Blob([new Uint8Array(bytes)], { type }), ending: name.split('.').at(-1) ?? 'bin' };
  }
  return { file: await zipped(written, wrote), ending: 'zip' };
}

/** A piece at a time, with pauses in which whoever asks is told how far it is. */
async function zipped(
  files: readonly (readonly [path: string, bytes: Uint8Array])[],
  wrote: (done: number, total: number) => void,
): Promise<Blob> {
  const total = files.reduce((sum, [, { length }]) => sum + length, 0);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const breath = new Breath();
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(new Uint8Array(piece));
  });
  let done = 0;
  for (const [path, bytes] of files) {
    const file = new ZipDeflate(path, { level: 6 });
    file.mtime = TIME;
    zip.add(file);
    for (let at = 0; at === 0 || at < bytes.length; at += PIECE) {
      const piece = bytes.subarray(at, at + PIECE);
      file.push(piece, at + PIECE >= bytes.length);
      done += piece.length;
      wrote(done, total);
      await breath.take();
    }
  }
  zip.end();
  return new Blob(pieces, { type: 'application/zip' });
}
