// An import as it is kept while it runs, so that a reload can take it up again.

import { z } from 'zod';
import type { ImportRequest, ImportSource } from '../../wire/datasets';
import { newId } from '../../wire/new-id';

const place = z.number().int().min(0);

const schema = z.object({
  id: z.string().min(1),
  name: z.string(),
  into: z.enum(['dataset', 'reviews']),
  /** For people. */
  origin: z.string(),
  created_at: z.string(),
  columns: z
    .object({ text: place, label: place.nullable(), split: place.nullable(), positive: z.array(z.string()).nullable() })
    .nullable(),
  /** Where it can be fetched anew; null for files and folders. */
  url: z.string().nullable(),
  /** Times it was begun. */
  attempts: z.number().int().min(1),
  /** Rows join the reviews: those with a higher number than this, of that origin, are its own. Null before that. */
  after: z.number().int().min(0).nullable(),
});

export type StoredImport = z.output<typeof schema>;

export function readStoredImport(record: unknown): StoredImport | null {
  return schema.safeParse(record).data ?? null;
}

export function newImport(request: ImportRequest, name: string): StoredImport {
  const { source, into, columns } = request;
  return {
    id: newId(),
    name,
    into,
    origin: originOf(source),
    created_at: new Date().toISOString(),
    columns: columns && { ...columns, positive: columns.positive && [...columns.positive] },
    url: source.kind === 'url' ? source.url : null,
    attempts: 1,
    after: null,
  };
}

export function originOf(source: ImportSource): string {
  return source.kind === 'url' ? new URL(source.url).pathname.split('/').at(-1) || source.url : source.name;
}

/** What can be read again after a reload; null where the browser does not let it be kept. */
export function storedSource({ origin, url }: StoredImport, file: Blob | null): ImportSource | null {
  if (url !== null) return { kind: 'url', url };
  return file && { kind: 'file', name: origin, file };
}
