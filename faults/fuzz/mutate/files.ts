// Changes of a model's files: one of them changed as what it is, missing, misnamed, twice, or another's.

import type { Rng } from '../../../src/ml/rng';
import { type Bytes, changedBytes, joined, pick } from './bytes';
import { changedJsonBytes } from './json';
import { NASTY_TEXTS } from './nasty';
import { changedText, encoded } from './text';

export type FileSet = ReadonlyMap<string, Uint8Array>;

/** Of a file that is what its name says. */
export function changedFile(name: string, bytes: Uint8Array, rng: Rng): Bytes {
  if (rng.integer(5) === 0) return changedBytes(bytes, rng);
  if (name.endsWith('.json')) return changedJsonBytes(bytes, rng);
  if (name.endsWith('.safetensors')) return changedSafetensors(bytes, rng);
  if (/\.(txt|csv|md|yaml|py|js)$/.test(name)) return encoded(changedText(new TextDecoder().decode(bytes), rng), rng);
  return changedBytes(bytes, rng);
}

/** The header changed and its length made to fit: what a wrong length does not catch. */
export function changedSafetensors(bytes: Uint8Array, rng: Rng): Bytes {
  if (bytes.length < 8 || rng.integer(4) === 0) return changedBytes(bytes, rng);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const data = bytes.slice(8 + length);
  const header = bytes.slice(8, 8 + length);
  const json = rng.integer(4) === 0 ? header : changedJsonBytes(header, rng);
  const start = new Uint8Array(8);
  new DataView(start.buffer).setBigUint64(0, BigInt(json.length), true);
  if (rng.integer(3) > 0) return joined(start, json, data);
  const view = new DataView(data.buffer);
  const at = 4 * rng.integer(Math.max(1, data.length >> 2));
  if (at + 4 <= data.length) view.setFloat32(at, pick([Number.NaN, Number.POSITIVE_INFINITY, 1e38, -0], rng), true);
  return joined(start, json, rng.integer(2) === 0 ? data : data.slice(0, rng.integer(data.length + 1)));
}

const NAMES = [
  'config.json',
  'model.safetensors',
  'vocab.txt',
  'model.json',
  'manifest.json',
  'x.bin',
  'a/b',
  '..',
  '',
];

export function changedFiles(files: FileSet, rng: Rng): Map<string, Bytes> {
  const changed = new Map([...files].map(([name, bytes]) => [name, bytes.slice()] as const));
  for (let n = 1 + rng.integer(2); n > 0 && changed.size > 0; n--) {
    const name = pick([...changed.keys()], rng);
    const bytes = changed.get(name) ?? new Uint8Array(0);
    switch (rng.integer(12)) {
      case 0:
        changed.delete(name);
        break;
      case 1:
        changed.delete(name);
        changed.set(pick([...NAMES, ...NASTY_TEXTS, `folder/${name}`, name.toUpperCase()], rng), bytes);
        break;
      case 2:
        changed.set(pick(NAMES, rng), changed.get(pick([...changed.keys()], rng)) ?? bytes);
        break;
      default:
        changed.set(name, changedFile(name, bytes, rng));
    }
  }
  return changed;
}
