// The arithmetic ceiling for the measurements: twelve chains of multiply-add that touch no memory.

import { madd } from './simd';

/** Does `rounds` × 12 × 4 multiply-adds; returns a number so that nothing is optimised away. */
export function peak(rounds: i32, factor: f32): f32 {
  const x = f32x4.splat(factor);
  const y = f32x4.splat(factor * 0.5);
  let a = x;
  let b = y;
  let c = x;
  let d = y;
  let e = x;
  let f = y;
  let g = x;
  let h = y;
  let i = x;
  let j = y;
  let k = x;
  let l = y;
  for (let r = 0; r < rounds; r++) {
    a = madd(a, y, x);
    b = madd(b, y, x);
    c = madd(c, y, x);
    d = madd(d, y, x);
    e = madd(e, y, x);
    f = madd(f, y, x);
    g = madd(g, y, x);
    h = madd(h, y, x);
    i = madd(i, y, x);
    j = madd(j, y, x);
    k = madd(k, y, x);
    l = madd(l, y, x);
  }
  const ab = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
  const ef = f32x4.add(f32x4.add(e, f), f32x4.add(g, h));
  return f32x4.extract_lane(f32x4.add(f32x4.add(ab, ef), f32x4.add(f32x4.add(i, j), f32x4.add(k, l))), 0);
}
