// Says whether data is what it was: FNV-1a over whole numbers, 32 bits, in hexadecimal. It guards against accidents.

export class Fingerprint {
  private hash = 0x811c9dc5;

  add(value: number): void {
    for (let shift = 0; shift < 32; shift += 8) {
      this.hash = Math.imul(this.hash ^ ((value >>> shift) & 0xff), 0x01000193);
    }
  }

  /** Bit by bit. */
  addAll({ buffer, byteOffset, length }: Float64Array): void {
    for (const word of new Uint32Array(buffer, byteOffset, 2 * length)) this.add(word);
  }

  addText(text: string): void {
    for (let i = 0; i < text.length; i++) this.add(text.charCodeAt(i));
  }

  toString(): string {
    return (this.hash >>> 0).toString(16).padStart(8, '0');
  }
}
