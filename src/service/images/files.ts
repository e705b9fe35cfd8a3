// Files of a stored set: found by number, a chunk at a time, the latest chunks kept in memory.

import {
  type ImageChunk,
  type ImageIndex,
  type ImageSetRecord,
  readImageChunk,
  readImageIndex,
} from '../../storage/images';
import { ServiceError } from '../../wire/errors';

/** Chunks are a megabyte or so. */
const KEPT = 12;

export class SetFiles {
  private readonly chunks = new Map<number, ImageChunk>();

  private constructor(
    readonly record: ImageSetRecord,
    readonly index: ImageIndex,
  ) {}

  /** Rejects 'internal' when its index is missing or damaged. */
  static async open(record: ImageSetRecord): Promise<SetFiles> {
    const index = await readImageIndex(record.id);
    if (index && index.paths.length === record.n) return new SetFiles(record, index);
    throw new ServiceError('internal', `What is stored of ${record.name} is damaged. Import it again.`);
  }

  /** A copy of the file of one image, by its number. */
  async file(item: number): Promise<Uint8Array<ArrayBuffer>> {
    const place = this.index.places[item];
    const number = chunkWith(this.index.starts, place);
    const chunk = await this.chunk(number);
    return fileIn(chunk, place - this.index.starts[number]);
  }

  /** Rejects 'conflict' when the set goes meanwhile. */
  private async chunk(number: number): Promise<ImageChunk> {
    const { id, name } = this.record;
    const chunk = this.chunks.get(number) ?? (await readImageChunk(id, number));
    if (!chunk) throw new ServiceError('conflict', `The images ${name} were removed while they were read.`);
    this.chunks.delete(number);
    this.chunks.set(number, chunk);
    for (const old of this.chunks.keys()) {
      if (this.chunks.size <= KEPT) break;
      this.chunks.delete(old);
    }
    return chunk;
  }
}

export function fileIn({ bytes, ends }: ImageChunk, at: number): Uint8Array<ArrayBuffer> {
  return bytes.slice(at === 0 ? 0 : ends[at - 1], ends[at]) as Uint8Array<ArrayBuffer>;
}

/** The last chunk that begins at or before that place. */
export function chunkWith(starts: readonly number[], place: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (starts[middle] <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}
