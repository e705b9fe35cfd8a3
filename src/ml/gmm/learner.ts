// The one door to the learners: picks the method, and loads the gradient learner (and TensorFlow.js with it) only
// when it is asked for.

import { createEmLearner } from './em';
import type { EmEngine } from './engine';
import { MixtureError } from './errors';
import { createIncrementalLearner } from './incremental';
import type { Pause } from './stretches';
import type { FitOptions, Learner, LearnerState, Matrix, Mixture } from './types';

export interface LearnerArgs {
  readonly options: FitOptions;
  /** `options.epochs` with 'auto' worked out. */
  readonly epochs: number;
  /** All points, in the engine's order; not copied, and not to be changed while the learner lives. */
  readonly points: Matrix;
  /** Holds the same points. EM needs one; the incremental learner scores with it when there is one. */
  readonly engine?: EmEngine | undefined;
  /** Goes on bit-equal from `Learner.state()`, given the same options and points. */
  readonly state?: LearnerState | undefined;
  /** Starts from this mixture instead of an initialisation; n_init is then 1. */
  readonly warmStart?: Mixture | undefined;
  /**
   * Incremental: how many of the first points `warmStart` was already fitted to. They count as its evidence, and the
   * rest as news. 0 when left out: the mixture then counts as little evidence, which the first pass replaces.
   */
  readonly learned?: number | undefined;
  /** Awaited every few milliseconds of work in the caller's thread, but not of the engine's. */
  readonly pause?: Pause | undefined;
}

/**
 * A learner for `options.method`.
 *
 * @throws MixtureError naming the option or input at fault.
 */
export async function createLearner(args: LearnerArgs): Promise<Learner> {
  checkArgs(args);
  switch (args.options.method) {
    case 'em':
      return createEmLearner(args);
    case 'incremental':
      return createIncrementalLearner(args);
    case 'gradient': {
      const { createGradientLearner } = await import('./gradient');
      return createGradientLearner(args);
    }
  }
}

function checkArgs({ options, points, state, warmStart, engine }: LearnerArgs): void {
  if (points.n < 1) throw new MixtureError('points', 'At least one point is needed.');
  if (state && state.method !== options.method) {
    throw new MixtureError('method', `The saved fit was made by '${state.method}', not '${options.method}'.`);
  }
  if (engine && (engine.n !== points.n || engine.d !== points.d)) {
    throw new MixtureError('points', 'The compute engine holds other points than those given.');
  }
  if (!warmStart) return;
  if (warmStart.n_features !== points.d) {
    const has = `The model has ${warmStart.n_features} dimensions`;
    throw new MixtureError('points', `${has}, but the points have ${points.d}.`);
  }
  if (warmStart.n_components !== options.n_components) {
    const has = `The model has ${warmStart.n_components} components`;
    throw new MixtureError('n_components', `${has}, but n_components is ${options.n_components}.`);
  }
  if (warmStart.covariance_type !== options.covariance_type) {
    const has = `The model's covariance_type is '${warmStart.covariance_type}'`;
    throw new MixtureError('covariance_type', `${has}, not '${options.covariance_type}'.`);
  }
}
