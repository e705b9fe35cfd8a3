// Numbers in the sentences that drift is told by.

const WHOLE = new Intl.NumberFormat('en-GB');

export function count(n: number, one: string, many = `${one}s`): string {
  return `${WHOLE.format(n)} ${n === 1 ? one : many}`;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Two places where they say something, more where all would be noughts. */
export function decimal(value: number): string {
  return value >= 0.1 || value === 0 ? value.toFixed(2) : value >= 0.01 ? value.toFixed(3) : value.toPrecision(1);
}

/** "p = 0.03", "p < 0.000001". */
export function chance(p: number): string {
  if (p < 1e-6) return 'p < 0.000001';
  return `p = ${p >= 0.001 ? Number(p.toPrecision(2)) : p.toFixed(6).replace(/0+$/, '')}`;
}

/** Of numbers in any order; between the two in the middle where there are two; 0 of none. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
