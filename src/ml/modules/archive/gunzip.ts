// A gzip file unpacked a little at a time, as it is asked for: whoever stops asking stops the unpacking, so that what
// unpacks to a thousandfold costs no more memory than one small piece of it does.

import { ArchiveError } from '../errors';
import { type ArchiveLimits, packedTooLarge, unpacksTooLarge, unpacksTooMuch } from './limits';

/** Packed bytes given to the unpacker at once: browsers unpack a piece whole, whoever waits for it or not. */
const MORSEL = 16 * 1024;
const MAGIC = [0x1f, 0x8b];

export class Gunzip {
  private readonly input: ReadableStreamDefaultReader<Uint8Array>;
  private readonly output: ReadableStreamDefaultReader<Uint8Array>;
  private packed = 0;
  private unpacked = 0;
  /** The file's last four bytes: how many it unpacks to, modulo 2³² (RFC 1952, ISIZE). */
  private tail = new Uint8Array(0);
  /** Why the feeding ended, where it was not the unpacker that refused. */
  private fault: unknown = null;

  constructor(
    source: ReadableStream<Uint8Array>,
    private readonly limits: ArchiveLimits,
  ) {
    const unpacker = new DecompressionStream('gzip');
    this.input = source.getReader();
    this.output = unpacker.readable.getReader();
    this.output.closed.catch(ignore);
    const writer = unpacker.writable.getWriter() as WritableStreamDefaultWriter<Uint8Array>;
    writer.closed.catch(ignore);
    this.feed(writer).catch(ignore);
  }

  /** Null at the end. @throws ArchiveError, or what reading the source throws. */
  async read(): Promise<Uint8Array | null> {
    const { done, value } = await this.output.read().catch(() => {
      throw this.fault ?? damaged();
    });
    if (done) {
      if (this.fault !== null) throw this.fault;
      this.checkSize();
      return null;
    }
    this.unpacked += value.length;
    if (this.unpacked > this.limits.unpacked) throw unpacksTooLarge(this.limits);
    if (this.unpacked > this.limits.ratioFloor && this.unpacked > this.limits.ratio * this.packed) {
      throw unpacksTooMuch(this.limits);
    }
    return value;
  }

  /** To be called at the end, early or not. */
  close(): void {
    this.output.cancel().catch(ignore);
    this.input.cancel().catch(ignore);
  }

  private async feed(writer: WritableStreamDefaultWriter<Uint8Array>): Promise<void> {
    try {
      for (let chunk = await this.next(); chunk; chunk = await this.next()) {
        for (let at = 0; at < chunk.length; at += MORSEL) {
          const morsel = chunk.subarray(at, at + MORSEL);
          this.packed += morsel.length;
          await writer.write(morsel);
        }
      }
      await writer.close();
    } catch (error) {
      await writer.abort(error);
    }
  }

  private async next(): Promise<Uint8Array | null> {
    try {
      const { done, value } = await this.input.read();
      if (done) {
        if (this.packed === 0) throw new ArchiveError('gzip', 'There is nothing in the archive.');
        return null;
      }
      this.look(value);
      return value;
    } catch (error) {
      this.fault = error;
      throw error;
    }
  }

  private look(chunk: Uint8Array): void {
    if (this.packed + chunk.length > this.limits.packed) throw packedTooLarge(this.limits);
    for (let i = 0; i < chunk.length && this.packed + i < MAGIC.length; i++) {
      if (chunk[i] !== MAGIC[this.packed + i]) {
        throw new ArchiveError('gzip', 'This is no .tar.gz: it does not begin as a gzip file does.');
      }
    }
    const last = chunk.subarray(-4);
    this.tail = Uint8Array.from([...this.tail, ...last].slice(-4));
  }

  /** Engines differ in what they make of bytes after the end, or of a second gzip file: none is read here. */
  private checkSize(): void {
    const size = this.tail.length === 4 ? new DataView(this.tail.buffer).getUint32(0, true) : -1;
    if (size !== this.unpacked % 2 ** 32) throw damaged();
  }
}

function damaged(): ArchiveError {
  return new ArchiveError(
    'gzip',
    'The archive is cut off or damaged, or something follows its end. Download or pack it again.',
  );
}

function ignore(): void {}
