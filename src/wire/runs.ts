// Training runs: one at a time over all tabs, from a configuration, with metrics that are kept and models that come of
// them. Everything is structured-cloneable; progress comes as events ('runs'), at most ten a second.

import type { ConfigKind, PlainConfig } from './configs';

export interface RunsService {
  state(): Promise<RunsState>;
  /** All that are kept, newest first. */
  list(): Promise<readonly RunSummary[]>;
  /** Rejects 'not found': "Run {id} not found". */
  run(id: string): Promise<RunDetail>;
  /** Metrics for charts: at most `places` rows a column, the column's best and last always among them. */
  series(request: RunSeriesRequest): Promise<RunSeries>;
  /** All rows there are, as the REST door tells them. */
  rows(id: string): Promise<RunRows>;

  /**
   * Starts a run, and resolves with its id once it is stored. While another is on: rejects 'conflict' with the id of that
   * one among the details, or, where asked, takes its place in the queue.
   */
  start(request: StartRun): Promise<string>;
  /**
   * Of the run that is on. stop ends its step, keeps best and last, and says so. Rejects 'conflict' where none is on, or,
   * with a `run` that is meant, another one.
   */
  control(command: 'pause' | 'play' | 'stop', run?: string): Promise<void>;
  /** Goes on with an interrupted or stopped run from its last checkpoint. Rejects 'conflict' while another is on. */
  resume(id: string): Promise<void>;
  /** Takes a run that waits out of the queue. */
  unqueue(id: string): Promise<void>;

  /** The same change to each. */
  update(ids: readonly string[], change: RunChange): Promise<void>;
  /** With metrics, checkpoints and models; a run that is on is passed over and named in the error ('conflict'). */
  remove(ids: readonly string[]): Promise<void>;
  /** A Lightning metrics.csv to compare with; resolves with the id of the run it becomes. */
  importCsv(name: string, file: Blob): Promise<string>;
  /** csv: Lightning's metrics.csv · tensorboard: a .tar with a folder of one event file, as TensorBoard's --logdir reads it. */
  export(id: string, format: 'csv' | 'tensorboard'): Promise<ExportedFile>;

  /** Models that runs made, newest first. They leave by the library, which has them by the same ids. */
  models(): Promise<readonly TrainedModel[]>;
  /**
   * Takes a model to the page that uses its kind, and says which: '#/reviews', '#/points', '#/runs/images/…'. Rejects
   * 'conflict' for those of streams, which are for downloading.
   */
  use(model: string): Promise<{ readonly hash: string }>;
  removeModel(model: string): Promise<void>;
  /** How an image model did on the test part (or what stands for it): null for runs of other kinds, or before it was judged. */
  evaluation(run: string): Promise<ImageEvaluationReport | null>;
}

export interface ExportedFile {
  readonly name: string;
  readonly file: Blob;
}

export interface StartRun {
  /** Id or file name of a configuration; or its text. */
  readonly config: { readonly id: string } | { readonly text: string; readonly file_name: string };
  /** "trainer.epochs=3" */
  readonly overrides?: readonly string[] | undefined;
  /** In place of the configuration's. */
  readonly name?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly when_busy?: 'refuse' | 'queue' | undefined;
}

export interface RunChange {
  readonly name?: string | undefined;
  readonly note?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly archived?: boolean | undefined;
}

/**
 * queued: waits for the slot · running, paused: holds it · interrupted: its tab went, it can go on · stopped: by people,
 * it can go on · completed: all its epochs, or stopped early by its own rule · failed · imported: metrics from elsewhere.
 */
export const RUN_PHASES = [
  'queued',
  'running',
  'paused',
  'interrupted',
  'stopped',
  'completed',
  'failed',
  'imported',
] as const;
export type RunPhase = (typeof RUN_PHASES)[number];

export interface RunSummary {
  /** "2026-11-21_16-50-12" (and "-2", where that was taken): what it is called by REST. */
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly tags: readonly string[];
  readonly archived: boolean;
  readonly phase: RunPhase;
  /** Why it failed or stopped, for people; '' otherwise. */
  readonly message: string;
  readonly kind: ConfigKind | 'imported';
  /** For people: "CNN 16–32–64", "n-gram". */
  readonly model: string;
  readonly data: string;
  /** What its data is called, of which `data` says more; '' of imported ones. */
  readonly dataset: string;
  /** File name of its configuration; '' of imported ones. */
  readonly config: string;
  readonly seed: number | null;
  /** ISO 8601, UTC. */
  readonly created_at: string;
  readonly modified_at: string;
  /** Seconds at work, pauses and absences left out. */
  readonly duration: number;
  readonly total_epochs: number;
  readonly total_steps: number;
  /** `best_<column>` */
  readonly best_metrics: Readonly<Record<string, number>>;
  readonly final_metrics: Readonly<Record<string, number>>;
  readonly columns: readonly string[];
  /** What computes, for people; '' before it is known. */
  readonly engine: string;
  /** It can go on from a checkpoint. */
  readonly resumable: boolean;
  readonly models: number;
}

