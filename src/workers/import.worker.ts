// Reads tables and makes sample sets away from the page's thread. One worker per job: ending it is how a job is cancelled.

import { expose, transfer } from 'comlink';
import { readTable } from '../service/table/read';
import { type PlainError, toPlainError } from '../wire/errors';
import type { TableOptions, TableProgress, TableResult } from '../wire/table';

export type Answer<T> = { readonly ok: true; readonly result: T } | { readonly ok: false; readonly error: PlainError };

const worker = {
  async table(
    source: Blob,
    options: TableOptions,
    onProgress: (progress: TableProgress) => void,
  ): Promise<Answer<TableResult>> {
    try {
      const result = await readTable(source, options, onProgress);
      return transfer({ ok: true as const, result }, [result.points.data.buffer as ArrayBuffer]);
    } catch (error) {
      return { ok: false, error: toPlainError(error) };
    }
  },
};

export type ImportWorker = typeof worker;

expose(worker);
