// Attributes of pax archives (POSIX.1-2017, pax, "pax Extended Header"): records of "length key=value\n".

import { ArchiveError } from '../errors';
import { decoded, NotUtf8, textOf } from './fields';

/** Those whose value is a name or a number, and so is read; others (times, owners, what systems add) are bytes. */
const READ = new Set(['path', 'size']);

/** Values only of what is read; the others' keys stand with an empty one. @throws ArchiveError */
export function paxRecords(bytes: Uint8Array): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  let at = 0;
  while (at < bytes.length) {
    const blank = bytes.indexOf(0x20, at);
    const digits = blank < 0 || blank - at > 8 ? '' : textOf(bytes.subarray(at, blank));
    const end = /^\d+$/.test(digits) ? at + Number(digits) : 0;
    const equals = bytes.indexOf(0x3d, blank + 1);
    const whole = end > equals + 1 && end <= bytes.length && bytes[end - 1] === 0x0a;
    if (!whole || equals <= blank + 1) throw malformed();
    const key = text(bytes.subarray(blank + 1, equals));
    const value = bytes.subarray(equals + 1, end - 1);
    if (READ.has(key) && value.includes(0)) throw malformed();
    records.set(key, READ.has(key) ? text(value) : '');
    at = end;
  }
  if (records.has('hdrcharset')) throw notUtf8();
  return records;
}

function text(bytes: Uint8Array): string {
  try {
    return decoded(bytes);
  } catch (error) {
    throw error instanceof NotUtf8 ? notUtf8() : error;
  }
}

function malformed(): ArchiveError {
  return new ArchiveError('tar', 'The archive has attributes that cannot be read. Download or pack it again.');
}

function notUtf8(): ArchiveError {
  return new ArchiveError('path', 'The archive has names that are not in UTF-8. Rename the files and pack again.');
}
