// Which backends a training ran on over its stops, and when that is told.

import { describe, expect, it } from 'vitest';
import { goneOn, isMixed, lastBackend, noticeOfChange } from './backend-trail';

const GPU = 'WebGPU (TensorFlow.js)';
const WASM = 'WASM relaxed SIMD, 2 threads';
const MIXED = `${GPU} to step 1,200, then ${WASM}`;

describe('what computes a training that goes on', () => {
  it.each([
    ['', 0, WASM, WASM],
    [WASM, 1200, 'WASM relaxed SIMD, 4 threads', 'WASM relaxed SIMD, 4 threads'],
    [GPU, 1200, WASM, MIXED],
    [MIXED, 1300, 'WASM relaxed SIMD, 1 thread', `${GPU} to step 1,200, then WASM relaxed SIMD, 1 thread`],
    [MIXED, 1300, GPU, `${MIXED} to step 1,300, then ${GPU}`],
  ])('after “%s” to step %d, by “%s”, is told as “%s”', (before, step, now, told) => {
    const engine = goneOn(before, step, now);
    expect(engine).toBe(told);
    expect(isMixed(engine)).toBe(told.includes(GPU));
  });

  it.each([
    ['', null],
    [GPU, 'webgpu'],
    ['WebGL (TensorFlow.js)', 'webgl'],
    ['Plain JavaScript (TensorFlow.js)', 'cpu'],
    [MIXED, 'wasm'],
    [`${MIXED} to step 1,300, then ${GPU}`, 'webgpu'],
  ])('“%s” was last on %s', (engine, backend) => {
    expect(lastBackend(engine)).toBe(backend);
  });

  it('is said where it is another', () => {
    expect(noticeOfChange('', GPU)).toBeNull();
    expect(noticeOfChange(WASM, 'WASM relaxed SIMD, 1 thread')).toBeNull();
    expect(noticeOfChange(MIXED, MIXED)).toBeNull();
    expect(noticeOfChange(GPU, MIXED)?.message).toContain(`computed by ${MIXED}.`);
  });
});
