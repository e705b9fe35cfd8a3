// A fit as plain data: where one starts, and all that it takes to go on with one after a reload.

import { isFullyGiven } from '../../ml/gmm/init';
import type { FitOptions, LearnerState, Mixture } from '../../ml/gmm/types';
import type { FitProgress } from '../../wire/service';
import type { FitTraceData } from './trace';

/** Where a fit starts. */
export interface RunStart {
  readonly options: FitOptions;
  /** `options.epochs` with 'auto' worked out. */
  readonly epochs: number;
  /** Starts from this mixture instead of an initialisation. */
  readonly warmStart?: Mixture | undefined;
  /** Incremental: how many of the first points the mixture has learnt from already. */
  readonly learned?: number | undefined;
}

/** A run as plain data: enough to go on bit-equal. */
export interface RunRecord extends RunStart {
  readonly learner: LearnerState | null;
  readonly n_init: number;
  /** How many points the learner's state covers. */
  readonly known: number;
  /** How many points the mixture has learnt from, where not all of them are here. */
  readonly evidence?: number | undefined;
  readonly mixture: Mixture | null;
  readonly trace: FitTraceData;
  readonly last: LastStep;
  readonly converged: boolean;
  readonly done: boolean;
  readonly engine: string;
  /** As `Run.outdated` and `Run.behind`: revisions mean nothing after a reload. */
  readonly outdated: boolean;
  readonly behind: boolean;
}

export type LastStep = Pick<FitProgress, 'iteration' | 'init' | 'log_likelihood' | 'change'>;

/** How many initialisations a fit makes: one where nothing is left to chance. */
export function initialisations({ warmStart, options }: RunStart): number {
  // The incremental learner's order of the points is left to chance even then.
  return warmStart || (options.method !== 'incremental' && isFullyGiven(options)) ? 1 : options.n_init;
}

/** What a fit that is through looks like from outside; it can go on learning from points that come. */
export interface FinishedFit {
  readonly options: FitOptions;
  readonly epochs: number;
  readonly mixture: Mixture;
  readonly iterations: number;
  readonly converged: boolean;
  /** Total over all points under the mixture. */
  readonly log_likelihood: number;
  readonly n: number;
  readonly evidence?: number | undefined;
  readonly engine: string;
}

/** The record of a fit that was made elsewhere than by a run: by a search, or from new points only. */
export function finishedRecord(fit: FinishedFit): RunRecord {
  const { options, epochs, mixture, iterations, converged, log_likelihood, n, evidence, engine } = fit;
  const last = { iteration: iterations, init: 0, log_likelihood, change: 0 };
  const curve = { trace: { values: [log_likelihood], stride: 1 }, last: log_likelihood, iterations, converged };
  return {
    options,
    epochs,
    n_init: 1,
    done: true,
    warmStart: mixture,
    learned: n,
    learner: null,
    known: n,
    evidence,
    mixture,
    trace: { init: 0, current: curve, best: null },
    last,
    converged,
    engine,
    outdated: false,
    behind: false,
  };
}
