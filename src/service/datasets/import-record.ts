// An import as it is kept while it runs, so that a reload can take it up again.

import { z } from 'zod';
import { type ImportKey, type ImportRecord, saveImport } from '../../storage/datasets';
import { QuotaExceededError } from '../../storage/errors';
import type { ImportRequest, ImportSource } from '../../wire/datasets';
import { newId } from '../../wire/new-id';
import { problemSchema } from './about';

/** Times an import is begun: one that ends its worker or its tab would else do so for ever. */
export const MAX_ATTEMPTS = 3;

const place = z.number().int().min(0);

/** Of a single file that found no room beside it (`keepImport`). */
export const noRoom = z.literal(true).optional();

/** How far its rows have joined the reviews: a reload goes on from there, as people may have labelled those that are there. */
const part = z.object({
  /** What reading came to: the chunks are kept until the last row has joined. */
  outcome: z.object({ rows: place, skipped: place, problems: z.array(problemSchema), chunks: place }),
  /** Rows that have joined, the first ones. */
  rows: place,
  /** The number of the last of them. */
  last: place,
});

const schema = z.object({
  id: z.string().min(1),
  name: z.string(),
  into: z.enum(['dataset', 'reviews']),
  /** For people: the file, the folder or the address. */
  origin: z.string(),
  /** Where the reviews say they come from; as `origin` where earlier versions did not keep it. */
  from: z.string().optional(),
  created_at: z.string(),
  columns: z
    .object({
      text: place,
      label: place.nullable(),
      split: place.nullable(),
      positive: z.array(z.string()).nullable(),
      negative: z.array(z.string()).nullish(),
      ref: place.nullish(),
    })
    .nullable(),
  /** Where it can be fetched anew; null for files and folders. */
  url: z.string().nullable(),
  /** Times it was begun. */
  attempts: z.number().int().min(1),
  /** Rows join the reviews: those with a higher number than this, of that origin, are its own. Null before that. */
  after: z.number().int().min(0).nullable(),
  part: part.nullish(),
  no_room: noRoom,
});

export type StoredImport = z.output<typeof schema>;

/** What the reviews of an import say of where they come from. */
export function sourceOf({ from, origin }: StoredImport): string {
  return from ?? origin;
}

export function readStoredImport(record: unknown): StoredImport | null {
  return schema.safeParse(record).data ?? null;
}

export function newImport(request: ImportRequest, name: string): StoredImport {
  const { source, into, columns } = request;
  const origin = originOf(source);
  return {
    id: newId(),
    name,
    into,
    origin,
    from: request.name.trim() ? name : origin,
    created_at: new Date().toISOString(),
    columns: columns && {
      ...columns,
      positive: columns.positive && [...columns.positive],
      negative: columns.negative && [...columns.negative],
    },
    url: source.kind === 'url' ? source.url : null,
    attempts: 1,
    after: null,
  };
}

export function originOf(source: ImportSource): string {
  return source.kind === 'url' ? new URL(source.url).pathname.split('/').at(-1) || source.url : source.name;
}

/** What can be read again after a reload; null where the browser does not let it be kept. */
export function storedSource(
  { origin, url }: Pick<StoredImport, 'origin' | 'url'>,
  file: Blob | null,
): ImportSource | null {
  if (url !== null) return { kind: 'url', url };
  return file && { kind: 'file', name: origin, file };
}

/** Why one is not taken up again, for people. */
export function unresumable(source: ImportSource | null, { no_room }: Pick<StoredImport, 'no_room'>): string {
  if (source) return 'It was broken off three times. The file may be too large for this device.';
  const why = no_room ? 'there was no room to keep the file for later' : 'a folder cannot be kept for later';
  return `The page was closed meanwhile, and ${why}: choose it again.`;
}

/** With the file, where there is room for it: without it a reload ends the import. */
export async function keepImport({ record, file }: ImportRecord, key?: ImportKey): Promise<void> {
  try {
    await saveImport({ record, file }, key);
  } catch (error) {
    if (!(error instanceof QuotaExceededError) || !file) throw error;
    await saveImport({ record: { ...Object(record), no_room: true }, file: null }, key);
  }
}
