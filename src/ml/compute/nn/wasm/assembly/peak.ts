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
    a = madd(x, y, a);
    b = madd(x, y, b);
    c = madd(x, y, c);
    d = madd(x, y, d);
    e = madd(x, y, e);
    f = madd(x, y, f);
    g = madd(x, y, g);
    h = madd(x, y, h);
    i = madd(x, y, i);
    j = madd(x, y, j);
    k = madd(x, y, k);
    l = madd(x, y, l);
  }
  const ab = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
  const ef = f32x4.add(f32x4.add(e, f), f32x4.add(g, h));
  return f32x4.extract_lane(f32x4.add(f32x4.add(ab, ef), f32x4.add(f32x4.add(i, j), f32x4.add(k, l))), 0);
}
