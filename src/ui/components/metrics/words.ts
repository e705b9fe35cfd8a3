// What is measured in words and numbers, how long something took and when it was.

import { better } from '../../../ml/logs/better';
import { measured } from './lines';

/**
 * Four figures, a power of ten for very large and small values, a true minus: 0.94318 → "0.9432". Whole numbers are counts,
 * but where the metric is one that can be better or worse: an accuracy of 1 is "1.000", and none of less is.
 */
export function formatValue(value: number | null | undefined, metric?: string): string {
  if (value === null || value === undefined) return '–';
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size === 0) return '0';
  const counted = Number.isInteger(value) && (metric === undefined || better(metric) === null);
  if (counted && size < 1e6) return signed(COUNT.format(size), value);
  if (size >= 1e6 || size < 1e-4) return signed(size.toExponential(2).replace('e+', 'e').replace('e-', 'e−'), value);
  if (size >= 1000) return signed(TENTHS.format(size), value);
  // Of 25,000 texts one may be wrong: that is not all of them right.
  const short = metric !== undefined && better(metric) === 'higher' && size >= 0.999_95 && size < 1 - 1e-9;
  return signed(short ? '0.9999' : size.toPrecision(4), value);
}

const COUNT = new Intl.NumberFormat('en');
/** Likelihoods of many points differ in their last figures. */
const TENTHS = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

function signed(text: string, value: number): string {
  return value < 0 ? `−${text}` : text;
}

/** Seconds at work: "0.4 s", "42 s", "3 min 5 s", "2 h 5 min". */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '–';
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** When it was begun, as short as a row has room for: "21 Nov, 16:50". */
export function formatBegun(iso: string): string {
  return dated(iso, BEGUN);
}

/** "16:50" */
export function formatClock(iso: string): string {
  return dated(iso, CLOCK);
}

/** "21 Nov 2026" */
export function formatDay(iso: string): string {
  return dated(iso, DAY);
}

function dated(iso: string, format: Intl.DateTimeFormat): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? '–' : format.format(date);
}

/** "16:50:12" */
export function formatTime(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? '–' : date.toLocaleTimeString('en-GB');
}

const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const BEGUN = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** What a newcomer may call what is measured, by its name in the field. */
const PLAIN: Readonly<Record<string, string>> = {
  loss: 'How far off',
  acc: 'Share right',
  accuracy: 'Share right',
  f1: 'Balance of hits and misses',
  auc: 'How well it ranks',
  mae: 'Mean error',
  mse: 'Mean squared error',
  r2: 'Share explained',
  log_likelihood: 'How well it fits',
  bic: 'Misfit for its size',
  aic: 'Misfit for its size',
  lr: 'Learning rate',
  grad_norm: 'Size of corrections',
  detections: 'Changes noticed',
  held_out: 'Examples it was judged by',
  points: 'Points it learnt from',
};
const PARTS: Readonly<Record<string, string>> = {
  train: 'while learning',
  val: 'on unseen data',
  valid: 'on unseen data',
  validation: 'on unseen data',
  test: 'on test data',
};

/** "val_acc" → "Share right, on unseen data"; null where there are no plainer words than its name. */
export function plainWords(column: string): string | null {
  const { quantity, part } = measured(column);
  const words = Object.hasOwn(PLAIN, quantity) ? PLAIN[quantity] : undefined;
  if (words === undefined) return null;
  const where = PARTS[part.split(' ')[0] ?? ''];
  return where === undefined ? words : `${words}, ${where}`;
}
