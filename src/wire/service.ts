// The service as everyone outside it sees it: the page, other tabs and the REST door.
// Every argument and result is structured-cloneable; nothing is a callback. Progress comes as events.
// Methods reject with ServiceError.

import type { FitOptions, Matrix, Method, Mixture } from '../ml/gmm/types';
import type { BackupState } from './backup';
import type { BatchService } from './batch';
import type { ConfigsService } from './configs';
import type { DatasetsService } from './datasets';
import type { DriftService } from './drift';
import type { ImagesService } from './images';
import type { LibraryService } from './library';
import type { RetrainService } from './retrain';
import type { ReviewsService } from './reviews';
import type { RunsService } from './runs';
import type { StreamService } from './stream';

export interface Service {
  readonly points: PointsService;
  readonly reviews: ReviewsService;
  readonly datasets: DatasetsService;
  readonly drift: DriftService;
  readonly retrain: RetrainService;
  readonly batch: BatchService;
  readonly stream: StreamService;
  readonly configs: ConfigsService;
  readonly images: ImagesService;
  readonly runs: RunsService;
  readonly models: ModelsService;
  readonly library: LibraryService;
  readonly compute: ComputeService;
  readonly data: DataService;
  ping(): Promise<{ status: 'ok' }>;
}

// ---------------------------------------------------------------- points

export interface PointsService {
  state(): Promise<PointsState>;
  /** A copy of all points. */
  points(): Promise<Matrix & { readonly columns: readonly string[]; readonly rev: number }>;
  /** Two columns for drawing, [n, 2] row-major. */
  view(x: number, y: number): Promise<{ readonly xy: Float64Array; readonly rev: number }>;
  /**
   * Whole rows by index, in the order asked, and the revision that they are of. `rev`, here and below: the revision of which
   * the indices are; without it, now.
   */
  rows(indices: Uint32Array, rev?: number): Promise<Matrix & { readonly rev: number }>;
  /** Responsibilities for drawing, under the model as it stands; null without a model. */
  assignment(): Promise<PointsAssignment | null>;

  // Editing: each call is one undo step, bumps `rev`, and is saved.
  /** Calls in a row with the same `stroke` (one drag of the spray) are one undo step. */
  add(rows: Matrix, stroke?: string): Promise<void>;
  /** What went since `rev` is left out. */
  remove(indices: Uint32Array, rev?: number): Promise<void>;
  /** Overwrites whole rows; all of them must be there still. */
  move(indices: Uint32Array, rows: Matrix, rev?: number): Promise<void>;
  /** Overwrites one number of a point, and leaves the others of its row as they are by then. Gives the `rev` it made. */
  setValue(index: number, column: number, value: number, rev?: number): Promise<number>;
  replace(dataset: NewDataset): Promise<void>;
  /** Forgets points and model (undoable). */
  clear(): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;

  // Fitting
  setOptions(options: Partial<FitOptions>): Promise<void>;
  /** play starts or goes on; step does one iteration and pauses; reset forgets the fit, keeps points. */
  control(command: FitCommand): Promise<void>;
  /**
   * Iterations a second while playing; null is as fast as possible. `passing`: for the fit that runs now or is
   * started next, and full speed from its end on.
   */
  setSpeed(iterationsPerSecond: number | null, passing?: boolean): Promise<void>;
  /** Fits K = min..max and keeps the scores in `state().selection`; cancel with `control('pause')`. */
  select(request: SelectionRequest): Promise<SelectionResult>;

  // Using
  inspect(row: readonly number[], level: number): Promise<Inspection>;
  /** Draws n rows; with `add` they join the points. */
  sample(n: number, seed: number, add: boolean): Promise<Matrix>;
  score(rows: Matrix, level: number): Promise<Scores>;
  exportCsv(withResponsibilities: boolean): Promise<Blob>;

  // The REST door's forms (bodies already validated against src/wire/schemas.ts).
  train(request: TrainRequest): Promise<TrainResponse>;
  update(request: TrainRequest): Promise<TrainResponse>;
  parameters(): Promise<TrainResponse>;
}

export type FitCommand = 'play' | 'pause' | 'step' | 'reset';

export interface NewDataset extends Matrix {
  readonly columns: readonly string[];
  /** Where it came from, for people: "Penguins", "my.csv". */
  readonly source: string;
  /** Options and model that came along (a shared link or state file): put in place with the points, as one undo step. */
  readonly options?: FitOptions | undefined;
  readonly mixture?: Mixture | null | undefined;
}

export interface DatasetInfo {
  readonly n: number;
  readonly d: number;
  readonly columns: readonly string[];
  readonly source: string;
  /** Grows with every change of the points. */
  readonly rev: number;
  /** Smallest and largest value per column; empty without points. */
  readonly min: readonly number[];
  readonly max: readonly number[];
  /** Mean per column; empty without points. */
  readonly mean: readonly number[];
}

