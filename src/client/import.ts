// Reading and writing tables and whole states for the page: one worker per job, ended when the job is done or given up.

import { proxy, type Remote, wrap } from 'comlink';
import { fromPlainError, ServiceError } from '../wire/errors';
import type { NewDataset } from '../wire/service';
import type { Snapshot } from '../wire/snapshot';
import type { StreamConfig } from '../wire/stream';
import type { TableOptions, TableProgress, TableResult } from '../wire/table';
import { startWorker } from '../wire/worker';
import type { Answer, ImportWorker, SampleId } from '../workers/import.worker';
import importScript from '../workers/import.worker.ts?worker&url';

/**
 * Reads CSV, TSV or JSON off the page's thread.
 * Rejects with ServiceError for what cannot be read, with an AbortError when `signal` gives up.
 */
export function readTable(
  source: Blob,
  options: TableOptions,
  onProgress: (progress: TableProgress) => void,
  signal: AbortSignal,
): Promise<TableResult> {
  return inWorker(signal, (worker) => worker.table(source, options, proxy(onProgress)));
}

/** A sample set, by name; generated ones have `n` points by `seed`. */
export function makeSample(id: SampleId, options: { n: number; seed: number }): Promise<NewDataset> {
  return inWorker(NEVER, (worker) => worker.sample(id, options));
}

/** The state in a file, or in the packed part of a link. Rejects with ServiceError when it is damaged. */
export function readState(source: Blob | string): Promise<Snapshot> {
  return inWorker(NEVER, (worker) => worker.readState(source));
}

/** A state as a file. */
export function writeState(snapshot: Snapshot): Promise<Blob> {
  return inWorker(NEVER, (worker) => worker.writeState(snapshot));
}

/** A state as the packed part of a link. */
export function packState(snapshot: Snapshot): Promise<string> {
  return inWorker(NEVER, (worker) => worker.packState(snapshot));
}

/** The set-up of a stream in the packed part of a link. Rejects with ServiceError when it is damaged. */
export function readSetup(packed: string): Promise<StreamConfig> {
  return inWorker(NEVER, (worker) => worker.readSetup(packed));
}

/** A set-up of a stream as the packed part of a link. */
export function packSetup(config: StreamConfig): Promise<string> {
  return inWorker(NEVER, (worker) => worker.packSetup(config));
}

const NEVER = new AbortController().signal;

/** Runs one job in a worker of its own. A worker that dies rejects instead of leaving the job hanging. */
function inWorker<T>(signal: AbortSignal, job: (worker: Remote<ImportWorker>) => Promise<Answer<T>>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const { endpoint, end: endWorker } = startWorker(importScript, 'import', (why) =>
      end(() =>
        reject(new ServiceError('unavailable', `The reader stopped unexpectedly: ${why}. Nothing was changed.`)),
      ),
    );
    const end = (settle: () => void) => {
      endWorker();
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    const onAbort = () => end(() => reject(new DOMException('Reading was cancelled.', 'AbortError')));
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) {
      onAbort();
      return;
    }
    job(wrap<ImportWorker>(endpoint)).then(
      (answer) => end(() => (answer.ok ? resolve(answer.result) : reject(fromPlainError(answer.error)))),
      (error: unknown) => end(() => reject(error)),
    );
  });
}
