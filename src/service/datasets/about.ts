// What is stored about a dataset, checked as it comes out of storage or a back-up, and told as the wire has it.

import { z } from 'zod';
import type { DatasetRecord, DatasetStore, TextChunk } from '../../storage/datasets';
import { type DatasetSummary, SPLITS } from '../../wire/datasets';
import { MAX_REVIEW_CHARACTERS } from '../../wire/limits';
import type { DatasetAbout } from './import/run';

const count = z.number().int().min(0);
const figuresSchema = z.object({
  splits: z.array(z.object({ split: z.enum(SPLITS), positive: count, negative: count, unlabelled: count })),
  length: z.object({
    median: z.number().min(0),
    p95: z.number().min(0),
    max: count,
    bins: z.array(z.object({ from: count, to: count, n: count })),
  }),
  vocabulary: count,
  duplicates: count,
  contradictions: count,
  leaks: count,
  empty: count,
});

export const problemSchema = z.object({ row: count, column: z.string().nullable(), message: z.string() });

const aboutSchema = z.object({
  figures: figuresSchema,
  skipped: count,
  ignored: count,
  problems: z.array(problemSchema),
  starts: z.array(count),
});

/** Null when it is not what this version wrote. */
export function readAbout(about: unknown): DatasetAbout | null {
  return aboutSchema.safeParse(about).data ?? null;
}

/** Null for a record whose contents are not in order. */
export function toSummary({ about, ...record }: DatasetRecord): DatasetSummary | null {
  const read = readAbout(about);
  if (!read) return null;
  const { starts: _starts, ...rest } = read;
  return { ...record, ...rest };
}

/** Throws when a dataset out of a back-up is not whole: its rows are not as many, or not where, its record says. */
export function checkDataset({ record, chunks }: DatasetStore): void {
  const about = readAbout(record.about);
  if (!about) throw new Error('its figures are not in order');
  let at = 0;
  const starts = chunks.map(({ texts }) => {
    const from = at;
    at += texts.length;
    return from;
  });
  const same = starts.length === about.starts.length && starts.every((from, i) => from === about.starts[i]);
  if (!same || at !== record.n) throw new Error(`it should have ${record.n} rows, and has ${at}`);
  const long = ({ texts }: TextChunk) => texts.some((text) => text.length > MAX_REVIEW_CHARACTERS);
  if (chunks.some(long)) throw new Error('a text of it is too long');
}
