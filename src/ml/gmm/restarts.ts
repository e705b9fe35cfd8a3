// The bookkeeping of a fit with restarts: iterations, convergence, and the best of n_init initialisations,
// as scikit-learn's `BaseMixture.fit_predict` keeps it.

import { MixtureError } from './errors';
import { cloneMixture } from './params';
import type { LearnerStep, Mixture } from './types';

export interface RestartOptions {
  /** The most iterations of one initialisation. */
  readonly epochs: number;
  readonly tol: number;
  readonly n_init: number;
}

export interface RestartState {
  /** Initialisations to try in all, from 1. */
  readonly n_init: number;
  readonly init: number;
  readonly iteration: number;
  /** Mean log-likelihood per point at the last iteration. */
  readonly lowerBound: number;
  readonly finished: boolean;
  readonly done: boolean;
  readonly converged: boolean;
  readonly best: BestFit | null;
}

export interface BestFit {
  readonly lowerBound: number;
  readonly mixture: Mixture;
  readonly converged: boolean;
}

export class Restarts {
  private state: RestartState;

  constructor(
    private readonly options: RestartOptions,
    state?: RestartState,
  ) {
    for (const field of ['epochs', 'n_init'] as const) {
      if (!Number.isInteger(options[field]) || options[field] < 1) {
        throw new MixtureError(field, `${field} must be a whole number of at least 1.`);
      }
    }
    this.state = state ?? {
      n_init: options.n_init,
      init: 0,
      iteration: 0,
      lowerBound: -Infinity,
      finished: false,
      done: false,
      converged: false,
      best: null,
    };
  }

  /** Nothing is left to do. */
  get done(): boolean {
    return this.state.done;
  }

  /** The last initialisation ended, and another is due. */
  get restartDue(): boolean {
    return this.state.finished && !this.state.done;
  }

  /** Iterations done in this initialisation. */
  get iteration(): number {
    return this.state.iteration;
  }

  get best(): BestFit | null {
    return this.state.best;
  }

  beginInit(): void {
    const { n_init, init, best } = this.state;
    this.state = {
      n_init,
      init: init + 1,
      iteration: 0,
      lowerBound: -Infinity,
      finished: false,
      done: false,
      converged: false,
      best,
    };
  }

  /** The points changed: likelihoods before and after are not comparable. A fit that is done stays as it is. */
  forgetLowerBound(): void {
    if (!this.state.done) this.state = { ...this.state, lowerBound: -Infinity, best: null };
  }

  /**
   * Takes in one iteration's mean log-likelihood, and the mixture that it led to.
   *
   * @param settled whether the learner judges itself converged; by the change since the iteration before when left out.
   */
  record(
    lowerBound: number,
    n: number,
    mixture: Mixture,
    settled?: boolean,
  ): LearnerStep & { readonly improved: boolean } {
    const before = this.state;
    const iteration = before.iteration + 1;
    const change = before.lowerBound === -Infinity ? Infinity : lowerBound - before.lowerBound;
    const converged = settled ?? Math.abs(change) < this.options.tol;
    const finished = converged || iteration >= this.options.epochs;
    const improved = finished && (before.best === null || lowerBound > before.best.lowerBound);
    const best = improved ? { lowerBound, mixture: cloneMixture(mixture), converged } : before.best;
    const done = finished && before.init + 1 >= before.n_init;
    this.state = { ...before, iteration, lowerBound, finished, done, converged, best };
    return {
      iteration,
      init: before.init,
      log_likelihood: lowerBound * n,
      change,
      converged: done ? (best?.converged ?? false) : converged,
      done,
      improved,
    };
  }

  /** A copy that later steps do not change. */
  snapshot(): RestartState {
    const { best } = this.state;
    return { ...this.state, best: best && { ...best, mixture: cloneMixture(best.mixture) } };
  }
}
