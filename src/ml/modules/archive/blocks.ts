// Bytes in the pieces that are asked for, out of pieces as they come.

import { ArchiveError } from '../errors';

/** Bytes of a tar archive's block: headers are one, content is filled up to whole ones. */
export const BLOCK = 512;

export interface Pieces {
  /** Null at the end. */
  read(): Promise<Uint8Array | null>;
}

export class Blocks {
  private rest: Uint8Array = new Uint8Array(0);

  constructor(private readonly pieces: Pieces) {}

  /**
   * Exactly so many bytes, in a buffer of their own. Room is made as they come, not as they were announced: an archive
   * of a few bytes can announce a gigabyte.
   * @throws ArchiveError where the archive ends before
   */
  async take(size: number): Promise<Uint8Array<ArrayBuffer>> {
    const taken: Uint8Array[] = [];
    let missing = size;
    while (missing > 0) {
      const piece = await this.some();
      if (!piece) throw new ArchiveError('tar', 'The archive ends in the middle of a file. Download or pack it again.');
      const part = piece.subarray(0, missing);
      this.rest = piece.subarray(part.length);
      taken.push(part);
      missing -= part.length;
    }
    const bytes = new Uint8Array(size);
    let at = 0;
    for (const part of taken) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  /** Content, without what fills its last block. */
  async takePadded(size: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.take(size);
    await this.take((BLOCK - (size % BLOCK)) % BLOCK);
    return bytes;
  }

  /** What there is, of any length; null at the end. */
  async some(): Promise<Uint8Array | null> {
    if (this.rest.length > 0) {
      const rest = this.rest;
      this.rest = new Uint8Array(0);
      return rest;
    }
    return this.pieces.read();
  }
}
