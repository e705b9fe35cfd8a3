// How a text model was made, as it is kept with it: what it learnt from, how, and what it came from.

import { z } from 'zod';
import { trainOptionsSchema } from '../../wire/reviews-schemas';

const count = z.number().int().nonnegative();

const madeSchema = z.object({
  format: z.literal(1),
  /** A retraining carries the number of its run, by which it is found again. */
  run: z.string().nullable(),
  new_texts: count,
  old_texts: count,
  held_out: count,
  /** Names, for people. */
  datasets: z.array(z.string()),
  /** By which they are told apart; models of earlier versions have names alone. */
  dataset_ids: z.array(z.string()).optional(),
  seed: count,
  /** What the trainer was told, whole. */
  training: trainOptionsSchema.nullable(),
  /** Numbers of the kept reviews that it, or a model that it came from, has learnt from. */
  learnt: z.array(z.number().int()),
  /** What it came from, the nearest first: names stay when models go. */
  ancestors: z.array(z.object({ model: z.string(), name: z.string() })),
});

export type Made = z.output<typeof madeSchema>;
export { madeSchema };

/** Null where nothing is known of it, as with models of earlier versions. */
export function parseMade(value: unknown): Made | null {
  return madeSchema.safeParse(value).data ?? null;
}
