// Which column of a table goes to which column of the points it is appended to.

import type { Matrix } from '../../../ml/gmm/types';

/** By name where both have the same names, whatever their order; null where names differ (then it goes by place). */
export function columnOrder(names: readonly string[], wanted: readonly string[]): readonly number[] | null {
  if (names.length !== wanted.length) return null;
  const order = wanted.map((name) => names.indexOf(name));
  return order.includes(-1) || new Set(order).size < order.length ? null : order;
}

/** The rows with their columns in another order. */
export function reordered({ data, n, d }: Matrix, order: readonly number[]): Matrix {
  if (order.every((from, to) => from === to)) return { data, n, d };
  const out = new Float64Array(n * d);
  for (let i = 0; i < n * d; i += d) {
    for (let j = 0; j < d; j++) out[i + j] = data[i + order[j]];
  }
  return { data: out, n, d };
}
