// A run over a stream, one batch a step: test, then learn. Everything it is made of can be saved between steps, and a run
// that was taken up again is the same run, bit for bit on typed arrays (session.test.ts).
//
// A step scales the columns by what was seen so far, X of this batch included (it is known before y), predicts, scores,
// tells the detectors, forgets on drift if asked to, mixes in as many remembered examples as there are new ones, learns,
// and remembers. Learners whose first pass over a batch gives the predictions as well do both in one go (`Learner.step`).

import { joined } from './arrays';
import { createDetector, type DetectorId, detectorFits } from './detectors';
import { createLearner, type LearnerConfig, type LearnerEnv } from './learners';
import { meanLoss } from './learners/dense';
import { WindowMetrics, type WindowScores } from './metrics';
import { Reservoir, type ReservoirState } from './reservoir';
import { Scaler } from './scaler';
import { Series, type SeriesState } from './series';
import type { Batch, Detector, Learner, LearnerState, Memento, Source, Task } from './types';

export interface SessionConfig {
  readonly source: { readonly batch_size: number; readonly seed: number };
  readonly learner: LearnerConfig;
  /** Examples kept and mixed in again; 0: none. */
  readonly replay: number;
  readonly detectors: readonly DetectorId[];
  readonly reset_on_drift: boolean;
  /** Batches of the sliding window. */
  readonly window: number;
}

export interface SessionParts {
  /** At its beginning, or where the memento's `source` says. Sources of pushed batches may give null always. */
  readonly source: Source;
  readonly memento?: SessionMemento | undefined;
  /** As `LearnerEnv.kernels`. */
  readonly kernels?: LearnerEnv['kernels'];
}

export const SERIES_COLUMNS = ['loss', 'score', 'learning_rate', 'grad_norm', 'rate', 'queued'] as const;
export type SeriesName = (typeof SERIES_COLUMNS)[number];

export interface Detection {
  readonly detector: DetectorId;
  /** From 0. */
  readonly batch: number;
}

/** What only the caller knows, for the series; NaN when left out. */
export interface StepFacts {
  readonly rate?: number;
  readonly queued?: number;
}

export interface StepReport {
  /** From 0. */
  readonly batch: number;
  readonly n: number;
  readonly d: number;
  /** Of the batch, before learning from it; as `LearnReport.loss`. */
  readonly loss: number;
  readonly score: number;
  readonly grad_norm: number | null;
  readonly learning_rate: number | null;
  /** Detectors that said drift on this batch. */
  readonly drift: readonly DetectorId[];
  readonly reset: boolean;
}

export interface DetectorReport {
  readonly id: DetectorId;
  /** The most alarming of the latest batch. */
  readonly state: 'stable' | 'warning' | 'drift';
  readonly statistic: number;
  readonly threshold: number;
}

/** Structured-cloneable. */
export interface SessionMemento {
  readonly batches: number;
  readonly examples: number;
  readonly learner: LearnerState;
  readonly scaler: Memento;
  readonly reservoir: ReservoirState | null;
  readonly detectors: readonly {
    readonly id: DetectorId;
    readonly state: DetectorReport['state'];
    readonly memento: Memento;
  }[];
  readonly detections: readonly Detection[];
  readonly metrics: Memento;
  readonly series: SeriesState;
  readonly source: Memento;
}

/** The newest detections kept. */
const MOST_DETECTIONS = 1000;

interface Watch {
  readonly id: DetectorId;
  detector: Detector;
  state: DetectorReport['state'];
}

/** Throws what the learner, its parts and the detectors throw: a RangeError for options, a TypeError for mementos. */
export async function createSession(config: SessionConfig, parts: SessionParts): Promise<Session> {
  const { features, task } = parts.source.info;
  const { memento, kernels } = parts;
  const unfit = config.detectors.find((id) => !detectorFits(id, task));
  if (unfit) throw new RangeError(`The detector ${unfit} does not fit what is to be predicted.`);
  const rows = config.source.batch_size * (config.replay > 0 ? 2 : 1);
  const learner = await createLearner(config.learner, features.length, task, memento?.learner, { rows, kernels });
  return new Session(config, parts.source, learner, memento);
}

export class Session {
  private readonly d: number;
  private readonly task: Task;
  private readonly scaler: Scaler;
  private readonly reservoir: Reservoir | null;
  private readonly watches: readonly Watch[];
  private readonly metrics: WindowMetrics;
  readonly series: Series<SeriesName>;
  private found: Detection[];
  private done: { batches: number; examples: number };

  constructor(
    private readonly config: SessionConfig,
    private readonly source: Source,
    readonly learner: Learner,
    memento?: SessionMemento,
  ) {
    const { features, task } = source.info;
    const { replay, window } = config;
    const { seed } = config.source;
    this.d = features.length;
    this.task = task;
    this.scaler = new Scaler(this.d, memento?.scaler);
    const kept = memento?.reservoir;
    this.reservoir = kept ? Reservoir.restore(kept) : replay > 0 ? new Reservoir(replay, this.d, seed) : null;
    this.watches = config.detectors.map((id) => {
      const known = memento?.detectors.find((one) => one.id === id);
      return { id, detector: createDetector(id, seed, known?.memento), state: known?.state ?? 'stable' };
    });
    this.metrics = new WindowMetrics(task, window, memento?.metrics);
    this.series = memento ? Series.restore(SERIES_COLUMNS, memento.series) : new Series(SERIES_COLUMNS);
    this.found = [...(memento?.detections ?? [])];
    this.done = { batches: memento?.batches ?? 0, examples: memento?.examples ?? 0 };
  }

