// What a file is by its own bytes, since names lie: a PNG (ISO/IEC 15948), JPEG (ITU-T T.81) or WebP (RFC 9649), its size
// in pixels, and whether all of it is there. Nothing is decoded: a picture that would fill the memory is refused before.

import { formatBytes } from '../../ml/bytes';
import type { ImageLimits } from './limits';
import { crc32 } from './png';

export interface Inspected {
  readonly type: 'image/png' | 'image/jpeg' | 'image/webp';
  /** As it is stored: a camera's turn of a JPEG is not looked at. */
  readonly width: number;
  readonly height: number;
}

const CUT_OFF = 'it is cut off';
const DAMAGED = 'it is damaged';
const NO_IMAGE = 'it is not an image';

/** What it is, or in words why it is not taken. */
export function inspect(bytes: Uint8Array, limits: ImageLimits): Inspected | string {
  if (bytes.length === 0) return 'it is empty';
  if (bytes.length > limits.file) return `it is larger than ${formatBytes(limits.file)}`;
  const found = inspectAny(bytes);
  if (typeof found === 'string') return found;
  const { width, height } = found;
  if (width === 0 || height === 0) return DAMAGED;
  if (width * height <= limits.pixels) return found;
  const side = Math.floor(Math.sqrt(limits.pixels));
  return `it has ${width} × ${height} pixels, more than ${side} × ${side}`;
}

function inspectAny(bytes: Uint8Array): Inspected | string {
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47)) return inspectPng(bytes);
  if (starts(bytes, 0xff, 0xd8, 0xff)) return inspectJpeg(bytes);
  if (tag(bytes, 0) === 'RIFF' && tag(bytes, 8) === 'WEBP') return inspectWebp(bytes);
  return refusal(bytes);
}

/** Chunk by chunk, with the check sums of those that a picture needs. */
function inspectPng(bytes: Uint8Array): Inspected | string {
  const view = viewOf(bytes);
  let size: { readonly width: number; readonly height: number } | null = null;
  let data = false;
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length) return CUT_OFF;
    const length = view.getUint32(at);
    const type = tag(bytes, at + 4);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) return CUT_OFF;
    const needed = /^[A-Z]/.test(type);
    if (needed && crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) return DAMAGED;
    // First and once: a decoder takes the first, and this must speak of the same.
    if ((type === 'IHDR') !== (at === 8)) return DAMAGED;
    if (type === 'IHDR' && length === 13) size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (type === 'IDAT') data = true;
    if (type === 'IEND') return size && data ? { type: 'image/png', ...size } : DAMAGED;
    at = end + 4;
  }
}

/** Segment by segment to the first scan; the end's mark must follow somewhere, since scans cannot hold it. */
function inspectJpeg(bytes: Uint8Array): Inspected | string {
  const view = viewOf(bytes);
  let size: { readonly width: number; readonly height: number } | null = null;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return DAMAGED;
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = view.getUint16(at + 2);
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) {
      if (at + 9 > bytes.length) return CUT_OFF;
      size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    at += 2 + length;
    if (marker === 0xda) return hasEnd(bytes, at) ? (size ? { type: 'image/jpeg', ...size } : DAMAGED) : CUT_OFF;
  }
  return CUT_OFF;
}

function hasEnd(bytes: Uint8Array, from: number): boolean {
  for (let at = bytes.length - 2; at >= from; at--) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  }
  return false;
}

function inspectWebp(bytes: Uint8Array): Inspected | string {
  const view = viewOf(bytes);
  if (bytes.length < 30 || view.getUint32(4, true) + 8 > bytes.length) return CUT_OFF;
  const type = 'image/webp';
  const kind = tag(bytes, 12);
  if (kind === 'VP8X') {
    const three = (at: number) => bytes[at] + bytes[at + 1] * 2 ** 8 + bytes[at + 2] * 2 ** 16;
    return { type, width: three(24) + 1, height: three(27) + 1 };
  }
  if (kind === 'VP8L' && bytes[20] === 0x2f) {
    const bits = view.getUint32(21, true);
    return { type, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (kind === 'VP8 ' && starts(bytes.subarray(23), 0x9d, 0x01, 0x2a)) {
    return { type, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  }
  return DAMAGED;
}

const OTHERS: readonly (readonly [string, (bytes: Uint8Array) => boolean])[] = [
  ['a GIF', (bytes) => tag(bytes, 0) === 'GIF8'],
  ['a BMP', (bytes) => tag(bytes, 0).startsWith('BM')],
  ['a TIFF', (bytes) => starts(bytes, 0x49, 0x49, 42, 0) || starts(bytes, 0x4d, 0x4d, 0, 42)],
  ['an icon', (bytes) => starts(bytes, 0, 0, 1, 0)],
  ['an AVIF or HEIC', (bytes) => tag(bytes, 4) === 'ftyp'],
  [
    'an SVG',
    (bytes) => /^[\s\ufeff]*<(\?xml|!--|!doctype|svg)/i.test(new TextDecoder().decode(bytes.subarray(0, 200))),
  ],
];

function refusal(bytes: Uint8Array): string {
  const other = OTHERS.find(([, is]) => is(bytes));
  return other ? `it is ${other[0]}, which is not read: save it as PNG, JPEG or WebP` : NO_IMAGE;
}

function starts(bytes: Uint8Array, ...magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

/** Four characters. */
function tag(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
