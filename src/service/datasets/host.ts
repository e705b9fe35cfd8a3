// The line between the service and the worker that works on datasets: it reads sources, goes through all texts, packs
// files. Requests and answers only; an import is ended by ending its worker. In Node the same runs in this thread.

import type { ExportFormat, ImportPeek, ImportSource, SplitRequest } from '../../wire/datasets';
import { guarded } from '../errors';
import { exportDataset } from './export';
import { LIMITS, type Limits } from './import/limits';
import { openImport } from './import/open';
import { peekAt } from './import/peek';
import { writeReviews } from './import/reviews';
import { type ImportJob, type ImportOutcome, type ImportProgress, ImportRun } from './import/run';
import { splitDataset } from './split';

export interface DatasetHost {
  peek(source: ImportSource): Promise<ImportPeek>;
  /** One run a host. Rejects with ServiceError; what it wrote by then stays for its caller to delete. */
  run(job: ImportJob): Promise<ImportOutcome>;
  /** Of the run at work; null before it has begun. */
  progress(): Promise<ImportProgress | null>;
  /** The reviews kept as a dataset of that id. */
  reviews(job: ReviewsJob): Promise<void>;
  split(id: string, request: SplitRequest): Promise<void>;
  export(id: string, format: ExportFormat): Promise<Blob>;
  /** Rows that the export at work has written. */
  exported(): Promise<number>;
}

export interface ReviewsJob extends Pick<ImportJob, 'id' | 'name' | 'origin' | 'created_at'> {
  readonly unlabelled: boolean;
}

/** A worker with a host in it; its calls reject with ServiceError 'unavailable' once it is gone. */
export interface DatasetPort {
  readonly host: DatasetHost;
  end(): void;
}

/** What the service needs from the world around it. */
export interface DatasetsEnv {
  spawn(): DatasetPort;
  /** The app's own origin; null where there is none. */
  readonly origin: string | null;
}

export function createDatasetHost(
  signal: AbortSignal = new AbortController().signal,
  limits: Limits = LIMITS,
): DatasetHost {
  let run: ImportRun | null = null;
  let written = 0;
  return guarded<DatasetHost>({
    peek: async (source) => peekAt(await openImport(source, limits, false), limits),
    run: (job) => {
      run = new ImportRun(job, limits, signal);
      return run.run();
    },
    progress: async () => run?.progress() ?? null,
    reviews: (job) => writeReviews(job, limits),
    split: splitDataset,
    export: (id, format) =>
      exportDataset(id, format, (rows) => {
        signal.throwIfAborted();
        written = rows;
      }),
    exported: async () => written,
  });
}
