// Data values for people: enough figures to tell them apart, a true minus sign, powers only where needed.

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

/** A weight as a percentage with one decimal. */
export function formatWeight(weight: number): string {
  return `${(100 * weight).toFixed(1)} %`;
}