export interface RunDetail extends RunSummary {
  /** As resolved at the start; null of imported ones. */
  readonly resolved: PlainConfig | null;
  readonly config_text: string;
  readonly overrides: readonly string[];
  readonly checkpoints: readonly {
    readonly role: 'best' | 'last';
    readonly epoch: number;
    readonly step: number;
    readonly bytes: number;
    readonly saved_at: string;
  }[];
  readonly trained: readonly TrainedModel[];
  readonly total_rows: number;
  readonly max_epoch: number | null;
  readonly max_step: number | null;
}

/** The run that has the slot. */
export interface ActiveRun {
  readonly id: string;
  readonly name: string;
  readonly kind: ConfigKind;
  readonly phase: 'starting' | 'running' | 'paused' | 'stopping';
  /** For people, while it starts or judges: "Reads the images", "Judges the model on the test part"; '' while it steps. */
  readonly doing: string;
  /** From 1; 0 before the first. */
  readonly epoch: number;
  readonly epochs: number | null;
  readonly step: number;
  /** Null where it is not known beforehand. */
  readonly steps: number | null;
  /** Steps a second, recent. */
  readonly rate: number;
  /** Examples a second, recent. */
  readonly examples_rate: number;
  readonly secondsLeft: number | null;
  readonly engine: string;
  /** Of the worker that trains, where it can be told. */
  readonly memory: number | null;
  readonly saved_at: string | null;
  /** Storage took nothing at the last try: what was learnt since `saved_at` is in memory alone. */
  readonly save_refused?: true;
  /** The newest value of each column. */
  readonly latest: Readonly<Record<string, number>>;
  /** While its model is judged, once it is known how many examples that takes. */
  readonly judging?: JudgingProgress;
}

/** How far a model's judging is. */
export interface JudgingProgress {
  /** 0 … 1 */
  readonly share: number;
  /** Examples a second, recent; 0 before it is known. */
  readonly rate: number;
  readonly secondsLeft: number | null;
}

export interface RunsState {
  readonly active: ActiveRun | null;
  /** Ids and names of those that wait, first first. */
  readonly queue: readonly { readonly id: string; readonly name: string }[];
  /** Found again after a rude end, newest first. */
  readonly interrupted: readonly { readonly id: string; readonly name: string }[];
  /** The run that was at work last, where it has ended, on this visit or another; null while one is on. */
  readonly ended: {
    readonly id: string;
    readonly name: string;
    readonly phase: RunPhase;
    readonly message: string;
    /** When, ISO 8601: a page that has told one end tells a later one, of the same run too. */
    readonly at: string;
  } | null;
  /** Grows when the list of runs changed otherwise than by the active run's rows: fetch it anew. */
  readonly rev: number;
  /** Grows when configurations or their shipped list changed. */
  readonly configs_rev: number;
}

export interface RunSeriesRequest {
  readonly id: string;
  /** All columns where none are named. */
  readonly columns?: readonly string[] | undefined;
  readonly places: number;
}

/** A column's arrays are of one length; NaN and infinities are values. */
export interface RunSeries {
  readonly id: string;
  readonly columns: readonly {
    readonly name: string;
    readonly step: Float64Array;
    readonly epoch: Float64Array;
    /** Seconds at work since the run's start. */
    readonly time: Float64Array;
    readonly value: Float64Array;
  }[];
  readonly total_rows: number;
}

export interface RunRows {
  readonly run_id: string;
  /** epoch and step first. */
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, number | null>>[];
  readonly max_epoch: number | null;
  readonly max_step: number | null;
  readonly last_modified: string;
}

export interface TrainedModel {
  readonly id: string;
  readonly run: string;
  readonly name: string;
  readonly kind: ConfigKind;
  readonly role: 'best' | 'last';
  readonly epoch: number;
  readonly step: number;
  readonly bytes: number;
  readonly created_at: string;
  /** What it scored where it was best, or at the last: column → value. */
  readonly metrics: Readonly<Record<string, number>>;
}

export interface ImageEvaluationReport {
  /** "test", "val": what it was judged on. */
  readonly part: string;
  readonly classes: readonly string[];
  readonly n: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly macro_f1: number;
  readonly per_class: readonly {
    readonly support: number;
    readonly precision: number;
    readonly recall: number;
    readonly f1: number;
  }[];
  /** [classes, classes], row: what it is, column: what it was taken for. */
  readonly confusion: Uint32Array;
  /** The largest loss first, at most 100; `item` is the image's number in the dataset. */
  readonly wrong: readonly {
    readonly item: number;
    readonly label: number;
    readonly predicted: number;
    readonly probability: number;
    readonly loss: number;
  }[];
}
