// One fit from its start to its end: a learner on the page's engine, the curve so far, and what a
// checkpoint needs. It knows nothing of play and pause; the session drives it.

import { type EmEngine, EngineLostError } from '../../ml/gmm/engine';
import { createLearner } from '../../ml/gmm/learner';
import { toEmModel } from '../../ml/gmm/params';
import type { FitOptions, Learner, LearnerState, LearnerStep, Matrix, Mixture } from '../../ml/gmm/types';
import type { FitProgress } from '../../wire/service';
import { Breath, RateMeter } from '../pace';
import type { PointsDocument } from './document';
import { describeEngine, type EngineHost } from './engines';
import { initialisations, type LastStep, type RunRecord, type RunStart } from './run-record';
import { FitTrace } from './trace';

/** Values kept of the curve. */
export const TRACE_LIMIT = 2000;

const BEFORE_FIRST: LastStep = {
  iteration: 0,
  init: 0,
  log_likelihood: Number.NEGATIVE_INFINITY,
  change: Number.POSITIVE_INFINITY,
};

/** What an iteration ends with when it is of no more use: its points were changed under it, or another fit took over. */
export class Abandoned extends Error {}

export class Run {
  options: FitOptions;
  epochs: number;
  /** Iterations still wanted before holding: Infinity while playing. */
  budget = 0;
  /** When the last iteration began, for keeping to a speed; milliseconds. */
  startedAt = Number.NEGATIVE_INFINITY;
  /** Told of every iteration: total log-likelihood by initialisation and iteration. */
  onStep: ((step: LearnerStep) => void) | null = null;
  converged = false;

  /** How many points the mixture has learnt from, where not all of them are here. */
  evidence: number | undefined;

  private readonly warmStart: Mixture | undefined;
  private readonly learned: number | undefined;
  private readonly n_init: number;
  private done = false;
  private abandoned = false;
  private readonly breath = new Breath();
  private learner: Learner | null = null;
  private learnerEngine: EmEngine | null = null;
  private saved: LearnerState | null = null;
  private known = 0;
  private lastMixture: Mixture | null;
  private last: LastStep = BEFORE_FIRST;
  private engineName = '';
  private generation: number;
  private rev: number;
  private readonly meter = new RateMeter();
  private readonly trace: FitTrace;

  constructor(
    start: RunStart | RunRecord,
    private readonly document: PointsDocument,
    private readonly engines: EngineHost,
  ) {
    this.options = start.options;
    this.epochs = start.epochs;
    this.warmStart = start.warmStart;
    this.learned = start.learned;
    this.n_init = 'n_init' in start ? start.n_init : initialisations(start);
    this.lastMixture = start.warmStart ?? null;
    this.generation = document.generation;
    this.rev = document.rev;
    if (!('trace' in start)) {
      this.trace = new FitTrace(TRACE_LIMIT);
      return;
    }
    this.trace = new FitTrace(TRACE_LIMIT, start.trace);
    this.saved = start.learner;
    this.known = start.known;
    this.evidence = start.evidence;
    this.lastMixture = start.mixture;
    this.last = start.last;
    this.converged = start.converged;
    this.done = start.done;
    this.engineName = start.engine;
    if (start.outdated) this.generation = Number.NaN;
    if (start.behind) this.rev = Number.NaN;
  }

  get iteration(): number {
    return this.last.iteration;
  }

  /** The points changed otherwise than by additions since the run began. */
  get outdated(): boolean {
    return this.generation !== this.document.generation;
  }

  /** Points came or changed since the last iteration. */
  get behind(): boolean {
    return this.rev !== this.document.rev;
  }

  mixture(): Mixture | null {
    return this.learner?.mixture() ?? this.lastMixture;
  }

  history() {
    return this.trace.shown();
  }

  progress(running: boolean): FitProgress {
    const { method } = this.options;
    const rate = this.meter.rate();
    const left = this.epochs - this.last.iteration + (this.n_init - 1 - this.last.init) * this.epochs;
    return {
      method,
      ...this.last,
      behind: this.behind,
      epochs: this.epochs,
      n_init: this.n_init,
      rate,
      secondsLeft: running && rate > 0 ? Math.max(0, left) / rate : null,
      engine: this.engineName,
    };
  }

  /** One iteration over the points as they are now. */
  async step(): Promise<LearnerStep> {
    this.startedAt = performance.now();
    const learner = await this.ready();
    const engine = this.learnerEngine;
    const { rev } = this.document;
    const step = await learner.step();
    this.rev = rev;
    this.meter.tick();
    const { iteration, init, log_likelihood, change, converged } = step;
    this.last = { iteration, init, log_likelihood, change };
    this.trace.record(init, iteration, log_likelihood, converged);
    if (step.done) {
      this.finish(step);
      await this.judge(engine);
    }
    this.onStep?.(step);
    return step;
  }

  /** Hands points that came meanwhile to the learner; the incremental one learns from them at once. */
  async catchUp(): Promise<void> {
    await this.ready();
  }

