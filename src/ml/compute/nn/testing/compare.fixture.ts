// For the tests: runs a case on a backend, and says how far results are apart.

import type { NnBackend } from '../types';
import { Bench, type Case } from './bench.fixture';

export async function outputs(nn: NnBackend, { run }: Case): Promise<Map<string, Float32Array>> {
  const bench = new Bench(nn, 11);
  run(bench);
  return bench.results();
}

/** Largest difference, relative to the largest number of the output (or to 1); Infinity where only one is NaN or infinite. */
export function difference(got: Float32Array, expected: Float32Array): number {
  let worst = 0;
  let scale = 1;
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(got[i], expected[i])) continue;
    const apart = Math.abs(got[i]! - expected[i]!);
    worst = Number.isNaN(apart) ? Infinity : Math.max(worst, apart);
    if (Number.isFinite(expected[i])) scale = Math.max(scale, Math.abs(expected[i]!));
  }
  return got.length === expected.length ? worst / scale : Infinity;
}
