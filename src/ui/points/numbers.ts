// Data values for people: enough figures to tell them apart, a true minus sign, powers only where needed.

import { formatPercent } from '../components/format';

/** 4 significant figures unless told; "−0.01234", "1.234e+12" as 1.234e12. */
export function formatValue(value: number, figures = 4): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text =
    size >= 1e6 || size < 1e-4
      ? value
          .toExponential(figures - 1)
          .replace(/\.?0+e/, 'e')
          .replace('e+', 'e')
      : String(Number(value.toPrecision(Math.max(figures, Math.ceil(Math.log10(size))))));
  return text.replaceAll('-', '−');
}

/** Log-likelihoods differ late in their digits: two decimals where they are large. */
export function formatLogLikelihood(value: number): string {
  if (!Number.isFinite(value)) return formatValue(value);
  const digits = Math.abs(value) >= 1000 ? 1 : 3;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace('-', '−');
}

/** With its sign, for changes: "+0.012", "−3.4". */
export function formatChange(value: number, figures = 3): string {
  const text = formatValue(value, figures);
  return value > 0 ? `+${text}` : text;
}

/** A weight in two figures, more where it is nearly all: 0.3333 is "33 %", 0.9972 "99.7 %". */
export function formatWeight(weight: number): string {
  return weight < 0.995 ? `${formatValue(100 * weight, 2)} %` : formatPercent(weight);
}

/** How far a point belongs to a group: whole per cent, finer where it is next to nothing or next to all. */
export function formatBelonging(share: number): string {
  return share < 0.1 || share >= 0.995 ? formatPercent(share) : `${(100 * share).toFixed(0)} %`;
}

/** Which of several is at work: "3 of 10". The last still is when all are done, and the best of them is looked at. */
export function placeInRow({ done, total }: { readonly done: number; readonly total: number }): string {
  return `${Math.min(done + 1, total)} of ${total}`;
}
