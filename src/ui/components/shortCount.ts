// Large counts in few figures.

import { formatCount } from './format';

/** 1,450,000 → "1.45 M". */
export function shortCount(count: number): string {
  if (count < 10_000) return formatCount(count);
  if (count < 999_500) return `${(count / 1e3).toPrecision(3)} k`;
  return `${(count / 1e6).toPrecision(3)} M`;
}
