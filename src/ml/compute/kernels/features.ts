// Which WebAssembly this browser can run, asked with modules of a few bytes.

export type WasmLevel = 'relaxed' | 'simd' | 'none';

/** \0asm, version 1, one type () -> v128, one function of it. */
const HEAD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0];
/** A function body: i32.const 0, i8x16.splat. */
const SIMD = [10, 8, 1, 6, 0, 65, 0, 253, 15, 11];
/** Three such vectors into f64x2.relaxed_madd (0xfd 0x107). */
const RELAXED = [10, 19, 1, 17, 0, 65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253, 15, 253, 135, 2, 11];

function runs(code: readonly number[]): boolean {
  return WebAssembly.validate(new Uint8Array([...HEAD, ...code]));
}

/** The best of the two kernel builds that runs here; 'none' where SIMD or WebAssembly is missing. */
export function wasmLevel(): WasmLevel {
  if (typeof WebAssembly === 'undefined') return 'none';
  if (runs(RELAXED)) return 'relaxed';
  return runs(SIMD) ? 'simd' : 'none';
}
