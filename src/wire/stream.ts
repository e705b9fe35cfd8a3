// The Stream page's part of the service: a model that keeps learning from a stream of batches, is tested on each
// before it learns from it, and is saved as it goes. One run at a time over all tabs; the others watch.
// Everything is structured-cloneable; progress comes as events ('stream'), at most ten a second.

import type { DetectorId } from '../ml/stream/detectors';
import type { LearnerConfig, LearnerId } from '../ml/stream/learners';
import type { DriftOptions } from '../ml/stream/types';

export interface StreamService {
  state(): Promise<StreamState>;
  /** Another source, learner or option. Rejects 'conflict' while a run is on. */
  configure(config: StreamConfig): Promise<void>;
  /** Loads the saved model, or trains the initial one, and goes on; `state().begun` says which. `fresh`: forgets the saved one. */
  start(request?: { readonly fresh?: boolean | undefined }): Promise<void>;
  /** pause and play; step learns one batch; stop ends the batch, saves, and says so; reset forgets run and model. */
  control(command: 'pause' | 'play' | 'step' | 'stop' | 'reset'): Promise<void>;
  /** Batches a second; null as fast as possible. */
  setSpeed(batchesPerSecond: number | null): Promise<void>;
  /** Puts a batch into the queue. Rejects 'busy' when it is full, 'invalid' with row and column for what is not in order. */
  push(batch: PushedBatch): Promise<{ readonly queued: number }>;
  /** Places on the charts with a word. */
  annotate(text: string): Promise<void>;
  /** At most `places` places of the batches from … to, the run's or a kept one's. */
  series(request: SeriesRequest): Promise<StreamSeries>;
  /** What the model predicts over a grid of the first two columns, all others at their mean; null while there is nothing, or one column. */
  surface(cells: number): Promise<StreamSurface | null>;
  exportCsv(run?: string): Promise<Blob>;
  /** Keeps the present run's metrics under a name, to compare another with. */
  keep(name: string): Promise<string>;
  removeKept(run: string): Promise<void>;
  /** Reads a CSV, TSV or JSON-lines file and keeps it for the source 'file'. Rejects 'invalid' or 'too large', in words. */
  addFile(name: string, file: Blob): Promise<StreamFile>;
  removeFile(id: string): Promise<void>;
}

/** A table kept for the source 'file'. */
export interface StreamFile {
  readonly id: string;
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly string[];
  readonly bytes: number;
  readonly created_at: string;
}

/** Rows of X may be numbers alone where there is one column. */
export interface PushedBatch {
  readonly X: readonly (readonly number[])[];
  readonly y: readonly number[];
}

export const SOURCES = [
  'sea',
  'hyperplane',
  'friedman',
  'led',
  'random-rbf',
  'file',
  'reviews',
  'points',
  'push',
] as const;
export type SourceId = (typeof SOURCES)[number];

export type { DetectorId, LearnerId };

export interface StreamConfig {
  readonly source: {
    readonly id: SourceId;
    readonly seed: number;
    readonly batch_size: number;
    /** Generators only; positions and widths in examples. */
    readonly drift: DriftOptions;
    /** Share of labels that are wrong, 0 to 0.5; generators only. */
    readonly noise: number;
    /** Of 'file': the table kept for it, and the column to predict. */
    readonly file: { readonly id: string; readonly target: string } | null;
    /** Of 'push': what y is; 'infer' decides by the first batch (few whole numbers are classes). */
    readonly push: {
      readonly task: 'infer' | 'classification' | 'regression';
      /** Null: one more than the largest label of the first batch, at least 2. */
      readonly n_classes: number | null;
    };
  };
  readonly learner: {
    readonly id: LearnerId;
    readonly hidden: readonly number[];
    readonly activation: LearnerConfig['activation'];
    readonly optimizer: LearnerConfig['optimizer'];
    readonly learning_rate: number;
    /** Passes over each batch. */
    readonly epochs: number;
    readonly n_components: number;
    readonly seed: number;
    /** What computes the network; 'auto': JavaScript for small networks, WASM for larger ones. Only 'cpu' is bit-equal anywhere. */
    readonly compute: NonNullable<LearnerConfig['compute']>;
  };
  /** Examples kept and mixed in again (reservoir sampling); 0: none. */
  readonly replay: number;
  readonly detectors: readonly DetectorId[];
  readonly reset_on_drift: boolean;
  /** Batches of the sliding window of the metrics. */
  readonly window: number;
  /** 'batch': after each; else every so many seconds. */
  readonly save_every: 'batch' | number;
  /** Batches the queue holds at most. */
  readonly queue: number;
}

