// Batch expectation-maximisation (Dempster, Laird and Rubin, 1977), one iteration a step, with the stopping rule and
// restarts of scikit-learn 1.2's `BaseMixture.fit_predict`. The E-step over the points is the engine's.

import { Rng, type RngState } from '../rng';
import type { EmEngine, EmModel, EmStatistics } from './engine';
import { MixtureError } from './errors';
import { initialMixture, isFullyGiven } from './init';
import type { LearnerArgs } from './learner';
import { hasLostDigits, momentsAbout } from './moments';
import { cloneMixture, maximise, toEmModel } from './params';
import { type RestartState, Restarts } from './restarts';
import { Rows } from './rows';
import type { FitOptions, Learner, LearnerState, LearnerStep, Matrix, Mixture } from './types';

interface EmState extends LearnerState {
  readonly method: 'em';
  readonly rng: RngState;
  readonly restarts: RestartState;
  readonly mixture: Mixture;
}

/**
 * EM from the options' initialisation, from `warmStart`, or from a saved `state`.
 *
 * @throws MixtureError on options or points that cannot be fitted.
 */
export function createEmLearner(args: LearnerArgs): Learner {
  if (!args.engine) throw new MixtureError('method', 'EM needs a compute engine.');
  return new EmLearner(args, args.engine);
}

class EmLearner implements Learner {
  readonly method = 'em';
  private readonly options: FitOptions;
  private readonly rows: Rows;
  private readonly rng: Rng;
  private readonly restarts: Restarts;
  private current: Mixture;

  constructor(
    { options, epochs, points, state, warmStart }: LearnerArgs,
    private readonly engine: EmEngine,
  ) {
    const saved = state as EmState | undefined;
    this.options = options;
    this.rows = new Rows(points);
    this.rng = new Rng(saved?.rng ?? options.seed);
    // Initialisations that leave nothing to chance would all give the same fit.
    const n_init = warmStart || isFullyGiven(options) ? 1 : options.n_init;
    this.restarts = new Restarts({ epochs, tol: options.tol, n_init }, saved?.restarts);
    this.current = cloneMixture(saved?.mixture ?? warmStart ?? initialMixture(points, options, this.rng));
    toEmModel(this.current);
  }

  async step(): Promise<LearnerStep> {
    if (this.restarts.done) throw new Error('The fit is done: there is nothing left to step.');
    if (this.restarts.restartDue) {
      this.current = initialMixture(this.rows, this.options, this.rng);
      this.restarts.beginInit();
    }
    const { n } = this.rows;
    const model = toEmModel(this.current);
    const stats = await this.engine.pass(model);
    const next = this.maximise(stats, model);
    // Found now, an ill-defined covariance is reported by the step that made it, and `mixture()` stays usable.
    toEmModel(next);
    this.current = next;
    const { improved: _, ...step } = this.restarts.record(stats.logLikelihood / n, n, next);
    return step;
  }

  /**
   * The M-step. Statistics centred on means that then move very far, as from start values beside the data, have lost
   * the digits that the covariances are made of: they are taken again, about the new means.
   */
  private maximise(stats: EmStatistics, model: EmModel): Mixture {
    const next = maximise(stats, model, this.options);
    if (!hasLostDigits(stats, model, next.means, this.options.reg_covar)) return next;
    const about = { ...model, means: next.means };
    return maximise(momentsAbout(this.rows, model, next.means), about, this.options);
  }

  mixture(): Mixture {
    return cloneMixture((this.restarts.done && this.restarts.best?.mixture) || this.current);
  }

  async append(points: Matrix): Promise<void> {
    this.rows.append(points);
    if (this.engine.n < this.rows.n) await this.engine.append(points.data);
    this.restarts.forgetLowerBound();
  }

  state(): EmState {
    return {
      method: 'em',
      rng: this.rng.state(),
      restarts: this.restarts.snapshot(),
      mixture: cloneMixture(this.current),
    };
  }

  dispose(): void {
    // The engine and the points belong to the caller.
  }
}
