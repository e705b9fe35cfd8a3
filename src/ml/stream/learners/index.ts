// Every learner of a stream behind one door; a new one is one file and one line. They take X as it comes: scaling,
// replay and starting over on drift are the loop's (../session.ts).

import type { Learner, LearnerState, Task } from '../types';
import { createNetwork } from './choice';
import { checkConfig, type LearnerConfig, type LearnerEnv } from './config';
import { MixtureLearner } from './mixture';
import { linearParts, networkParts } from './network';
import { createPlain } from './plain';
import { checkWork } from './work';

export {
  ACTIVATIONS,
  COMPUTES,
  type Compute,
  LEARNERS,
  type LearnerConfig,
  type LearnerEnv,
  type LearnerId,
  OPTIMIZERS,
} from './config';
export { checkWork } from './work';

/**
 * A learner at its beginning, or where `save()` was called.
 *
 * `d`: columns of X. Throws a RangeError, in words for people, for options or a task that do not fit; a TypeError for a
 * state of another learner.
 */
export async function createLearner(
  config: LearnerConfig,
  d: number,
  task: Task,
  state?: LearnerState,
  env: LearnerEnv = {},
): Promise<Learner> {
  checkConfig(config);
  checkWork(config, d, task.kind === 'classification' ? task.n_classes : 1, env.rows ?? 1);
  switch (config.id) {
    case 'network':
      return createNetwork(config, networkParts(config, d, task), state, env);
    case 'linear':
    case 'review-head':
      return createPlain(config, linearParts(config, d, task), state);
    case 'mixture':
      return new MixtureLearner(config, d, state);
  }
}