export interface StreamProgress {
  /** Stays while the run goes on, over pauses, stops and reloads; starting over begins another. */
  readonly run_id: string;
  readonly batches: number;
  readonly examples: number;
  /** [rows, columns] of the latest batch. */
  readonly X_shape: readonly [number, number] | null;
  readonly y_shape: readonly [number] | null;
  readonly queued: number;
  /** Batches a second, recent. */
  readonly rate: number;
  /** When it was last saved, ISO 8601; null: not yet. */
  readonly saved_at: string | null;
  /** Storage took nothing at the last try: what was learnt since `saved_at` is in memory alone. */
  readonly save_refused?: true;
}

export type StreamStatus =
  | { readonly phase: 'idle' }
  | ({ readonly phase: 'starting' | 'running' | 'paused' | 'stopping' } & StreamProgress)
  /** For a source that has nothing at the moment (reviews, points, pushed batches); the message says for what. */
  | ({ readonly phase: 'waiting'; readonly message: string } & StreamProgress)
  /** Found again after a rude end; `start` goes on, the same run. */
  | ({ readonly phase: 'interrupted' } & StreamProgress)
  | ({ readonly phase: 'stopped' | 'ended'; readonly message: string } & StreamProgress)
  | ({ readonly phase: 'failed'; readonly message: string } & StreamProgress);

export interface StreamState {
  readonly config: StreamConfig;
  readonly status: StreamStatus;
  /** How the run began, for people: "Went on with the saved model." */
  readonly begun: string | null;
  readonly speed: number | null;
  /** What the run learns from, which the configuration may no longer say; null where there is none. */
  readonly source: SourceId | null;
  /** What learns, for people, and what computes. */
  readonly learner: string | null;
  readonly engine: string | null;
  readonly task: 'classification' | 'regression' | 'density' | null;
  /** Over the sliding window, tested before learning; null before it is known. */
  readonly window: {
    readonly loss: number | null;
    readonly accuracy: number | null;
    readonly mae: number | null;
    readonly r2: number | null;
  };
  readonly detectors: readonly {
    readonly id: DetectorId;
    readonly state: 'stable' | 'warning' | 'drift';
    readonly statistic: number;
    readonly threshold: number;
    /** Batches at which it found drift, the newest 100. */
    readonly found: readonly number[];
  }[];
  readonly weights: { readonly min: number; readonly max: number; readonly counts: readonly number[] } | null;
  readonly files: readonly StreamFile[];
  readonly kept: readonly {
    readonly id: string;
    readonly name: string;
    readonly batches: number;
    readonly created_at: string;
    /** What was learnt; runs kept by earlier versions do not say. */
    readonly task?: StreamState['task'];
  }[];
  /** Grows with every batch. */
  readonly rev: number;
}

export interface SeriesRequest {
  readonly run?: string | undefined;
  readonly from: number;
  readonly to: number | null;
  readonly places: number;
}

/** Arrays of one length but for the marks; each place sums up `stride` batches. NaN: not known. */
export interface StreamSeries {
  readonly batch: Float64Array;
  readonly loss: Float64Array;
  /** Accuracy, or mean absolute error of regression. */
  readonly score: Float64Array;
  readonly learning_rate: Float64Array;
  readonly grad_norm: Float64Array;
  readonly rate: Float64Array;
  readonly queued: Float64Array;
  readonly total: number;
  readonly detections: readonly { readonly detector: DetectorId; readonly batch: number }[];
  /** Where the source's concept is known to change. */
  readonly drifts: readonly number[];
  readonly notes: readonly { readonly batch: number; readonly text: string }[];
}

export interface StreamSurface {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly cells: number;
  /**
   * [cells, cells] row-major from the lower left: the number predicted; of two classes the probability of the last; of
   * more, that of the likeliest.
   */
  readonly values: Float32Array;
  /** The likeliest class of each cell, where there are more than two; null else. */
  readonly likeliest: Float32Array | null;
  /** Recent examples: x, y, target in turn. */
  readonly examples: Float32Array;
}
