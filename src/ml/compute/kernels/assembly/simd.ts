// Small vector helpers. All kernels work on f64x2: two points at a time.

/** a * b + c: fused where the build has relaxed SIMD, in two roundings where it has not. */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(a, b, c);
  return f64x2.add(f64x2.mul(a, b), c);
}

/** c - a * b. */
export function nmadd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_nmadd(a, b, c);
  return f64x2.sub(c, f64x2.mul(a, b));
}

/** One number in both lanes. */
export function splat(pointer: usize): v128 {
  return v128.load64_splat(pointer);
}

/** Adds onto a vector in memory. */
export function accumulate(pointer: usize, value: v128): void {
  v128.store(pointer, f64x2.add(v128.load(pointer), value));
}

export function horizontal(value: v128): f64 {
  return f64x2.extract_lane(value, 0) + f64x2.extract_lane(value, 1);
}
