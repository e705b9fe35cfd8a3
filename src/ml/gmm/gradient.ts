// Fitting a mixture by gradient descent: Adam on the mean negative log-likelihood, whose gradient comes from
// TensorFlow.js. Import this file dynamically: TensorFlow.js comes with it.
//
// A step is one pass over the points. Up to 2,048 points it is one update from all of them; beyond, the points are
// dealt into batches anew for each pass, and the pass makes one update per batch. The step size falls along a cosine to
// a twentieth over `epochs`, so that the last steps settle. A fit has converged when the mean log-likelihood per point,
// averaged over ten steps, differs by less than `tol` from that of the ten before: single steps swing.

import { startTf, withTf } from '../compute/tf';
import type { TfBackend } from '../compute/tf-status';
import { Rng, type RngState } from '../rng';
import { Adam, type AdamState } from './adam';
import { COVARIANCE_FORMS } from './covariance';
import type { EmEngine } from './engine';
import { MixtureError, requireColumns } from './errors';
import { type Batch, type Evaluation, GradientGraph, releaseBatch } from './gradient-graph';
import { scaledFloor, stepUnits, toMixture, toVector, type VectorShape } from './gradient-params';
import { initialMixture, isFullyGiven } from './init';
import type { LearnerArgs } from './learner';
import { toEmModel } from './params';
import { type RestartState, Restarts } from './restarts';
import { Rows } from './rows';
import { type Scaling, scaleRows, scalingOf } from './scaling';
import type { Pause } from './stretches';
import type { FitOptions, Learner, LearnerState, LearnerStep, Matrix, Mixture } from './types';

/** Up to this many points a step sees all of them at once. */
const FULL_BATCH = 2048;
const SMALLEST_BATCH = 1024;
const MOST_BATCHES = 64;
/** Steps that the likelihood is averaged over. */
const WINDOW = 10;
const LAST_RATE = 0.05;
const LOG_2_PI = Math.log(2 * Math.PI);

interface GradientState extends LearnerState {
  readonly method: 'gradient';
  readonly rng: RngState;
  readonly restarts: RestartState;
  readonly scaling: Scaling;
  readonly vector: Float64Array;
  readonly adam: AdamState;
  /** Mean log-likelihoods of the last steps, the newest last. */
  readonly recent: readonly number[];
}

export interface GradientArgs extends LearnerArgs {
  /** What TensorFlow.js computes on; the engine's kind when left out, plain JavaScript without an engine. */
  readonly backend?: TfBackend | undefined;
}

/**
 * A gradient learner from the options' initialisation, from `warmStart`, or from a saved `state`. Where the backend
 * does not start, WASM or plain JavaScript takes its place.
 *
 * @throws MixtureError on options or points that cannot be fitted.
 */
export async function createGradientLearner(args: GradientArgs): Promise<Learner> {
  if (!(args.options.learning_rate > 0)) {
    throw new MixtureError('learning_rate', 'learning_rate must be greater than 0.');
  }
  const backend = await startTf(args.backend ?? args.engine?.kind ?? 'cpu');
  const { options, points, state, warmStart, pause } = args;
  const saved = state as GradientState | undefined;
  if (saved) requireColumns(saved.scaling.mean.length, points.d);
  const rng = new Rng(saved?.rng ?? options.seed);
  const start = saved ?? warmStart ?? (await initialMixture(points, options, rng, pause));
  return new GradientLearner(args, backend, rng, start);
}

class GradientLearner implements Learner {
  readonly method = 'gradient';
  private readonly options: FitOptions;
  private readonly epochs: number;
  private readonly engine: EmEngine | undefined;
  private readonly rows: Rows;
  private readonly shape: VectorShape;
  private readonly scaling: Scaling;
  private readonly floor: Float64Array;
  private readonly restarts: Restarts;
  private readonly pause: Pause | undefined;
  private vector: Float64Array;
  private adam: Adam;
  private recent: number[];
  private graph: GradientGraph | null = null;
  /** All points on the device, kept while they are one batch. */
  private whole: Batch | null = null;

  constructor(
    { options, epochs, points, engine, state, warmStart, pause }: LearnerArgs,
    private readonly backend: TfBackend,
    private rng: Rng,
    start: GradientState | Mixture,
  ) {
    const saved = state as GradientState | undefined;
    this.options = options;
    this.epochs = epochs;
    this.engine = engine;
    this.rows = new Rows(points);
    this.shape = { type: options.covariance_type, k: options.n_components, d: points.d };
    this.scaling = saved?.scaling ?? scalingOf(points, COVARIANCE_FORMS[options.covariance_type].round);
    this.floor = scaledFloor(options.reg_covar, this.scaling);
    const n_init = warmStart || isFullyGiven(options) ? 1 : options.n_init;
    this.restarts = new Restarts({ epochs, tol: options.tol, n_init }, saved?.restarts);
    this.pause = pause;
    this.vector = 'vector' in start ? start.vector.slice() : this.vectorOf(start);
    this.adam = new Adam(this.vector.length, saved?.adam);
    this.recent = [...(saved?.recent ?? [])];
  }

