// One import at a time, as a small store of its own: opened by the file button, by a paste, or by a
// drop anywhere on the page, and shown where the person looks at it.

import { create } from 'zustand';
import { readTable } from '../../../client/import';
import type { TableOptions, TableProgress, TableResult } from '../../../wire/table';

/** A table that was read, and is looked at. */
export interface TableFound {
  readonly stage: 'read';
  readonly name: string;
  readonly result: TableResult;
  readonly options: TableOptions;
}

export type ImportStage =
  | { readonly stage: 'none' }
  | { readonly stage: 'reading'; readonly name: string; readonly progress: TableProgress }
  | TableFound
  | { readonly stage: 'failed'; readonly name: string; readonly error: unknown; readonly options: TableOptions };

interface Importing {
  readonly at: ImportStage;
}

export const AUTO: TableOptions = { header: 'auto', columns: null };

export const useImporting = create<Importing>()(() => ({ at: { stage: 'none' } }));

/** What is being read or was read last, for reading it again with other options. */
let source: Blob | null = null;
let reading: AbortController | null = null;

export async function openTable(blob: Blob, name: string, options: TableOptions = AUTO): Promise<void> {
  reading?.abort();
  const controller = new AbortController();
  reading = controller;
  source = blob;
  let ended = false;
  const show = (at: ImportStage) => {
    if (!controller.signal.aborted) useImporting.setState({ at });
  };
  show({ stage: 'reading', name, progress: { share: 0, rows: 0 } });
  try {
    // Progress comes on a line of its own, and may arrive after the result.
    const onProgress = (progress: TableProgress) => {
      if (!ended) show({ stage: 'reading', name, progress });
    };
    const result = await readTable(blob, options, onProgress, controller.signal);
    ended = true;
    show({ stage: 'read', name, result, options });
  } catch (error) {
    ended = true;
    show({ stage: 'failed', name, error, options });
  }
}

/** Reads the same source again, with other options. */
export function readAgain(options: TableOptions): void {
  const { at } = useImporting.getState();
  if (source && at.stage !== 'none') void openTable(source, at.name, options);
}

/** Puts aside what was read: other points were taken. What is still being read goes on. */
export function dismissImport(): void {
  if (useImporting.getState().at.stage !== 'reading') closeImport();
}

/** Stops reading, or puts aside what was read. */
export function closeImport(): void {
  reading?.abort();
  source = null;
  // An object of its own each time: it is told by that whether it is new (useArrival.ts).
  if (useImporting.getState().at.stage !== 'none') useImporting.setState({ at: { stage: 'none' } });
}
