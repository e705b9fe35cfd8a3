// A network or a linear model in double precision, whatever computing its settings ask for: nothing of a device is loaded.

import type { Learner, LearnerState } from '../types';
import type { LearnerConfig } from './config';
import { DoubleCore } from './core';
import { NetworkLearner, shapeOf } from './network';
import type { NetworkParts } from './network-state';

/** Of one example at a time, as linear models learn, there is too little to hand over to a device. */
export function createPlain(config: LearnerConfig, parts: NetworkParts, state?: LearnerState): Learner {
  return new NetworkLearner(config, parts, new DoubleCore(shapeOf(config, parts), config), state);
}
