// Exponential, normal distribution and hyperbolic tangent, four at a time.

import { madd, nmadd } from './simd';

/** 1.5 * 2^23: added to a float of modest size it leaves the nearest integer in the low bits. */
const ROUNDER: f32 = 12582912.0;
const LOWEST: f32 = -87.33;
const HIGHEST: f32 = 88.3;

/**
 * e^x. x = n ln 2 + f, |f| <= ln 2 / 2, with ln 2 in two parts (Cody and Waite); e^f is a minimax polynomial
 * of degree 6 (relative error 2e-9); 2^n goes into the exponent bits. Relative error with rounding below
 * 2e-7; zero below -87.33 (where e^x leaves the normal floats), e^88.3 above 88.3,
 * and NaN for NaN, so that a model that has gone wrong says so.
 */
export function exp(power: v128): v128 {
  const low = f32x4.splat(LOWEST);
  // In this order NaN stays; the last nine bits of a computed one are zeros, so that it does, too, where 2^n is put in.
  const x = f32x4.pmin(f32x4.pmax(power, low), f32x4.splat(HIGHEST));
  const rounder = f32x4.splat(ROUNDER);
  const shifted = f32x4.add(f32x4.mul(x, f32x4.splat(<f32>Math.LOG2E)), rounder);
  const n = f32x4.sub(shifted, rounder);
  let f = nmadd(n, f32x4.splat(0.693359375), x);
  f = nmadd(n, f32x4.splat(-2.1219444e-4), f);
  let p = f32x4.splat(0.0013835801716079465);
  p = madd(p, f, f32x4.splat(0.00837564513483619));
  p = madd(p, f, f32x4.splat(0.04166828873799607));
  p = madd(p, f, f32x4.splat(0.16666410242653154));
  p = madd(p, f, f32x4.splat(0.49999991594015164));
  p = madd(p, f, f32x4.splat(1.0));
  p = madd(p, f, f32x4.splat(1.0));
  const result = i32x4.add(p, i32x4.shl(shifted, 23));
  return v128.andnot(result, f32x4.le(power, low));
}

/**
 * The normal distribution's Φ(x), given e = exp(-x²/2). Φ(-a) = e · M(a) with Mills' ratio M as a polynomial
 * in t = 1/(1 + 0.35 a) (fitted for a in 0..14, relative error 3e-8), so that the tail keeps its relative accuracy.
 */
export function normal(x: v128, e: v128): v128 {
  const one = f32x4.splat(1);
  const t = f32x4.div(one, madd(f32x4.abs(x), f32x4.splat(0.35), one));
  let p = f32x4.splat(-0.029145912285942675);
  p = madd(p, t, f32x4.splat(0.14397161649631568));
  p = madd(p, t, f32x4.splat(-0.25571409935106215));
  p = madd(p, t, f32x4.splat(0.15917399824652298));
  p = madd(p, t, f32x4.splat(-0.023109733902404055));
  p = madd(p, t, f32x4.splat(0.10550796559914524));
  p = madd(p, t, f32x4.splat(0.1198328762710196));
  p = madd(p, t, f32x4.splat(0.13986186863172742));
  p = madd(p, t, f32x4.splat(0.13962140434961035));
  const tail = f32x4.mul(f32x4.mul(p, t), e);
  return v128.bitselect(tail, f32x4.sub(one, tail), f32x4.lt(x, f32x4.splat(0)));
}

export function halfSquare(x: v128): v128 {
  return f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5));
}

/** x Φ(x): the exact GELU (Hendrycks & Gimpel 2016). */
export function gelu(x: v128): v128 {
  return f32x4.mul(x, normal(x, exp(halfSquare(x))));
}

/** Φ(x) + x φ(x). */
export function geluSlope(x: v128): v128 {
  const e = exp(halfSquare(x));
  return madd(x, f32x4.mul(e, f32x4.splat(0.3989422804014327)), normal(x, e));
}

/** Near zero an odd polynomial (Cephes, tanhf), else 1 - 2/(e^2|x| + 1) with x's sign. */
export function tanh(x: v128): v128 {
  const a = f32x4.abs(x);
  const one = f32x4.splat(1);
  const e = exp(f32x4.add(a, a));
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(e, one)));
  const signed = v128.or(far, v128.and(x, f32x4.splat(-0.0)));
  const s = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = madd(p, s, f32x4.splat(2.06390887954e-2));
  p = madd(p, s, f32x4.splat(-5.37397155531e-2));
  p = madd(p, s, f32x4.splat(1.33314422036e-1));
  p = madd(p, s, f32x4.splat(-3.33332819422e-1));
  const near = madd(f32x4.mul(p, s), x, x);
  return v128.bitselect(near, signed, f32x4.lt(a, f32x4.splat(0.625)));
}
