// The line between the service of runs and the worker that trains. A run of any kind is a job: opened from its resolved
// configuration, asked for the next stretch of its work, and able to say at any time between two all that is needed to go
// on exactly as if nothing had happened. The worker reads data from storage itself; the service asks for stretches, so that
// pausing is not asking, and a worker that is gone rejects the question.

import type { ExperimentConfig } from '../configs/schema';
import type { Places } from './places';

/** Files of a trained model by path, as they stand in storage and in an archive. */
export type TrainedFiles = ReadonlyMap<string, Uint8Array>;

/** Where a job's data lies, found by the service from the names in the configuration. */
export type JobData =
  /** Points as the page has them: [n, d] row-major. */
  | { readonly kind: 'points'; readonly data: Float64Array; readonly d: number }
  /** A dataset of texts in storage. */
  | {
      readonly kind: 'texts';
      readonly dataset: string;
      readonly parts: Places['parts'];
      readonly base: TrainedFiles | null;
    }
  /** A dataset of images in storage, or 'shipped'. */
  | { readonly kind: 'images'; readonly dataset: string; readonly parts: Places['parts'] }
  /** A table kept for the stream. */
  | { readonly kind: 'table'; readonly file: string }
  /** Generated as it goes, by the configuration alone. */
  | { readonly kind: 'generated' };

export interface JobRequest {
  readonly config: ExperimentConfig;
  readonly data: JobData;
  /** To go on from, as `checkpoint` gave it; null at the start. */
  readonly checkpoint: unknown;
  readonly backend: { readonly kind: 'wasm' | 'webgpu' | 'webgl' | 'cpu'; readonly threads: number };
}

export interface JobAbout {
  /** For people: "CNN 16–32–64, 56,000 parameters". */
  readonly model: string;
  /** For people: "Drawn digits: 1,600 train, 400 held out, 500 test". */
  readonly data: string;
  /** "WASM, 2 threads" */
  readonly engine: string;
  readonly epochs: number | null;
  readonly steps: number | null;
}

export type JobEvent =
  /** A row of metrics: of a step, or of an epoch's end (then with `val_…` columns). */
  | {
      readonly kind: 'row';
      readonly epoch: number;
      readonly step: number;
      readonly values: Readonly<Record<string, number>>;
      readonly histograms?: Histograms | undefined;
    }
  /** An epoch is over and judged. `score` by the monitored metric: larger is better, not finite: not kept; `best` so far. */
  | {
      readonly kind: 'epoch';
      readonly epoch: number;
      readonly step: number;
      readonly score: number;
      readonly best: boolean;
    }
  | { readonly kind: 'done'; readonly reason: 'finished' | 'early stopping'; readonly message: string };

/** Of weights, by tensor: edges[0..n], counts[n]. */
export type Histograms = Readonly<Record<string, { readonly edges: Float64Array; readonly counts: Float64Array }>>;

export interface JobStretch {
  readonly events: readonly JobEvent[];
  /** Steps taken in all, and the epoch of the next step (both from 0). */
  readonly step: number;
  readonly epoch: number;
  /** Examples in this stretch. */
  readonly examples: number;
  readonly done: boolean;
  /** Bytes the worker holds, where it can be told. */
  readonly memory: number | null;
}

/** The model as files: 'best' where the job keeps one, else what it is now. `metrics`: the values it had. */
export interface JobResult {
  readonly files: TrainedFiles;
  readonly epoch: number;
  readonly step: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** One run, in the worker. Every method is called one after the other. */
export interface Job {
  readonly about: JobAbout;
  /**
   * Works for about `milliseconds`, at least one step (or one evaluation), and stops after an event of kind 'epoch' at once, so that a
   * checkpoint can be taken there. After 'done' it stays done.
   */
  advance(milliseconds: number): Promise<JobStretch>;
  /** A structured clone of it goes on as the same run: parameters, best parameters, moments, random state, place in the data. */
  checkpoint(): Promise<unknown>;
  result(role: 'best' | 'last'): Promise<JobResult>;
  /** Judged on the test part, or what stands for it: `test_…` columns, and a report for people (of images: ImageEvaluationReport). Null where there is nothing to judge by. */
  test(told: (judged: Judged) => void): Promise<Tested | null>;
  dispose(): void;
}

export interface Tested {
  readonly values: Readonly<Record<string, number>>;
  readonly report: unknown;
}

/** Examples judged, of how many. */
export interface Judged {
  readonly n: number;
  readonly of: number;
}

/** What the worker offers. One job at a time. */
export interface JobHost {
  /** Rejects ServiceError 'invalid' in words for data or options that cannot be trained with. */
  open(request: JobRequest): Promise<JobAbout>;
  advance(milliseconds: number): Promise<JobStretch>;
  checkpoint(): Promise<unknown>;
  result(role: 'best' | 'last'): Promise<JobResult>;
  test(): Promise<Tested | null>;
  /** How far `test` is, asked while it is at work; null where it has not said yet. */
  judged(): Promise<Judged | null>;
  close(): Promise<void>;
}

export interface JobPort {
  readonly host: JobHost;
  end(): void;
}

/** The runs' surroundings: a worker in a browser, the same functions in Node. `onDeath` is called at most once, never after `end`. */
export interface RunsEnv {
  spawn(onDeath: (why: string) => void): JobPort;
}