  get batches(): number {
    return this.done.batches;
  }

  get examples(): number {
    return this.done.examples;
  }

  get detections(): readonly Detection[] {
    return this.found;
  }

  scores(): WindowScores {
    return this.metrics.read();
  }

  detectors(): readonly DetectorReport[] {
    return this.watches.map(({ id, detector, state }) => {
      return { id, state, statistic: detector.statistic, threshold: detector.threshold };
    });
  }

  /** As `Learner.predict`, for n rows of X as they come from the source. */
  predict(X: Float64Array, n: number): Promise<Float64Array> {
    return this.learner.predict(this.scaler.transform(X, n), n);
  }

  /**
   * Learns from `batch`, or from the source's next; null: the source has ended. One at a time. After a rejection (of a
   * backend that was lost) the session is to be made anew from what was saved last.
   *
   * @throws RangeError when the batch has other columns, or none; nothing has changed then.
   */
  async step(batch?: Batch, facts: StepFacts = {}): Promise<StepReport | null> {
    const next = batch ?? this.source.next(this.config.source.batch_size);
    if (!next) return null;
    const { X, n, d } = next;
    if (d !== this.d || n < 1) throw new RangeError(`The batch is ${n} × ${d}, but there are ${this.d} columns.`);
    this.scaler.update(X, n);
    const learnt = await this.learner.step?.(this.withReplay(next), n);
    const predictions = learnt?.predictions ?? (await this.predict(X, n));
    const { loss, score, errors } = this.metrics.add(next, predictions, lossOf(this.task, next, predictions));
    const drift = this.watch(errors);
    const reset = drift.length > 0 && this.config.reset_on_drift;
    if (reset) this.forget(next);
    // What was learnt along with predicting is forgotten with the rest.
    const report = learnt && !reset ? learnt : await this.learner.learn(this.withReplay(next));
    const { grad_norm, learning_rate } = report;
    this.reservoir?.add(next);
    const known = (value: number | null | undefined) => value ?? Number.NaN;
    this.series.add({
      ...{ loss, score, learning_rate: known(learning_rate), grad_norm: known(grad_norm) },
      ...{ rate: known(facts.rate), queued: known(facts.queued) },
    });
    const { batches: at, examples } = this.done;
    this.done = { batches: at + 1, examples: examples + n };
    return { batch: at, n, d, loss, score, grad_norm, learning_rate, drift, reset };
  }

  private watch(errors: Float64Array): readonly DetectorId[] {
    for (const watch of this.watches) {
      watch.state = 'stable';
      for (const error of errors) {
        const state = watch.detector.update(error);
        if (state === 'drift' || watch.state === 'stable') watch.state = state;
      }
    }
    const drift = this.watches.filter(({ state }) => state === 'drift').map(({ id }) => id);
    const batch = this.done.batches;
    this.found = [...this.found, ...drift.map((detector) => ({ detector, batch }))].slice(-MOST_DETECTIONS);
    return drift;
  }

  /**
   * All but this batch. All detectors begin anew with the learner: one that had not said drift yet knows the errors of the
   * learner that is gone, and would take the first ones of the new learner for another drift.
   */
  private forget({ X, n }: Batch): void {
    this.learner.reset();
    for (const watch of this.watches) watch.detector = createDetector(watch.id, this.config.source.seed);
    this.reservoir?.clear();
    this.scaler.reset();
    this.scaler.update(X, n);
  }

  /** Scaled, with remembered examples after the new ones. */
  private withReplay(batch: Batch): Batch {
    const again = this.reservoir?.sample(batch.n);
    if (!again) return { ...batch, X: this.scaler.transform(batch.X, batch.n) };
    const n = batch.n + again.n;
    const X = joined(batch.X, again.X);
    const y = this.task.kind === 'density' ? batch.y : joined(batch.y, again.y);
    return { X: this.scaler.transform(X, n), y, n, d: batch.d };
  }

  /** Everything, for `createSession`; between steps only. */
  async save(): Promise<SessionMemento> {
    return {
      ...this.done,
      learner: await this.learner.save(),
      scaler: this.scaler.save(),
      reservoir: this.reservoir?.save() ?? null,
      detectors: this.watches.map(({ id, state, detector }) => ({ id, state, memento: detector.save() })),
      detections: [...this.found],
      metrics: this.metrics.save(),
      series: this.series.save(),
      source: this.source.save(),
    };
  }

  dispose(): void {
    this.learner.dispose();
  }
}

/** Mean loss of predictions (`Learner.predict`): cross-entropy, half squared error, or negative log-density. */
export function lossOf(task: Task, { y, n }: Batch, predictions: Float64Array): number {
  if (task.kind === 'classification') return meanLoss('softmax', predictions, task.n_classes, y, n);
  if (task.kind === 'regression') return meanLoss('squared', predictions, 1, y, n);
  return -predictions.subarray(0, n).reduce((sum, value) => sum + value, 0) / n;
}
