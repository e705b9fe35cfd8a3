// What learning from a stream is made of: a source gives batches, a learner predicts and then learns from each, detectors
// watch its errors. Every part can say all that is needed to go on later exactly as if nothing had happened, so that a
// run that was interrupted is the same run. A new source, learner or detector is one file and one line in its index.

/** What is to be predicted. y of classification: class numbers 0 … n_classes − 1; of regression: numbers. */
export type Task =
  | { readonly kind: 'classification'; readonly n_classes: number }
  | { readonly kind: 'regression' }
  /** No y: density models. */
  | { readonly kind: 'density' };

/** One batch: X is [n, d] row-major, y has n numbers (none for density). */
export interface Batch {
  readonly X: Float64Array;
  readonly y: Float64Array;
  readonly n: number;
  readonly d: number;
}

/** JSON that says all; structured-cloneable. */
export type Memento = unknown;

// ---------------------------------------------------------------- sources

export interface SourceInfo {
  /** Names of the columns of X. */
  readonly features: readonly string[];
  readonly task: Task;
  /** Examples there are; null: without end. */
  readonly length: number | null;
  /** Names of the classes, where they were found in the data. */
  readonly classes?: readonly string[];
  /** What people should know of it: columns left out, rows passed over. */
  readonly notes?: readonly string[];
  /** Examples at which the concept is known to change (the middles of the changes), from `from` (0 if left out) up to `until`. */
  drifts(until: number, from?: number): readonly number[];
}

/** Gives the same batches for the same options and seed, whatever was asked of it before its memento was taken. */
export interface Source {
  readonly info: SourceInfo;
  /** The next n examples; fewer at the end, null after it. */
  next(n: number): Batch | null;
  save(): Memento;
}

/** How a generator's concept changes: at `position` (examples), over `width` examples; recurring: there and back every `position`. */
export interface DriftOptions {
  readonly kind: 'none' | 'abrupt' | 'gradual' | 'recurring';
  readonly position: number;
  readonly width: number;
}

// ---------------------------------------------------------------- learners

export interface LearnReport {
  /** Mean loss of the batch before learning from it: cross-entropy (natural log), half squared error, or negative log-density. */
  readonly loss: number;
  /** Norm of all gradients together; null where there are none. */
  readonly grad_norm: number | null;
  readonly learning_rate: number | null;
}

/** What a `step` says: the report, and predictions before learning of as many examples as were asked for. */
export interface StepResult extends LearnReport {
  /** As `Learner.predict`. */
  readonly predictions: Float64Array;
}

export interface Learner {
  /** For people: "Network 3 → 32 → 2, ReLU, Adam". */
  readonly description: string;
  /** What computes, for people: "JavaScript, double precision". */
  readonly engine: string;
  /** Predictions before learning: [n, n_classes] probabilities, n numbers, or n log-densities. */
  predict(X: Float64Array, n: number): Promise<Float64Array>;
  /** Rejects with EngineLostError where a device is gone: make the learner anew, on 'cpu', from what was saved last. */
  learn(batch: Batch): Promise<LearnReport>;
  /**
   * `predict` for the first `rows` of the batch, then `learn`, for learners whose first pass over a batch gives both; on a
   * device that is one wait instead of two.
   */
  step?(batch: Batch, rows: number): Promise<StepResult>;
  /** Forgets what was learnt, keeps its options and its place in the random numbers. */
  reset(): void;
  /** All weights, for the histogram; on a device those of the latest read, and the next batch's read brings them anew. */
  weights(): Float64Array;
  /** Everything: weights, optimiser state, random state. */
  save(): Promise<LearnerState>;
  dispose(): void;
}

export interface LearnerState {
  readonly kind: string;
  /** Options and numbers that are not arrays. */
  readonly header: unknown;
  readonly arrays: Readonly<Record<string, Float64Array | Float32Array | Uint32Array>>;
}

// ---------------------------------------------------------------- detectors

export interface Detector {
  /** One value: an error (0 or 1) of classification, an absolute error of regression. */
  update(value: number): 'stable' | 'warning' | 'drift';
  /** For people and charts: the statistic against its threshold. */
  readonly statistic: number;
  readonly threshold: number;
  save(): Memento;
}