export interface PointsState {
  readonly dataset: DatasetInfo;
  readonly options: FitOptions;
  /** `options.epochs` with 'auto' worked out for the current points. */
  readonly epochs: number;
  readonly fit: FitStatus;
  readonly mixture: Mixture | null;
  /** The mixture was made with other options than are set now: play or step starts a new fit. */
  readonly earlierOptions: boolean;
  /** Total log-likelihood per iteration; at most 2,000 values, `stride` iterations apart. */
  readonly history: { readonly values: readonly number[]; readonly stride: number };
  readonly selection: SelectionResult | null;
  readonly speed: number | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export interface FitProgress {
  readonly method: Method;
  readonly iteration: number;
  readonly epochs: number;
  readonly init: number;
  readonly n_init: number;
  /** Total over all points, natural log: as the last iteration told it; once finished, under the model on show. */
  readonly log_likelihood: number;
  /** Points came, went or moved since: `log_likelihood` is of the points as they were. */
  readonly behind: boolean;
  readonly change: number;
  /** Iterations a second, recent; 0 before it is known. */
  readonly rate: number;
  /** Upper bound in seconds, were no convergence to come first; null when paused or unknown. */
  readonly secondsLeft: number | null;
  /** Engine kind and threads, for people: "WASM, 2 threads". */
  readonly engine: string;
}

export type FitStatus =
  | { readonly phase: 'idle' }
  | ({ readonly phase: 'starting' | 'running' | 'paused' } & FitProgress)
  | ({ readonly phase: 'finished'; readonly converged: boolean } & FitProgress)
  | { readonly phase: 'selecting'; readonly done: number; readonly total: number }
  | { readonly phase: 'failed'; readonly message: string };

export interface SelectionRequest {
  readonly min: number;
  readonly max: number;
  readonly criterion: 'bic' | 'aic';
}

export interface SelectionResult {
  readonly criterion: 'bic' | 'aic';
  readonly best: number;
  readonly candidates: readonly { readonly n_components: number; readonly bic: number; readonly aic: number }[];
  /** True once the points, or options that the scores depend on, have changed since. */
  readonly stale?: boolean | undefined;
}

export interface PointsAssignment {
  readonly rev: number;
  readonly n_components: number;
  readonly labels: Uint8Array;
  /** [n, K], 0..255 */
  readonly responsibilities: Uint8Array;
}

export interface Inspection {
  readonly log_density: number;
  readonly responsibilities: readonly number[];
  /** True when the density is below that of all but `level` of the mixture's own samples. */
  readonly outlier: boolean;
  /** Log density below which a point counts as an outlier at `level`. */
  readonly threshold: number;
}

export interface Scores {
  readonly log_density: Float64Array;
  readonly labels: Uint8Array;
  /** [n, K] */
  readonly responsibilities: Float64Array;
  readonly outlier: Uint8Array;
}

/** Body of POST /api/train and /api/update: options may be left out, `epochs` too. */
export type TrainRequest = Partial<FitOptions> & { readonly points: readonly (readonly number[])[] };

export interface TrainResponse {
  readonly method: Method;
  readonly covariance_type: FitOptions['covariance_type'];
  readonly n_components: number;
  readonly n_features: number;
  readonly n_points: number;
  readonly weights: number[];
  readonly means: number[][];
  /** scikit-learn's shape for the type. */
  readonly covariances: number[] | number[][] | number[][][];
  /** Total over all points under the returned parameters, natural log. */
  readonly log_likelihood: number;
  readonly bic: number;
  readonly aic: number;
  readonly n_iter: number;
  readonly converged: boolean;
  readonly epochs: number;
  readonly seed: number;
  /** Total log-likelihood per iteration. */
  readonly history: number[];
  readonly warnings: string[];
}

// ---------------------------------------------------------------- saved models

export interface ModelSummary {
  readonly id: string;
  readonly name: string;
  readonly kind: 'mixture';
  readonly version: number;
  readonly created_at: string;
  readonly bytes: number;
  readonly description: string;
}

export interface ModelsService {
  list(): Promise<ModelSummary[]>;
  /** Saves the page's mixture; the same name again makes the next version. */
  saveMixture(name: string): Promise<ModelSummary>;
  /** Makes a saved mixture the page's model; points stay, if their dimensions fit. */
  loadMixture(id: string): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
}

// ---------------------------------------------------------------- compute

export const BACKENDS = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type Backend = (typeof BACKENDS)[number];

export interface BackendCandidate {
  readonly backend: Backend;
  /** measured: usable, with its time · failed: tried, could not start · skipped: not tried, with the reason */
  readonly status: 'measured' | 'failed' | 'skipped';
  /** Median milliseconds of the measurement. */
  readonly ms: number | null;
  readonly note: string;
}

export interface ComputeState {
  readonly phase: 'measuring' | 'ready';
  readonly backend: Backend;
  /** One sentence for people. */
  readonly reason: string;
  readonly override: Backend | 'auto';
  readonly threads: number;
  readonly crossOriginIsolated: boolean;
  readonly relaxedSimd: boolean;
  readonly candidates: readonly BackendCandidate[];
}

export interface ComputeService {
  state(): Promise<ComputeState>;
  setOverride(backend: Backend | 'auto'): Promise<ComputeState>;
  measureAgain(): Promise<ComputeState>;
}

// ---------------------------------------------------------------- data on this device

export interface StorageState {
  readonly usage: number;
  readonly quota: number;
  readonly persisted: boolean;
  /** Bytes by kind of thing, for people. */
  readonly parts: readonly { readonly label: string; readonly count: number; readonly bytes: number }[];
}

export interface RestorePreview {
  readonly createdAt: string;
  readonly appVersion: string;
  readonly parts: readonly { readonly label: string; readonly count: number }[];
}

export interface DataService {
  state(): Promise<StorageState>;
  // Asking for persistence is `requestPersistence` in src/client: browsers allow it only on the page itself.
  /** Everything in one file. */
  backup(): Promise<Blob>;
  /** Reads and checks a back-up, changes nothing. Rejects 'invalid' with what is wrong. */
  inspectBackup(file: Blob): Promise<RestorePreview>;
  /** Replaces everything with the back-up, all or nothing. */
  restore(file: Blob): Promise<void>;
  backupState(): Promise<BackupState>;
  /** Gives up what is made or read: it rejects 'conflict', and nothing was changed. Rejects 'conflict' itself where it is too late. */
  cancelBackup(): Promise<void>;
  deleteEverything(): Promise<void>;
}
