// A set's images as bytes of one form, a chunk at a time: out of the cache in storage, or decoded and put there. The
// latest are kept in memory, as many as there is room for.

import type { ImageShape } from '../../ml/image/config';
import { pixelsOf } from '../../ml/image/images';
import { QuotaExceededError } from '../../storage/errors';
import {
  forgetOtherForms,
  type ImageChunk,
  type PixelChunk,
  readImageChunk,
  readPixelChunk,
  writePixelChunk,
} from '../../storage/images';
import { ServiceError } from '../../wire/errors';
import { messageOf } from '../errors';
import type { ImageDecoder } from './decoder';
import { fileIn, type SetFiles } from './files';
import { asDecoded, toForm } from './scale';
import { SHIPPED_SHAPE, shippedPixels } from './shipped';

/** Images by the chunk, always the same for the same chunk. */
export interface PixelSource {
  /** The place of each chunk's first image. */
  readonly starts: readonly number[];
  chunk(number: number): Promise<PixelChunk>;
}

/** Decoded at once: each may be as large as the largest image. */
const AT_ONCE = 4;

/** Of a stored set. Rejects 'conflict' when the set goes meanwhile. */
export async function storedPixels(files: SetFiles, shape: ImageShape, decoder: ImageDecoder): Promise<PixelSource> {
  const { id, name } = files.record;
  const form = `${shape.width}x${shape.height}x${shape.channels}`;
  await forgetOtherForms(id, form);
  let caching = true;
  const make = async (number: number): Promise<PixelChunk> => {
    const chunk = await readImageChunk(id, number);
    if (!chunk) throw new ServiceError('conflict', `The images ${name} were removed while they were read.`);
    const decoded = await decodeChunk(chunk, shape, decoder);
    if (caching) caching = await kept(() => writePixelChunk(id, form, number, decoded));
    return decoded;
  };
  const chunk = async (number: number) => (await readPixelChunk(id, form, number)) ?? make(number);
  return { starts: files.index.starts, chunk };
}

/** Without room for the cache images are decoded again when they are needed again. */
async function kept(write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof QuotaExceededError) return false;
    throw error;
  }
}

async function decodeChunk(chunk: ImageChunk, shape: ImageShape, decoder: ImageDecoder): Promise<PixelChunk> {
  const n = chunk.ends.length;
  const each = pixelsOf(shape);
  const pixels = new Uint8Array(n * each);
  const failed: { at: number; reason: string }[] = [];
  let next = 0;
  const work = async () => {
    while (next < n) {
      const at = next++;
      try {
        pixels.set(toForm(await decoder.decode(fileIn(chunk, at)), shape), at * each);
      } catch (error) {
        failed.push({ at, reason: messageOf(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { pixels, failed: failed.sort((a, b) => a.at - b.at) };
}

const SHIPPED_CHUNK = 250;

export function shippedPixelSource(shape: ImageShape): PixelSource {
  const drawn = shippedPixels();
  const from = pixelsOf(SHIPPED_SHAPE);
  const n = drawn.length / from;
  const same = (['width', 'height', 'channels'] as const).every((side) => shape[side] === SHIPPED_SHAPE[side]);
  const starts = Array.from({ length: Math.ceil(n / SHIPPED_CHUNK) }, (_, i) => i * SHIPPED_CHUNK);
  const chunk = async (number: number) => {
    const images = drawn.subarray(starts[number] * from, (starts[number] + SHIPPED_CHUNK) * from);
    if (same) return { pixels: images, failed: [] };
    const each = pixelsOf(shape);
    const pixels = new Uint8Array((images.length / from) * each);
    for (let i = 0; i * from < images.length; i++) {
      pixels.set(toForm(asDecoded(images.subarray(i * from, (i + 1) * from), SHIPPED_SHAPE), shape), i * each);
    }
    return { pixels, failed: [] };
  };
  return { starts, chunk };
}

/** Bytes of decoded images kept in memory. */
const ROOM = 256 * 2 ** 20;

/** Keeps the latest chunks. */
export class PixelStore {
  private readonly held = new Map<number, PixelChunk>();
  private bytes = 0;

  constructor(
    private readonly source: PixelSource,
    private readonly room: number = ROOM,
  ) {}

  async chunk(number: number): Promise<PixelChunk> {
    const found = this.held.get(number);
    if (found) {
      // To the end: the one used last goes last.
      this.held.delete(number);
      this.held.set(number, found);
      return found;
    }
    const chunk = await this.source.chunk(number);
    if (!this.held.has(number)) {
      this.held.set(number, chunk);
      this.bytes += chunk.pixels.length;
    }
    for (const [old, { pixels }] of this.held) {
      if (this.bytes <= this.room || old === number) break;
      this.held.delete(old);
      this.bytes -= pixels.length;
    }
    return chunk;
  }
}
