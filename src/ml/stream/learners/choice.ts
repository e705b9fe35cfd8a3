// What computes a network: as asked for, or by its size. 'auto' goes by a rule and not by a trial, so that the same options
// give the same run; it takes no GPU, whose every batch is a wait that only networks far larger would make up for.

import { reportTfFallback, tfFailure } from '../../compute/tf-status';
import type { Learner, LearnerState } from '../types';
import type { Compute, LearnerConfig, LearnerEnv } from './config';
import { DoubleCore, type NetworkCore } from './core';
import { NetworkLearner, shapeOf } from './network';
import type { NetworkParts } from './network-state';

/**
 * Products of a pass from which WASM is taken: there it is twice as fast, and hardly faster at half of it. npm run
 * bench -- --only stream says how many times ("WASM / double precision").
 */
const WORTH_WASM = 5e3;
const USUAL_ROWS = 32;

export async function createNetwork(
  config: LearnerConfig,
  parts: NetworkParts,
  state: LearnerState | undefined,
  env: LearnerEnv,
): Promise<Learner> {
  const wanted = chooseCompute(config.compute ?? 'cpu', parts.widths, env.rows);
  if (wanted === 'cpu' || wanted === 'wasm') {
    return new NetworkLearner(config, parts, await openCore(wanted, config, parts, env), state);
  }
  const { openTfNetwork } = await import('./tf-network');
  const learner = await openTfNetwork(config, parts, wanted, state);
  if (learner) return learner;
  const used = chooseCompute('auto', parts.widths, env.rows);
  const reason = tfFailure(wanted);
  if (reason !== undefined) reportTfFallback({ wanted, used, reason });
  return new NetworkLearner(config, parts, await openCore(used, config, parts, env), state);
}

async function openCore(
  wanted: PlainCompute,
  config: LearnerConfig,
  parts: NetworkParts,
  { kernels }: LearnerEnv,
): Promise<NetworkCore> {
  const shape = shapeOf(config, parts);
  if (wanted === 'wasm' && kernels) {
    try {
      const { openWasmCore } = await import('./wasm-core');
      return await openWasmCore(shape, config, kernels);
    } catch {
      // No SIMD here, or the kernels could not be loaded: slower, but it learns. `engine` says which it is.
    }
  }
  return new DoubleCore(shape, config);
}

type PlainCompute = 'cpu' | 'wasm';

/** `widths`: inputs, hidden layers, outputs; `rows`: examples of a usual batch. */
export function chooseCompute(wanted: 'auto', widths: readonly number[], rows?: number): PlainCompute;
export function chooseCompute(wanted: Compute, widths: readonly number[], rows?: number): Exclude<Compute, 'auto'>;
export function chooseCompute(wanted: Compute, widths: readonly number[], rows = USUAL_ROWS): Exclude<Compute, 'auto'> {
  if (wanted !== 'auto') return wanted;
  let products = 0;
  for (let i = 0; i + 1 < widths.length; i++) products += rows * widths[i] * widths[i + 1];
  return products >= WORTH_WASM ? 'wasm' : 'cpu';
}
