// A model in a form of other programs (src/ml/formats), as one file: several are a zip, the same bytes for the same model.

import { zipSync } from 'fflate';
import { exportAs } from '../../ml/formats';
import type { Precision } from '../../wire/library';
import type { Files } from './source';

export interface Converted {
  readonly file: Blob;
  /** "onnx", "zip". */
  readonly ending: string;
}

/** As old as a .zip can be, in any time zone: nothing of the clock goes in. */
const TIME = new Date(1980, 0, 2);

export function convert(files: Files, format: string, precision: Precision): Converted {
  const written = [...exportAs(files, format, precision)].sort(([a], [b]) => (a < b ? -1 : 1));
  const [[name, bytes] = ['', new Uint8Array(0)]] = written;
  if (written.length === 1) {
    const type = name.endsWith('.json') ? 'application/json' : 'application/octet-stream';
    return { file: new Blob([new Uint8Array(bytes)], { type }), ending: name.split('.').at(-1) ?? 'bin' };
  }
  const zip = zipSync(Object.fromEntries(written), { mtime: TIME, level: 6 });
  return { file: new Blob([zip], { type: 'application/zip' }), ending: 'zip' };
}
