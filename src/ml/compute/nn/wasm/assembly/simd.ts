// Small vector helpers. All kernels work on f32x4: four numbers at a time, and the last one to three of a
// row under a mask.

/** a * b + c: fused where the build has relaxed SIMD, in two roundings where it has not. */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** c - a * b. */
export function nmadd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(a, b, c);
  return f32x4.sub(c, f32x4.mul(a, b));
}

/** All bits in the first `count` lanes, none in the others. */
export function firstLanes(count: i32): v128 {
  return i32x4.gt_s(i32x4.splat(count), i32x4(0, 1, 2, 3));
}

/** The next four numbers, or the `left` that remain with zeros behind them. Reads up to 12 bytes past them. */
export function load(at: usize, left: i32): v128 {
  return left >= 4 ? v128.load(at) : v128.and(v128.load(at), firstLanes(left));
}

/** Stores the first `left` lanes, at most four. */
export function store(at: usize, value: v128, left: i32): void {
  if (left >= 4) v128.store(at, value);
  else storeFew(at, value, left);
}

function storeFew(at: usize, value: v128, left: i32): void {
  f32.store(at, f32x4.extract_lane(value, 0));
  if (left > 1) f32.store(at, f32x4.extract_lane(value, 1), 4);
  if (left > 2) f32.store(at, f32x4.extract_lane(value, 2), 8);
}

export function sumLanes(value: v128): f32 {
  const a = f32x4.add(value, v128.shuffle<f32>(value, value, 2, 3, 0, 1));
  return f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1);
}

export function maxLanes(value: v128): f32 {
  const a = f32x4.pmax(value, v128.shuffle<f32>(value, value, 2, 3, 0, 1));
  return max(f32x4.extract_lane(a, 0), f32x4.extract_lane(a, 1));
}

/** Bytes of `count` floats, rounded up to whole vectors of eight. */
export function padded(count: i32): usize {
  return (<usize>((count + 7) & ~7)) << 2;
}
