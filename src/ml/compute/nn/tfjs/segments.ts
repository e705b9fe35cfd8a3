// Which rows come together in a sum: an index turned round, so that each sum is one loop in a fixed order and
// no shader needs atomic additions.

export interface Segments {
  /** Sums that come out. */
  readonly rows: number;
  /** [count] what goes where, as it was given. */
  readonly index: Int32Array;
  /** [count] numbers of the rows, segment by segment, each in rising order. */
  readonly order: Int32Array;
  /** [rows + 1] where each segment begins in `order`. */
  readonly starts: Int32Array;
}

/** Throws RangeError where an index points beyond the rows. */
export function segmentsOf(index: Int32Array, rows: number): Segments {
  const starts = new Int32Array(rows + 1);
  for (const row of index) {
    if (row < 0 || row >= rows) throw new RangeError(`There is no row ${row} among ${rows}`);
    starts[row + 1] += 1;
  }
  for (let row = 0; row < rows; row++) starts[row + 1] += starts[row];
  const next = starts.slice(0, rows);
  const order = new Int32Array(index.length);
  index.forEach((row, i) => {
    order[next[row]++] = i;
  });
  return { rows, index, order, starts };
}

/** Of each pair (i, j) of `length` places: the row clip(j − i) + maxDistance of a table of relative biases. */
export function distanceIndex(length: number, maxDistance: number): Int32Array {
  return Int32Array.from({ length: length * length }, (_, at) => {
    const distance = (at % length) - Math.floor(at / length);
    return Math.max(-maxDistance, Math.min(maxDistance, distance)) + maxDistance;
  });
}
