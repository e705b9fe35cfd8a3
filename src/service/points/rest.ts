// The REST door's way to the points: train, update and parameters as one call each. Calls wait for
// one another; a fit that people are running on the page is not taken from under them.

import { checkInitial, toNested } from '../../ml/gmm/nested';
import { aic, bic } from '../../ml/gmm/score';
import { requireDistinct } from '../../ml/gmm/seeding';
import { DEFAULT_OPTIONS, type FitOptions, type Matrix, type Mixture } from '../../ml/gmm/types';
import { updateMixture } from '../../ml/gmm/update';
import { ServiceError } from '../../wire/errors';
import { MAX_EPOCHS } from '../../wire/limits';
import type { TrainRequest, TrainResponse } from '../../wire/service';
import { invalid } from '../errors';
import { breathe, Serial } from '../pace';
import { defaultColumns, type Edit } from './document';
import { evaluate } from './evaluate';
import { checkOptions, epochsFor, mergeOptions } from './options';
import type { PointsPage } from './page';
import { checkCount, toMatrix } from './rows';
import { finishedRecord } from './run-record';
import { FitTrace } from './trace';

/** What is known of a fit beside its mixture. */
interface FitFacts {
  readonly options: FitOptions;
  readonly epochs: number;
  readonly n_iter: number;
  readonly converged: boolean;
  readonly history: readonly number[];
}

/** A model of which nobody knows how many points it was fitted to counts as this many per component when it is updated. */
const LEAST_EVIDENCE = 25;

export class RestDoor {
  private readonly queue = new Serial();

  constructor(private readonly page: PointsPage) {}

  /** Replaces the points and fits them from the beginning. */
  train(request: TrainRequest): Promise<TrainResponse> {
    return this.queue.run(async () => {
      const { points: rows, ...given } = request;
      const points = await toMatrix(rows);
      const options = mergeOptions(DEFAULT_OPTIONS, given, points.d);
      checkStart(options, points);
      this.requireIdle();
      const { d, columns } = this.page.document;
      const names = points.d === d ? columns : defaultColumns(points.d);
      const edit: Edit = { type: 'dataset', dataset: { ...points, columns: names, source: 'API' } };
      return this.fit(edit, options, undefined);
    });
  }

  /** Adds points and learns from them, from the new points only unless another method is asked for. */
  update(request: TrainRequest): Promise<TrainResponse> {
    return this.queue.run(async () => {
      const { points: rows, ...given } = request;
      const news = await toMatrix(rows);
      const { document, session } = this.page;
      const mixture = session.mixture();
      const width = mixture?.n_features ?? (document.n > 0 ? document.d : news.d);
      if (news.d !== width) throw invalid('points', `The points here have ${width} columns; the new ones ${news.d}.`);
      checkCount(document.n + news.n);
      if (!mixture) return this.firstFit(news, given);
      const options = continued(mixture, session.run?.options ?? this.page.options, given, news.d);
      this.requireIdle();
      if (options.method === 'incremental') return this.learnNews(mixture, news, options, given);
      return this.fit({ type: 'append', rows: news.data }, options, mixture);
    });
  }

  /** The model as it stands. @throws ServiceError 'not_found' without one. */
  async parameters(): Promise<TrainResponse> {
    const { session, options, document } = this.page;
    const mixture = session.mixture();
    if (!mixture) throw new ServiceError('not_found', 'There is no model yet: train one first.');
    const { run } = session;
    const facts: FitFacts = {
      options: run?.options ?? options,
      epochs: run?.epochs ?? epochsFor(options, document.n),
      n_iter: run?.iteration ?? 0,
      converged: session.phase === 'finished' && (run?.converged ?? false),
      history: run?.history().values ?? [],
    };
    return this.respond(mixture, facts);
  }

  /** No model yet: fits one to the points that are here and the new ones. */
  private async firstFit(news: Matrix, given: Partial<FitOptions>): Promise<TrainResponse> {
    const { document } = this.page;
    const options = mergeOptions(DEFAULT_OPTIONS, given, news.d);
    const all = document.n === 0 ? news : joined(document.matrix(), news);
    checkStart(options, all);
    this.requireIdle();
    const empty = document.n === 0 && document.d !== news.d;
    const dataset = { ...news, columns: defaultColumns(news.d), source: 'API' };
    const edit: Edit = empty ? { type: 'dataset', dataset } : { type: 'append', rows: news.data };
    return this.fit(edit, options, undefined);
  }

  /** Makes the edit and runs the fit to its end; should that fail, the page is as it was before. */
  private async fit(edit: Edit, options: FitOptions, warmStart: Mixture | undefined): Promise<TrainResponse> {
    const { page } = this;
    page.edit(edit, { fit: { options, mixture: warmStart ?? null } });
    const { rev } = page.document;
    const epochs = epochsFor(options, page.document.n);
    const trace = new FitTrace(MAX_EPOCHS);
    try {
      const run = page.beginFit({ options, epochs, warmStart }, Number.POSITIVE_INFINITY);
      run.onStep = (step) => trace.record(step.init, step.iteration, step.log_likelihood, step.converged);
      const outcome = await page.session.outcome(run);
      if (outcome.end === 'failed') throw outcome.error;
      if (outcome.end !== 'finished') throw interrupted(outcome.end);
      const mixture = outcome.run.mixture();
      if (!mixture) throw new ServiceError('internal', 'The fit ended without a model.');
      const { iterations } = trace.finish();
      const { converged } = outcome.run;
      const history = trace.shown().values;
      return await this.respond(mixture, { options, epochs, n_iter: iterations, converged, history });
    } catch (error) {
      const failed = !(error instanceof ServiceError && error.code === 'conflict');
      if (failed && page.document.rev === rev) page.takeBack();
      throw error;
    }
  }

