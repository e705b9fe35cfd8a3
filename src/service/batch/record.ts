// A batch as it is stored: what was asked for and how far it has come, beside its arrays.

import { z } from 'zod';
import { type BatchRecord, readBatch } from '../../storage/batch';
import type { BatchRequest } from '../../wire/batch';
import { batchRequestSchema } from '../../wire/batch-schemas';

const requestSchema: z.ZodType<BatchRequest> = batchRequestSchema;

const aboutSchema = z.object({
  format: z.literal(1),
  request: requestSchema,
  /** The model that scores, by id, and names as they were at the start. */
  model_id: z.string(),
  /** As in Catalogue, of the model that the scores are of; not said by earlier versions. */
  fingerprint: z.string().default(''),
  model: z.string(),
  dataset: z.string(),
  total: z.number().int().min(0),
  /** As in BatchProgress; not said by earlier versions. */
  learnt: z.number().int().min(0).nullable().default(null),
  /** As in BatchProgress, of what is scored; nor was it. */
  foreign: z.number().int().min(0).nullable().default(null),
  started_at: z.string(),
  /** preparing and running go on after a reload. */
  phase: z.enum(['preparing', 'running', 'paused', 'finished', 'failed']),
  /** Whether the texts are drawn: a pause may come before. */
  drawn: z.boolean(),
  /** Why it failed. */
  message: z.string(),
});

export type BatchAbout = z.output<typeof aboutSchema>;

export interface StoredBatch {
  readonly about: BatchAbout;
  readonly index: Uint32Array;
  readonly label: Int8Array;
  /** Of those scored. */
  readonly score: Float32Array;
}

/** Null without one, and where it is damaged or of a later version: there is nothing in it that cannot be had anew. */
export async function readStored(): Promise<StoredBatch | null> {
  const stored: Partial<BatchRecord> | undefined = await readBatch();
  const about = aboutSchema.safeParse(stored?.record).data;
  const { index, label, score } = Object(stored) as Partial<BatchRecord>;
  const arrays = index instanceof Uint32Array && label instanceof Int8Array && score instanceof Float32Array;
  if (!about || !arrays || index.length !== label.length || score.length > index.length) return null;
  return { about, index, label, score };
}
