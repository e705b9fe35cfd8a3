// Sizes as people read them, decimal: on pages, in messages, and where limits are told.

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const;

/** 1500 → "1.5 KB" (1 KB = 1,000 bytes, as browsers and systems mostly count what is downloaded). */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes < 0) return '–';
  let value = bytes;
  let power = 0;
  // As it is shown: 999,900 bytes are 1.0 MB, not 1000 KB.
  while (Math.round(value) >= 1000 && power < UNITS.length - 1) {
    value /= 1000;
    power += 1;
  }
  if (power === 0) return bytes === 1 ? '1 byte' : `${Math.round(bytes)} bytes`;
  return `${value.toFixed(value < 10 ? 1 : 0)} ${UNITS[power]}`;
}

/** A size past a limit, rounded up: one byte past 540 MB is not "540 MB; at most 540 MB". */
export function formatTooLarge(bytes: number): string {
  const unit = 1000 ** Math.floor(Math.log10(bytes) / 3);
  const step = bytes < 10 * unit ? unit / 10 : unit;
  return formatBytes(Math.ceil(bytes / step) * step);
}
