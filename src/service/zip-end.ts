// Where a zip's list of files ends (APPNOTE.TXT 6.3.10, 4.3.16): a record at the very end, but for a comment, which may hold
// anything, another such record among it.

/** Bytes of the record without its comment, and the most that a comment has. */
export const END_BYTES = 22;
export const MAX_COMMENT = 0xffff;

const END = 0x06054b50;
const LOCATOR64 = 0x07064b50;
const LOCATOR64_BYTES = 20;

/**
 * The record's place in a file's last bytes, -1 where there is none: the last one whose comment has room behind it, and that
 * stands where its list ends, or behind the records of a long list.
 *
 * @param from where the last bytes begin in the file
 */
export function endOfZip(tail: DataView, from: number): number {
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END) continue;
    if (at + END_BYTES + tail.getUint16(at + 20, true) > tail.byteLength) continue;
    const long = at >= LOCATOR64_BYTES && tail.getUint32(at - LOCATOR64_BYTES, true) === LOCATOR64;
    if (long || tail.getUint32(at + 12, true) + tail.getUint32(at + 16, true) === from + at) return at;
  }
  return -1;
}