  /** Other options from the next iteration on; the fit goes on where it is. */
  change(options: FitOptions, epochs: number): void {
    this.release();
    this.options = options;
    this.epochs = epochs;
  }

  /** Another fit took over: an iteration that is at work ends as soon as it can. */
  abandon(): void {
    this.abandoned = true;
  }

  /** Lets the thread's other messages through in the midst of an iteration. @throws Abandoned */
  private readonly pause = async (): Promise<void> => {
    await this.breath.take();
    // Points that were moved may have been read half before, half after: what was learnt so far is of those before.
    if (this.abandoned || this.outdated) throw new Abandoned('The fit made way for another.');
  };

  /** Lets go of the learner, keeping what it takes to go on. */
  release(): void {
    const { learner } = this;
    if (!learner) return;
    this.saved = learner.state();
    this.lastMixture = learner.mixture();
    this.learner = null;
    this.learnerEngine = null;
    learner.dispose();
  }

  /** Held: the rate starts anew when it goes on. */
  rest(): void {
    this.meter.restart();
    this.startedAt = Number.NEGATIVE_INFINITY;
  }

  record(): RunRecord {
    const { options, epochs, n_init, known, last, converged, outdated, behind } = this;
    const mixture = this.mixture();
    // A finished run is only ever taken up again from its mixture: its learner's state, which may
    // hold a share of every point, is not kept.
    const from =
      this.done && mixture
        ? { warmStart: mixture, learned: known, learner: null }
        : { warmStart: this.warmStart, learned: this.learned, learner: this.learner?.state() ?? this.saved };
    return {
      ...from,
      options,
      epochs,
      n_init,
      known,
      evidence: this.evidence,
      last,
      converged,
      outdated,
      behind,
      done: this.done,
      mixture,
      trace: this.trace.data(),
      engine: this.engineName,
    };
  }

  private finish(step: LearnerStep): void {
    const best = this.trace.finish();
    this.converged = step.converged;
    this.done = true;
    this.last = { ...this.last, iteration: best.iterations, log_likelihood: best.last };
    // The incremental learner stays, to learn from points that come later.
    if (this.options.method !== 'incremental') this.release();
  }

  /** A step tells the likelihood of the parameters that it began with: what is kept is told that of its own. */
  private async judge(engine: EmEngine | null): Promise<void> {
    const mixture = this.mixture();
    if (!engine || !mixture) return;
    try {
      const { logLikelihood } = await engine.pass(toEmModel(mixture));
      this.last = { ...this.last, log_likelihood: logLikelihood };
    } catch (error) {
      // The fit is through all the same; whoever needs an engine next gets another.
      if (!(error instanceof EngineLostError)) throw error;
    }
  }

  /** The learner, on the engine as it is now, knowing all points. */
  private async ready(): Promise<Learner> {
    const { document } = this;
    const engine = await this.engines.current();
    // Points may have come in the moment before this goes on.
    if (engine.n !== document.n || this.engines.outdated) return this.ready();
    if (this.learner && this.learnerEngine !== engine) this.release();
    this.engineName = describeEngine(engine);
    const points = document.matrix();
    if (this.saved && !this.learner && this.known < points.n && this.options.method === 'incremental') {
      this.saved = await this.learnRest(this.saved, points);
      return this.ready();
    }
    if (!this.learner) {
      const { options, epochs, warmStart, learned, pause } = this;
      const state = this.saved ?? undefined;
      const grown = state !== undefined && this.known < points.n;
      this.learner = await createLearner({ options, epochs, points, engine, state, warmStart, learned, pause });
      this.learnerEngine = engine;
      this.known = points.n;
      // From here on it is of the points that are here.
      this.evidence = undefined;
      // Likelihoods in the state are of fewer points: it is told that some came, and has them.
      if (grown) await this.appended(this.learner, { data: new Float64Array(0), n: 0, d: points.d });
    } else if (this.known < points.n) {
      const rows = { data: document.rowsFrom(this.known), n: points.n - this.known, d: points.d };
      await this.appended(this.learner, rows);
      this.known = points.n;
    }
    // Points may have come while the learner took its time.
    return this.known === document.n ? this.learner : this.ready();
  }

  /** Likelihoods before and after are not comparable: neither learner nor curve judges the starts so far by them. */
  private async appended(learner: Learner, rows: Matrix): Promise<void> {
    await learner.append(rows);
    this.trace.forgetWorth();
  }

  /** Points came while only a state was kept: it is taken up with the points it covers, then given the rest. */
  private async learnRest(state: LearnerState, points: Matrix): Promise<LearnerState> {
    const { options, epochs, known, pause } = this;
    const { data, d, n } = points;
    const covered = { data: data.subarray(0, known * d), n: known, d };
    const learner = await createLearner({ options, epochs, points: covered, state, pause });
    try {
      await this.appended(learner, { data: data.slice(known * d), n: n - known, d });
      this.lastMixture = learner.mixture();
      return learner.state();
    } finally {
      this.known = n;
      learner.dispose();
    }
  }
}