  private async learnNews(
    mixture: Mixture,
    news: Matrix,
    options: FitOptions,
    given: Partial<FitOptions>,
  ): Promise<TrainResponse> {
    const { page } = this;
    const epochs = given.epochs === undefined || given.epochs === 'auto' ? 1 : given.epochs;
    const learned = page.session.learned || LEAST_EVIDENCE * mixture.n_components;
    const next = await this.interruptible((pause) => updateMixture({ mixture, learned, news, epochs, options, pause }));
    this.requireIdle();
    checkCount(page.document.n + news.n);
    page.edit({ type: 'append', rows: news.data }, { fit: { options, mixture: next } });
    const { n, rev } = page.document;
    const { log_likelihood, engine } = await evaluate(page, next);
    const facts = { options, epochs, n_iter: epochs, converged: false, history: [log_likelihood] };
    if (page.document.rev === rev && page.session.phase === 'idle') {
      const evidence = learned + news.n;
      const made = { options, epochs, mixture: next, iterations: epochs, converged: false, log_likelihood, engine };
      const fit = { ...made, n, ...(evidence > n && { evidence }) };
      const session = { phase: 'finished', run: finishedRecord(fit) } as const;
      page.restoreFit({ options, session, selection: page.selection }, false);
    }
    return toResponse(next, facts, n, log_likelihood);
  }

  /** Work on the points as they are: it ends when somebody pauses it, or changes the points otherwise than by additions. */
  private async interruptible<T>(work: (pause: () => Promise<void>) => Promise<T>): Promise<T> {
    const { page } = this;
    const { generation } = page.document;
    let stopped = false;
    const check = () => {
      if (stopped) throw new ServiceError('conflict', 'The update was stopped; nothing was changed.');
      if (page.document.generation !== generation) {
        throw new ServiceError('conflict', 'The points were changed during the update: it was given up.');
      }
    };
    page.interrupt = () => {
      stopped = true;
    };
    try {
      const result = await work(() => breathe().then(check));
      check();
      return result;
    } finally {
      page.interrupt = null;
    }
  }

  private async respond(mixture: Mixture, facts: FitFacts): Promise<TrainResponse> {
    const { document } = this.page;
    const fits = document.n > 0 && document.d === mixture.n_features;
    if (!fits) return toResponse(mixture, facts, 0, 0);
    const { n } = document;
    const { log_likelihood } = await evaluate(this.page, mixture);
    return toResponse(mixture, facts, n, log_likelihood);
  }

  private requireIdle(): void {
    const { search, session } = this.page;
    if (!search && !session.busy) return;
    const what = search ? 'A search for the number of components' : 'A fit';
    throw new ServiceError('conflict', `${what} is running on the page: pause it, or wait until it is done.`);
  }
}

/** Refuses what cannot be fitted before anything is replaced. */
function checkStart(options: FitOptions, points: Matrix): void {
  checkOptions(options);
  checkInitial(options, options.covariance_type, options.n_components, points.d);
  requireDistinct(points, options.n_components);
}

/** The current model's options, with what the request gives over them. */
function continued(mixture: Mixture, current: FitOptions, given: Partial<FitOptions>, d: number): FitOptions {
  const { n_components, covariance_type } = mixture;
  for (const [field, has] of Object.entries({ n_components, covariance_type })) {
    const asked = given[field as 'n_components' | 'covariance_type'];
    if (asked !== undefined && asked !== has) {
      throw invalid(field, `The model has ${field} ${has}; train a new one to change it.`);
    }
  }
  for (const field of ['weights_init', 'means_init', 'precisions_init'] as const) {
    if (given[field]) throw invalid(field, 'An update starts from the model as it is; start values are for training.');
  }
  const base = { ...current, n_components, covariance_type, method: 'incremental' } as const;
  const options = mergeOptions(base, given, d);
  checkOptions(options);
  return options;
}

function interrupted(end: 'paused' | 'replaced'): ServiceError {
  const what = end === 'paused' ? 'paused on the page; it can go on there' : 'replaced by another on the page';
  return new ServiceError('conflict', `The fit was ${what}.`);
}

function joined(a: Matrix, b: Matrix): Matrix {
  const data = new Float64Array(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return { data, n: a.n + b.n, d: a.d };
}

function toResponse(mixture: Mixture, facts: FitFacts, n: number, log_likelihood: number): TrainResponse {
  const { options, epochs, n_iter, converged, history } = facts;
  const { weights, means, covariances } = toNested(mixture);
  return {
    method: options.method,
    covariance_type: mixture.covariance_type,
    n_components: mixture.n_components,
    n_features: mixture.n_features,
    n_points: n,
    weights,
    means,
    covariances,
    log_likelihood,
    bic: n > 0 ? bic(log_likelihood, mixture, n) : 0,
    aic: n > 0 ? aic(log_likelihood, mixture) : 0,
    n_iter,
    converged,
    epochs,
    seed: options.seed,
    history: [...history],
    warnings: warningsOf(mixture, facts, n),
  };
}

function warningsOf(mixture: Mixture, { options, epochs, n_iter, converged }: FitFacts, n: number): string[] {
  const warnings: string[] = [];
  if (n === 0) warnings.push('There are no points for this model: log_likelihood, bic and aic are given as 0.');
  if (!converged && options.method !== 'incremental' && options.tol > 0 && n_iter >= epochs) {
    warnings.push(`Stopped after ${epochs} epochs before converging; more epochs or a larger tol would let it.`);
  }
  mixture.weights.forEach((weight, c) => {
    if (n > 0 && weight * n < 1)
      warnings.push(`Component ${c} (counted from 0) holds less than one point; fewer components may do.`);
  });
  return warnings;
}
