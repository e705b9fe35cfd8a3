// Choosing the number of components: fits every K in a range by EM and compares BIC or AIC.

import { createEmLearner } from './em';
import type { EmEngine } from './engine';
import { MixtureError } from './errors';
import { toEmModel } from './params';
import { aic, bic } from './score';
import type { Pause } from './stretches';
import type { FitOptions, LearnerStep, Matrix, Mixture } from './types';

export interface SelectArgs {
  /** `n_components` and start values are ignored: each K is initialised anew. */
  readonly options: FitOptions;
  readonly epochs: number;
  readonly points: Matrix;
  readonly engine: EmEngine;
  readonly min: number;
  readonly max: number;
  readonly criterion: 'bic' | 'aic';
  /** As in LearnerArgs. */
  readonly pause?: Pause | undefined;
}

export interface Candidate {
  readonly n_components: number;
  readonly bic: number;
  readonly aic: number;
}

/** The fit of one K: of several initialisations the best one's. */
export interface CandidateFit {
  readonly mixture: Mixture;
  readonly iterations: number;
  readonly converged: boolean;
}

export type SelectionStep =
  /** One EM iteration was done for candidate number `index`, from 0, of `total`. */
  | { readonly type: 'iteration'; readonly n_components: number; readonly index: number; readonly total: number }
  | { readonly type: 'candidate'; readonly candidate: Candidate; readonly fit: CandidateFit }
  /** K could not be fitted, for instance for lack of distinct points. */
  | { readonly type: 'failed'; readonly n_components: number; readonly message: string }
  | {
      readonly type: 'done';
      readonly best: number;
      readonly mixture: Mixture;
      readonly candidates: readonly Candidate[];
    };

/**
 * Fits K = min..max, yielding after every iteration, so that whoever drives it can show progress or stop it by
 * returning early. The last value is 'done', with the best.
 *
 * @throws MixtureError on `n_components` when no K in the range could be fitted.
 */
export async function* selectComponents(args: SelectArgs): AsyncGenerator<SelectionStep, void, void> {
  const { min, max, criterion, points } = args;
  const candidates: Candidate[] = [];
  let best: { value: number; k: number; mixture: Mixture } | undefined;
  let failure = '';
  for (let k = min; k <= max; k++) {
    try {
      const progress = { type: 'iteration', n_components: k, index: k - min, total: max - min + 1 } as const;
      const fit = yield* fitOne(args, k, progress);
      const { mixture } = fit;
      const model = toEmModel(mixture);
      const { logLikelihood } = await args.engine.pass(model);
      const candidate = {
        n_components: k,
        bic: bic(logLikelihood, mixture, points.n),
        aic: aic(logLikelihood, mixture),
      };
      candidates.push(candidate);
      if (!best || candidate[criterion] < best.value) best = { value: candidate[criterion], k, mixture };
      yield { type: 'candidate', candidate, fit };
    } catch (error) {
      if (!(error instanceof MixtureError)) throw error;
      failure = error.message;
      yield { type: 'failed', n_components: k, message: error.message };
    }
  }
  if (!best) throw new MixtureError('n_components', `No number of components could be fitted. ${failure}`.trim());
  yield { type: 'done', best: best.k, mixture: best.mixture, candidates };
}

async function* fitOne(
  { options, epochs, points, engine, pause }: SelectArgs,
  n_components: number,
  progress: Extract<SelectionStep, { type: 'iteration' }>,
): AsyncGenerator<SelectionStep, CandidateFit, void> {
  const { weights_init: _w, means_init: _m, precisions_init: _p, ...rest } = options;
  const alone: FitOptions = { ...rest, method: 'em', n_components };
  const learner = await createEmLearner({ options: alone, epochs, points, engine, pause });
  try {
    /** Each initialisation's last step. */
    const ends: LearnerStep[] = [];
    let step: LearnerStep;
    do {
      step = await learner.step();
      ends[step.init] = step;
      yield progress;
    } while (!step.done);
    const best = ends.reduce((kept, end) => (end.log_likelihood > kept.log_likelihood ? end : kept));
    return { mixture: learner.mixture(), iterations: best.iteration, converged: step.converged };
  } finally {
    learner.dispose();
  }
}
