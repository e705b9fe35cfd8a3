// Changes of bytes that know nothing of what they mean, and some that guess: numbers in every width, digits in text.

import type { Rng } from '../../../src/ml/rng';
import { NASTY } from './nasty';

export type Bytes = Uint8Array<ArrayBuffer>;
type Change = (bytes: Bytes, rng: Rng) => Bytes;

export const encode = (text: string): Bytes => new TextEncoder().encode(text);

export function pick<T>(items: readonly T[], rng: Rng): T {
  const item = items[rng.integer(items.length)];
  if (item === undefined) throw new Error('There is nothing to choose from.');
  return item;
}

export function joined(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const flip: Change = (bytes, rng) => {
  const changed = bytes.slice();
  for (let n = 1 + rng.integer(4); n > 0; n--) changed[rng.integer(bytes.length)] ^= 1 << rng.integer(8);
  return changed;
};

const cut: Change = (bytes, rng) => bytes.slice(0, rng.integer(bytes.length + 1));

/** A stretch taken out, put in twice, or put elsewhere. */
const splice: Change = (bytes, rng) => {
  const [a, b] = [rng.integer(bytes.length + 1), rng.integer(bytes.length + 1)];
  const [from, to] = [Math.min(a, b), Math.min(Math.max(a, b), Math.min(a, b) + 4096)];
  const moved = bytes.subarray(from, to);
  if (rng.integer(2) === 0) return joined(bytes.subarray(0, from), bytes.subarray(to));
  const at = rng.integer(bytes.length + 1);
  return joined(bytes.subarray(0, at), moved, bytes.subarray(at));
};

const fill: Change = (bytes, rng) => {
  const from = rng.integer(bytes.length);
  return bytes.slice().fill(rng.integer(2) * 255, from, from + 1 + rng.integer(64));
};

const NUMBERS = [0, 1, -1, 2, 127, 128, 255, 256, 32767, 65535, 2 ** 31 - 1, -(2 ** 31), 2 ** 32 - 1, 1e9];

/** A length, an offset or a count, as far as a number of that width can be one. */
const number: Change = (bytes, rng) => {
  const changed = bytes.slice();
  const width = pick([1, 2, 4, 8], rng);
  if (bytes.length < width) return changed;
  const view = new DataView(changed.buffer);
  const at = rng.integer(bytes.length - width + 1);
  const value = BigInt.asUintN(64, BigInt(pick(NUMBERS, rng)));
  for (let i = 0; i < width; i++) {
    const place = rng.integer(2) === 0 ? i : width - 1 - i;
    view.setUint8(at + place, Number((value >> BigInt(8 * i)) & 0xffn));
  }
  return changed;
};

const DIGITS = ['0', '-1', '1', '9', '99999999999', '1e999', '-1e999', '1e-320', '4294967296', 'NaN', '0.1', ''];

/** Digits written in the bytes, replaced by others. */
const digits: Change = (bytes, rng) => {
  const start = rng.integer(bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    const at = (start + i) % bytes.length;
    if (!isDigit(bytes[at])) continue;
    let [from, to] = [at, at + 1];
    while (from > 0 && isDigit(bytes[from - 1])) from--;
    while (to < bytes.length && isDigit(bytes[to])) to++;
    return joined(bytes.subarray(0, from), encode(pick(DIGITS, rng)), bytes.subarray(to));
  }
  return bytes;
};

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

const insert: Change = (bytes, rng) => {
  const at = pick([0, bytes.length, rng.integer(bytes.length + 1)], rng);
  return joined(bytes.subarray(0, at), pick(NASTY, rng), bytes.subarray(at));
};

const CHANGES: readonly Change[] = [flip, cut, splice, fill, number, number, digits, insert];

/** One to three changes, one on top of the other. */
export function changedBytes(bytes: Uint8Array, rng: Rng): Bytes {
  let changed: Bytes = bytes.slice();
  for (let n = 1 + rng.integer(3); n > 0 && changed.length > 0; n--) changed = pick(CHANGES, rng)(changed, rng);
  return changed;
}
