// For tests: a service on the storage of the process, archives as people have them, and waiting for an import's end.

import { packTar, type TarEntry } from 'modern-tar';
import { expect } from 'vitest';
import type { DatasetRow, DatasetsService, ImportRequest, ImportStatus } from '../../wire/datasets';
import type { ServiceEvent } from '../../wire/events';
import type { NewReview } from '../../wire/reviews';
import { nodeDatasetsEnv } from './env.node';
import type { DatasetsEnv } from './host';
import type { Limits } from './import/limits';
import { type DatasetsHandle, openDatasets } from './index';

export interface Opened extends DatasetsHandle {
  readonly events: ServiceEvent[];
  /** What joined the reviews. */
  readonly joined: Map<string, NewReview>;
}

export async function open(
  env: DatasetsEnv | Limits = nodeDatasetsEnv(),
  usedBy: (id: string) => string | null = () => null,
): Promise<Opened> {
  const events: ServiceEvent[] = [];
  const joined = new Map<string, NewReview>();
  let next = 1;
  const handle = await openDatasets({
    emit: (event) => events.push(event),
    usedBy,
    env: 'spawn' in env ? env : nodeDatasetsEnv(env),
    reviews: {
      add: async (reviews) =>
        reviews.map((review) => {
          const id = String(next++);
          joined.set(id, review);
          return id;
        }),
      removeReviews: async (ids) => {
        for (const id of ids) joined.delete(id);
      },
    },
  });
  return { ...handle, events, joined };
}

/** Resolves when no import is at work any more. */
export async function ended(service: DatasetsService): Promise<ImportStatus> {
  for (;;) {
    const { importing } = await service.state();
    if (importing.phase !== 'reading' && importing.phase !== 'finishing') return importing;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Imports a file to its end; the dataset's rows. */
export async function importFile(
  service: DatasetsService,
  file: Blob,
  more: Partial<ImportRequest> = {},
): Promise<{ readonly id: string; readonly rows: readonly DatasetRow[]; readonly status: ImportStatus }> {
  const source = { kind: 'file', name: 'data', file } as const;
  const id = await service.import({ source, name: 'Data', into: 'dataset', columns: null, ...more });
  const status = await ended(service);
  expect(status).toMatchObject({ phase: 'finished', id });
  return { id, rows: await allRows(service, id), status };
}

/** Imports what cannot be imported; the message. */
export async function importFails(
  service: DatasetsService,
  file: Blob,
  more: Partial<ImportRequest> = {},
): Promise<string> {
  const source = { kind: 'file', name: 'data', file } as const;
  await service.import({ source, name: 'Data', into: 'dataset', columns: null, ...more });
  const status = await ended(service);
  if (status.phase !== 'failed') throw new Error(`The import should have failed, and ${status.phase}.`);
  return status.message;
}

export async function allRows(service: DatasetsService, id: string): Promise<DatasetRow[]> {
  const rows: DatasetRow[] = [];
  for (;;) {
    const page = await service.rows(id, { offset: rows.length, limit: 1000 });
    rows.push(...page.rows);
    if (rows.length >= page.total) return rows;
  }
}

export async function tar(
  files: Readonly<Record<string, string | Uint8Array>>,
  more: readonly TarEntry[] = [],
): Promise<Uint8Array<ArrayBuffer>> {
  const entries = Object.entries(files).map(([name, content]) => {
    const body = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    return { header: { name, size: body.length, type: 'file' as const }, body };
  });
  return packTar([...entries, ...more]);
}

export async function gzip(bytes: Uint8Array<ArrayBuffer> | string): Promise<Blob> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(stream).blob();
}

/** Files as in aclImdb: n positive and n negative texts in train and in test, and some without a label. */
export function imdbFiles(n: number, root = 'aclImdb'): Record<string, string> {
  const files: Record<string, string> = {
    [`${root}/README`]: 'Large Movie Review Dataset v1.0',
    [`${root}/imdb.vocab`]: 'the\nand\n',
    [`${root}/train/urls_pos.txt`]: 'http://www.imdb.com/',
  };
  for (const split of ['train', 'test']) {
    for (let i = 0; i < n; i++) {
      files[`${root}/${split}/pos/${i}_${7 + (i % 4)}.txt`] =
        `A warm film, number ${i} of ${split}.<br /><br />Go and see it.`;
      files[`${root}/${split}/neg/${i}_${1 + (i % 4)}.txt`] = `A dull film, number ${i} of ${split}. Give it a miss.`;
    }
  }
  for (let i = 0; i < n; i++) files[`${root}/train/unsup/${i}_0.txt`] = `Seen, number ${i}.`;
  return files;
}
