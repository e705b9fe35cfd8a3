// Reads tables and links, and makes sample sets, away from the page's thread. One worker per job: ending it is how a job is cancelled.

import { expose, transfer } from 'comlink';
import { loadSample, type SampleData, type SampleId } from '../ml/samples';
import { readSetup, writeSetup } from '../service/stream/setup-link';
import { pack, unpack } from '../service/table/link';
import { readTable } from '../service/table/read';
import { readSnapshot, writeSnapshot } from '../service/table/snapshot';
import { type PlainError, toPlainError } from '../wire/errors';
import type { Snapshot } from '../wire/snapshot';
import type { StreamConfig } from '../wire/stream';
import type { TableOptions, TableProgress, TableResult } from '../wire/table';
import { showLife } from '../wire/worker';

export type Answer<T> = { readonly ok: true; readonly result: T } | { readonly ok: false; readonly error: PlainError };

/** Errors as values: Comlink would pass on their message alone. */
async function answer<T>(work: () => Promise<T>, moved: (result: T) => Transferable[] = () => []): Promise<Answer<T>> {
  try {
    const result = await work();
    return transfer({ ok: true as const, result }, moved(result));
  } catch (error) {
    return { ok: false, error: toPlainError(error) };
  }
}

const worker = {
  table: (source: Blob, options: TableOptions, onProgress: (progress: TableProgress) => void) =>
    answer<TableResult>(
      () => readTable(source, options, onProgress),
      (result) => [result.points.data.buffer as ArrayBuffer],
    ),

  sample: (id: SampleId, options: { n: number; seed: number }) =>
    answer<SampleData>(
      () => loadSample(id, options),
      (result) => [result.data.buffer as ArrayBuffer],
    ),

  /** A state file's text, or the packed part of a link. */
  readState: (source: Blob | string) =>
    answer<Snapshot>(async () => readSnapshot(typeof source === 'string' ? await unpack(source) : await source.text())),

  writeState: (snapshot: Snapshot) => answer<Blob>(async () => new Blob([writeSnapshot(snapshot)])),

  packState: (snapshot: Snapshot) => answer<string>(() => pack(writeSnapshot(snapshot))),

  /** The packed part of a link. */
  readSetup: (packed: string) => answer<StreamConfig>(async () => readSetup(await unpack(packed))),

  packSetup: (config: StreamConfig) => answer<string>(() => pack(writeSetup(config))),
};

export type { SampleId } from '../ml/samples';
export type ImportWorker = typeof worker;

showLife();
expose(worker);
