// A take as it is kept while it runs, so that a reload can take it up again.

import { z } from 'zod';
import { readImageSet } from '../../storage/images';
import type { DatasetSummary, ImportSource } from '../../wire/datasets';
import { IMAGE_PARTS } from '../../wire/images';
import { newId } from '../../wire/new-id';
import { noRoom } from '../datasets/import-record';
import { toSummary } from './about';
import type { FoundDataset } from './discovery';

const count = z.number().int().min(0);

const foundSchema = z.object({
  name: z.string(),
  kind: z.enum(['images', 'texts']),
  folder: z.string(),
  classes: z.array(z.string()),
  parts: z.array(z.object({ part: z.enum(IMAGE_PARTS), files: count })),
  bytes: count,
  problem: z.null(),
}) satisfies z.ZodType<FoundDataset>;

const schema = z.object({
  id: z.string().min(1),
  /** For people. */
  origin: z.string(),
  /** Where it can be fetched anew; null for files and folders. */
  url: z.string().nullable(),
  created_at: z.string(),
  chosen: z.array(foundSchema).min(1),
  /** Times it was begun. */
  attempts: z.number().int().min(1),
  no_room: noRoom,
});

export type StoredTake = z.output<typeof schema>;

export function readStoredTake(record: unknown): StoredTake | null {
  return schema.safeParse(record).data ?? null;
}

/** @param chosen of which every one can be taken */
export function newTake(source: ImportSource, chosen: readonly FoundDataset[]): StoredTake {
  const url = source.kind === 'url' ? source.url : null;
  const origin = source.kind === 'url' ? source.url : source.name;
  return {
    ...{ id: newId(), origin, url, created_at: new Date().toISOString(), attempts: 1 },
    chosen: chosen.map((dataset) => ({
      ...dataset,
      classes: [...dataset.classes],
      parts: dataset.parts.map((part) => ({ ...part })),
      problem: null,
    })),
  };
}

/** Under which the set of images is written: after a reload it is there, or it is not. */
export function setIdOf({ id }: StoredTake, at: number): string {
  return `${id}-${at}`;
}

export interface Made {
  /** Datasets that are whole and there, the first of those chosen. */
  readonly made: { readonly kind: 'images' | 'texts'; readonly id: string; readonly name: string }[];
  files: number;
  unreadable: number;
}

/** What of a take had come to its end before a reload; texts got ids of their own, and are known by their names. */
export async function madeOf(record: StoredTake, texts: readonly DatasetSummary[]): Promise<Made> {
  const all: Made = { made: [], files: 0, unreadable: 0 };
  for (const [i, { kind, name }] of record.chosen.entries()) {
    if (kind === 'images') {
      const set = await readImageSet(setIdOf(record, i));
      if (!set) break;
      all.made.push({ kind, id: set.id, name });
      all.files += set.n;
      all.unreadable += toSummary(set)?.unreadable_count ?? 0;
    } else {
      const dataset = texts.find((one) => one.name === name && one.created_at >= record.created_at);
      if (!dataset) break;
      all.made.push({ kind, id: dataset.id, name });
      all.files += dataset.n;
      all.unreadable += dataset.skipped;
    }
  }
  return all;
}
