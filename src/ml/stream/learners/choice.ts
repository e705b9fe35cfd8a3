// What computes a network: as asked for, or by its size. 'auto' goes by a rule and not by a trial, so that the same options
// give the same run; it takes no GPU, whose every batch is a wait that only networks far larger would make up for.

import type { Learner, LearnerState } from '../types';
import type { Compute, LearnerConfig, LearnerEnv } from './config';
import { NetworkLearner } from './network';
import type { NetworkParts } from './network-state';

/** Products of a pass from which WASM is faster: npm run bench -- --only stream says how many times ("WASM / double precision"). */
const WORTH_WASM = 1.5e5;
const USUAL_ROWS = 32;

export async function createNetwork(
  config: LearnerConfig,
  parts: NetworkParts,
  state: LearnerState | undefined,
  env: LearnerEnv,
): Promise<Learner> {
  const device = chooseCompute(config.compute ?? 'cpu', parts.widths, env.rows);
  if (device !== 'cpu') {
    const { openTfNetwork } = await import('./tf-network');
    const learner = await openTfNetwork(config, parts, device, state);
    if (learner) return learner;
  }
  return new NetworkLearner(config, parts, state);
}

/** `widths`: inputs, hidden layers, outputs; `rows`: examples of a usual batch. */
export function chooseCompute(wanted: Compute, widths: readonly number[], rows = USUAL_ROWS): Exclude<Compute, 'auto'> {
  if (wanted !== 'auto') return wanted;
  let products = 0;
  for (let i = 0; i + 1 < widths.length; i++) products += rows * widths[i] * widths[i + 1];
  return products >= WORTH_WASM ? 'wasm' : 'cpu';
}