  async step(): Promise<LearnerStep> {
    if (this.restarts.done) throw new Error('The fit is done: there is nothing left to step.');
    if (this.restarts.restartDue) await this.restart();
    const { n } = this.rows;
    // Before anything is updated, so that a step that fails can be taken again.
    const exact = await this.engine?.pass(toEmModel(this.currentMixture()));
    const estimate = await this.descend();
    const next = this.currentMixture();
    toEmModel(next);
    const mean = exact ? exact.logLikelihood / n : estimate;
    this.recent = [...this.recent, mean].slice(-2 * WINDOW);
    const { improved: _, ...step } = this.restarts.record(mean, n, next, this.hasSettled());
    return step;
  }

  mixture(): Mixture {
    return (this.restarts.done && this.restarts.best?.mixture) || this.currentMixture();
  }

  async append(points: Matrix): Promise<void> {
    this.rows.append(points);
    if (this.engine && this.engine.n < this.rows.n) await this.engine.append(points.data);
    this.restarts.forgetLowerBound();
    this.recent = [];
    const { whole } = this;
    this.whole = null;
    if (whole) await withTf(this.backend, async () => releaseBatch(whole));
  }

  state(): GradientState {
    return {
      method: 'gradient',
      rng: this.rng.state(),
      restarts: this.restarts.snapshot(),
      scaling: this.scaling,
      vector: this.vector.slice(),
      adam: this.adam.state(),
      recent: [...this.recent],
    };
  }

  dispose(): void {
    const { graph, whole } = this;
    this.graph = null;
    this.whole = null;
    // Where the backend is gone its tensors are too.
    withTf(this.backend, async () => {
      graph?.dispose();
      if (whole) releaseBatch(whole);
    }).catch(() => {});
  }

  private currentMixture(): Mixture {
    return toMixture(this.vector, this.shape, this.scaling, this.floor);
  }

  private vectorOf(mixture: Mixture): Float64Array {
    return toVector(mixture, this.scaling, this.floor);
  }

  private async restart(): Promise<void> {
    // The learner's state stays whole until the initialisation is: draws count from then on.
    const rng = new Rng(this.rng.state());
    this.vector = this.vectorOf(await initialMixture(this.rows, this.options, rng, this.pause));
    this.rng = rng;
    this.adam = new Adam(this.vector.length);
    this.recent = [];
    this.restarts.beginInit();
  }

  private hasSettled(): boolean {
    if (this.recent.length < 2 * WINDOW) return false;
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    return Math.abs(mean(this.recent.slice(WINDOW)) - mean(this.recent.slice(0, WINDOW))) < this.options.tol;
  }

  /** One pass of updates, all or none; returns the mean log density that it saw, in data units. */
  private async descend(): Promise<number> {
    const { n } = this.rows;
    const { vector, adam, rng } = { vector: this.vector.slice(), adam: this.adam.state(), rng: this.rng.state() };
    let loss = 0;
    try {
      for (const indices of this.batches()) {
        const result = await this.evaluate(indices);
        if (!Number.isFinite(result.loss)) throw new MixtureError('learning_rate', DIVERGED);
        const units = stepUnits(this.vector, this.shape, this.floor);
        this.adam.step(this.vector, result.gradient, this.rate(), units);
        loss += (result.loss * (indices?.length ?? n)) / n;
      }
    } catch (error) {
      this.vector = vector;
      this.adam = new Adam(vector.length, adam);
      this.rng = new Rng(rng);
      throw error;
    }
    return -loss - (this.shape.d / 2) * LOG_2_PI - this.scaling.logScale;
  }

  /** The step size of this pass. */
  private rate(): number {
    const share = Math.min(1, this.restarts.iteration / this.epochs);
    const fall = LAST_RATE + ((1 - LAST_RATE) * (1 + Math.cos(Math.PI * share))) / 2;
    return this.options.learning_rate * fall;
  }

  /** Indices of the points of each update; null stands for all points. */
  private batches(): (Uint32Array | null)[] {
    const { n } = this.rows;
    if (n <= FULL_BATCH) return [null];
    const size = Math.max(SMALLEST_BATCH, Math.ceil(n / MOST_BATCHES));
    const order = this.rng.shuffle(Uint32Array.from({ length: n }, (_, i) => i));
    const count = Math.floor(n / size);
    // What does not fill a batch goes with the last: small batches make wild steps.
    return Array.from({ length: count }, (_, b) => order.subarray(b * size, b === count - 1 ? n : (b + 1) * size));
  }

  private evaluate(indices: Uint32Array | null): Promise<Evaluation> {
    return withTf(this.backend, async () => {
      this.graph ??= new GradientGraph(this.shape, this.floor);
      if (indices === null) {
        this.whole ??= this.graph.batch(scaleRows(this.rows, 0, this.rows.n, this.scaling));
        return this.graph.evaluate(this.vector, this.whole);
      }
      const batch = this.graph.batch(scaleRows(gather(this.rows, indices), 0, indices.length, this.scaling));
      try {
        return await this.graph.evaluate(this.vector, batch);
      } finally {
        releaseBatch(batch);
      }
    });
  }
}

const DIVERGED = 'The gradient is no longer a number: use a smaller learning_rate, or increase reg_covar.';

function gather({ data, d }: Matrix, indices: Uint32Array): Matrix {
  const out = new Float64Array(indices.length * d);
  indices.forEach((row, at) => {
    for (let j = 0; j < d; j++) out[at * d + j] = data[row * d + j];
  });
  return { data: out, n: indices.length, d };
}
