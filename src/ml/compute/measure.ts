// The trial that backends are compared by: EM passes over a fixed set of points, which is just what
// they are wanted for.

import type { EmEngine, EmEngineKind, EmModel } from '../gmm/engine';
import type { Matrix } from '../gmm/types';
import { Rng } from '../rng';
import { createEmEngine } from './em';
import type { ComputeEnv } from './env';

/** Large enough that a GPU's fixed cost of an answer does not decide. */
export const TRIAL_POINTS = 100_000;
const COMPONENTS = 8;
const MOST_PASSES = 7;

let trial: { readonly points: Matrix; readonly model: EmModel } | null = null;

/** Two-dimensional points around the means of eight round components, always the same. */
function trialSet() {
  if (trial) return trial;
  const rng = new Rng(7);
  const k = COMPONENTS;
  const means = Float64Array.from({ length: 2 * k }, () => 10 * rng.uniform());
  const data = new Float64Array(2 * TRIAL_POINTS);
  // Sums of uniform numbers are normal enough here, and quick to make.
  for (let i = 0; i < data.length; i++) data[i] = means[i % (2 * k)]! + rng.uniform() + rng.uniform() - 1;
  const factors = Float64Array.from({ length: 4 * k }, (_, i) => (i % 4 === 0 || i % 4 === 3 ? 2 : 0));
  const logNorm = new Float64Array(k).fill(Math.log(4 / k) - Math.log(2 * Math.PI));
  trial = { points: { data, n: TRIAL_POINTS, d: 2 }, model: { shape: 'full', k, d: 2, means, factors, logNorm } };
  return trial;
}

/**
 * Starts an engine and times its passes for about `milliseconds` after a first one that warms it up.
 *
 * @returns the median pass in milliseconds. Rejects when the engine cannot start or gives nonsense.
 */
export async function timeEngine(
  kind: EmEngineKind,
  env: ComputeEnv,
  milliseconds: number,
  signal: AbortSignal,
): Promise<number> {
  const { points, model } = trialSet();
  const engine = await createEmEngine(kind, points, env);
  try {
    signal.throwIfAborted();
    if (engine.kind !== kind) throw new Error('This browser does not have it.');
    await checkedPass(engine, model);
    const times: number[] = [];
    const end = performance.now() + milliseconds;
    do {
      signal.throwIfAborted();
      const start = performance.now();
      await engine.pass(model);
      times.push(performance.now() - start);
    } while (times.length < MOST_PASSES && performance.now() < end);
    return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
  } finally {
    engine.dispose();
  }
}

/** A driver that computes wrongly is worse than none. */
async function checkedPass(engine: EmEngine, model: EmModel): Promise<void> {
  const { counts, logLikelihood } = await engine.pass(model);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (!(Math.abs(total - TRIAL_POINTS) < 1e-3 * TRIAL_POINTS) || !Number.isFinite(logLikelihood)) {
    throw new Error('It computes wrongly here.');
  }
}
