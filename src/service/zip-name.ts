// The names of files in a zip.

/**
 * As it is meant. Where nothing says that it is UTF-8 it may be all the same, as Macs pack it; else it is in an older
 * alphabet, most often a Western one.
 */
export function nameInZip(bytes: Uint8Array, utf8: boolean): string {
  if (utf8) return new TextDecoder().decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}
