// 2^t to full double accuracy, two at a time, for t <= 0.
//
// t = n + f with n the nearest integer and |f| <= 1/2; 2^f is a polynomial of degree 11, f times the
// interpolant of (2^f - 1) / f at the 11 Chebyshev nodes of [-1/2, 1/2] plus one (relative error of
// the polynomial 2e-17; with rounding, below 1 ulp fused and 1.5 ulp unfused); 2^n goes into the
// exponent bits. Below -1022 results are zero or, in the last step before, less than 2^-1022:
// differences of at most 2^-1022, which no caller can see beside terms that are at least 2^-900.

import { madd } from './simd';

/** 1.5 * 2^52: added to a double of modest size it leaves the nearest integer in the low bits. */
const ROUNDER: f64 = 6755399441055744.0;
/** At -1023 the exponent bits come out as zero and the mantissa of 2^0 too: exactly 0.0. */
const LOWEST: f64 = -1023.0;

export function exp2(power: v128): v128 {
  const t = f64x2.pmax(f64x2.splat(LOWEST), power);
  const shifted = f64x2.add(t, f64x2.splat(ROUNDER));
  const f = f64x2.sub(t, f64x2.sub(shifted, f64x2.splat(ROUNDER)));
  let p = f64x2.splat(4.4549605981865186e-10);
  p = madd(p, f, f64x2.splat(7.072585949269223e-9));
  p = madd(p, f, f64x2.splat(1.0178062445845774e-7));
  p = madd(p, f, f64x2.splat(1.321544258792169e-6));
  p = madd(p, f, f64x2.splat(1.525273382983612e-5));
  p = madd(p, f, f64x2.splat(0.0001540353044173605));
  p = madd(p, f, f64x2.splat(0.0013333558146416936));
  p = madd(p, f, f64x2.splat(0.009618129107606888));
  p = madd(p, f, f64x2.splat(0.0555041086648216));
  p = madd(p, f, f64x2.splat(0.24022650695910097));
  p = madd(p, f, f64x2.splat(Math.LN2));
  p = madd(p, f, f64x2.splat(1.0));
  return i64x2.add(p, i64x2.shl(shifted, 52));
}
