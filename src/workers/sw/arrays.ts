// Between JSON's rows of numbers and the service's typed arrays.

import type { Matrix } from '../../ml/gmm/types';

/** Rows already checked: all of one length. */
export function toMatrix(rows: readonly (readonly number[])[]): Matrix {
  const n = rows.length;
  const d = rows[0]?.length ?? 0;
  const data = new Float64Array(n * d);
  rows.forEach((row, i) => {
    for (let j = 0; j < d; j++) data[i * d + j] = row[j] ?? 0;
  });
  return { data, n, d };
}

export function toRows({ data, n }: Matrix): number[][] {
  return splitRows(data, n);
}

/** A flat list as n rows. */
export function splitRows(flat: ArrayLike<number>, n: number): number[][] {
  const width = n > 0 ? flat.length / n : 0;
  return Array.from({ length: n }, (_row, i) => Array.from({ length: width }, (_value, j) => flat[i * width + j] ?? 0));
}
