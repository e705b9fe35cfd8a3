// Axis ticks at 1, 2 or 5 times a power of ten, and labels that stay readable at every scale:
// plain decimals near one, powers of ten for very large and small, and a common offset
// ("+ 1e12") when the values differ only in their last digits.

export interface Ticks {
  readonly values: readonly number[];
  readonly labels: readonly string[];
  /** Added to every label; '' almost always. */
  readonly offset: string;
}

/** The step nearest above `span / count` of the form {1, 2, 5} * 10^e. */
export function niceStep(span: number, count: number): number {
  const raw = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const rest = raw / power;
  const factor = rest <= 1 ? 1 : rest <= 2 ? 2 : rest <= 5 ? 5 : 10;
  return factor * power;
}

/** Significant digits shown before values are split into an offset and a rest. */
const MOST_DIGITS = 7;

/** Ticks in [low, high], about `count` of them. */
export function niceTicks(low: number, high: number, count: number): Ticks {
  const step = niceStep(high - low, count);
  if (!(step > 0) || !Number.isFinite(step)) return { values: [], labels: [], offset: '' };
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const digits = Math.ceil(Math.log10(largest / step));
  // Counted from a round number close by, so that k * step keeps its digits next to a huge value.
  const base = digits > MOST_DIGITS ? roundOffset(low, high, step) : 0;
  const first = Math.ceil((low - base) / step - 1e-9);
  const last = Math.floor((high - base) / step + 1e-9);
  const rests: number[] = [];
  for (let k = first; k <= last && rests.length < 100; k++) rests.push(k * step);
  const format = labelFormat(Math.max(Math.abs(first), Math.abs(last)) * step, step);
  return { values: rests.map((rest) => base + rest), labels: rests.map(format), offset: offsetLabel(base) };
}

/** A round number near the middle: a multiple of a power of ten some 1000 steps long. */
function roundOffset(low: number, high: number, step: number): number {
  const grain = 10 ** (Math.floor(Math.log10(step)) + 3);
  return Math.round((low / 2 + high / 2) / grain) * grain;
}

function offsetLabel(base: number): string {
  if (base === 0) return '';
  return `${base < 0 ? '−' : '+'} ${plain(Math.abs(base))}`;
}

/** The shortest way to write it exactly. */
function plain(value: number): string {
  const long = String(value).replace('e+', 'e');
  const short = value.toExponential().replace('e+', 'e');
  return short.length < long.length ? short : long;
}

/** Formats multiples of `step` up to `largest` in size. */
function labelFormat(largest: number, step: number): (value: number) => string {
  const exponent = Math.floor(Math.log10(step) + 1e-9);
  const top = largest > 0 ? Math.floor(Math.log10(largest) + 1e-9) : exponent;
  if (top >= 6 || exponent < -5) {
    return (value) =>
      value === 0 ? '0' : minus(value.toExponential(Math.min(15, Math.max(0, digitsBetween(value, exponent)))));
  }
  const decimals = Math.max(0, -exponent);
  return (value) => minus(value.toFixed(decimals));
}

function digitsBetween(value: number, exponent: number): number {
  return Math.floor(Math.log10(Math.abs(value)) + 1e-9) - exponent;
}

/** A true minus sign, no negative zero, and no plus in exponents. */
function minus(text: string): string {
  const clean = text.replace('e+', 'e').replace('e-', 'e−');
  if (/^-0(\.0+)?$/.test(clean)) return clean.slice(1);
  return clean.replace(/^-/, '−');
}

/**
 * A coordinate for people, with the digits that one pixel of `unit` can tell apart and one more.
 */
export function formatCoordinate(value: number, unit: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  const resolution = Math.floor(Math.log10(unit));
  const digits = Math.min(17, Math.max(1, magnitude - resolution + 1));
  if (magnitude < resolution && magnitude < -3) return '0';
  if (magnitude >= 9 || (magnitude < -4 && resolution < -5)) {
    return digits > 10 ? minus(trimZeros(value.toPrecision(digits))) : minus(value.toExponential(digits - 1));
  }
  return minus(value.toFixed(Math.min(20, Math.max(0, -resolution))));
}

function trimZeros(text: string): string {
  return text.includes('e') ? text : text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
}
