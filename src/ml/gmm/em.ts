// Batch expectation-maximisation (Dempster, Laird and Rubin, 1977), one iteration a step, with the stopping rule and
// restarts of scikit-learn 1.2's `BaseMixture.fit_predict`. The E-step over the points is the engine's.

import { Rng, type RngState } from '../rng';
import type { EmEngine, EmModel, EmStatistics } from './engine';
import { MixtureError, requireColumns } from './errors';
import { initialMixture, isFullyGiven } from './init';
import type { LearnerArgs } from './learner';
import { hasLostDigits, momentsAbout } from './moments';
import { cloneMixture, maximise, toEmModel } from './params';
import { type RestartState, Restarts } from './restarts';
import { Rows } from './rows';
import type { Pause } from './stretches';
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
export async function createEmLearner(args: LearnerArgs): Promise<Learner> {
  const { engine, state, options, points, warmStart, pause } = args;
  if (!engine) throw new MixtureError('method', 'EM needs a compute engine.');
  const saved = state as EmState | undefined;
  if (saved) requireColumns(saved.mixture.n_features, points.d);
  const rng = new Rng(saved?.rng ?? options.seed);
  const first = saved?.mixture ?? warmStart ?? (await initialMixture(points, options, rng, pause));
  return new EmLearner(args, engine, rng, first);
}

class EmLearner implements Learner {
  readonly method = 'em';
  private readonly options: FitOptions;
  private readonly rows: Rows;
  private readonly restarts: Restarts;
  private readonly pause: Pause | undefined;
  private current: Mixture;

  constructor(
    { options, epochs, points, state, warmStart, pause }: LearnerArgs,
    private readonly engine: EmEngine,
    private rng: Rng,
    first: Mixture,
  ) {
    const saved = state as EmState | undefined;
    this.options = options;
    this.rows = new Rows(points);
    // Initialisations that leave nothing to chance would all give the same fit.
    const n_init = warmStart || isFullyGiven(options) ? 1 : options.n_init;
    this.restarts = new Restarts({ epochs, tol: options.tol, n_init }, saved?.restarts);
    this.pause = pause;
    this.current = cloneMixture(first);
    toEmModel(this.current);
  }

  async step(): Promise<LearnerStep> {
    if (this.restarts.done) throw new Error('The fit is done: there is nothing left to step.');
    if (this.restarts.restartDue) await this.restart();
    const { n } = this.rows;
    const model = toEmModel(this.current);
    const stats = await this.engine.pass(model);
    const next = await this.maximise(stats, model);
    // Found now, an ill-defined covariance is reported by the step that made it, and `mixture()` stays usable.
    toEmModel(next);
    this.current = next;
    const { improved: _, ...step } = this.restarts.record(stats.logLikelihood / n, n, next);
    return step;
  }

  private async restart(): Promise<void> {
    // The learner's state stays whole until the initialisation is: draws count from then on.
    const rng = new Rng(this.rng.state());
    this.current = await initialMixture(this.rows, this.options, rng, this.pause);
    this.rng = rng;
    this.restarts.beginInit();
  }

  /**
   * The M-step. Statistics centred on means that then move very far, as from start values beside the data, have lost
   * the digits that the covariances are made of: they are taken again, about the new means.
   */
  private async maximise(stats: EmStatistics, model: EmModel): Promise<Mixture> {
    const next = maximise(stats, model, this.options);
    if (!hasLostDigits(stats, model, next.means, this.options.reg_covar)) return next;
    const about = { ...model, means: next.means };
    return maximise(await momentsAbout(this.rows, model, next.means, this.pause), about, this.options);
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
