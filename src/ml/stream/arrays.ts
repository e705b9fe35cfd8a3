// Rows that come one part after the other.

/** A new array of both: a, then b; rows of [n, d] and [m, d] are rows of [n + m, d]. */
export function joined(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const all = new Float64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
