// Numbers as people read them: with units, and never more digits than mean something.

export { formatBytes } from '../../ml/bytes';

const INTEGER = new Intl.NumberFormat('en');

/** 1234567 → "1,234,567". */
export function formatCount(count: number): string {
  return INTEGER.format(Math.round(count));
}

/** `count` with its noun: "1 model", "3 models". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** Without a place to break a line, as between a number and its unit. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

/** Milliseconds with three figures: 0.042 → "0.042 ms", 12.34 → "12.3 ms", 1500 → "1.50 s". */
export function formatMilliseconds(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  if (ms >= 1000) return `${(ms / 1000).toPrecision(3)} s`;
  return `${ms >= 100 ? Math.round(ms) : Number(ms.toPrecision(3))} ms`;
}

/** Seconds left, as a person would say them: "a few seconds", "40 s", "3 min", "2 h 5 min". */
export function formatTimeLeft(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return 'unknown';
  if (seconds < 5) return 'a few seconds';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** Per second: 1234 → "1,230/s", 40.8 of "steps" → "40.8 steps/s". */
export function formatRate(perSecond: number, unit = ''): string {
  if (!Number.isFinite(perSecond) || perSecond <= 0) return '–';
  const figures = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(perSecond);
  return unit === '' ? `${figures}/s` : `${figures} ${unit}/s`;
}

/** Share 0..1 as a whole percentage; 100 % only when all of it is done. */
export function formatShare(share: number): string {
  const clamped = Math.min(1, Math.max(0, share));
  return `${clamped === 1 ? 100 : Math.min(99, Math.floor(clamped * 100))} %`;
}

/** A share of a whole as large as this is all of it: sums of parts are as exact as that. */
const WHOLE = 1 - 1e-9;

/** Share 0..1 with one decimal: "97.3 %", "< 0.1 %", "> 99.9 %": never 0 or 100 where it is not. */
export function formatPercent(share: number): string {
  const percent = 100 * share;
  if (percent > 0 && percent < 0.05) return '< 0.1 %';
  if (percent >= 99.95 && share < WHOLE) return '> 99.9 %';
  return `${percent.toFixed(1)} %`;
}

/** Share 0..1, or a score of such a scale, with three figures: "0.973", and "1.000" only where nothing is wrong. */
export function formatFraction(value: number): string {
  return value >= 0.9995 && value < WHOLE ? '> 0.999' : value.toFixed(3);
}

/** An ISO time as a date and a time of the person's place. */
export function formatDate(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return 'an unknown time';
  return date.toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' });
}
