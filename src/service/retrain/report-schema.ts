// A gate's report as it is stored.

import { z } from 'zod';
import type { GateReport } from '../../wire/retrain';

const figures = z.object({
  n: z.number(),
  accuracy: z.number(),
  interval: z.tuple([z.number(), z.number()]),
  precision: z.number(),
  recall: z.number(),
  f1: z.number(),
  auc: z.number().nullable(),
  loss: z.number(),
});

const set = z.enum(['new', 'old', 'probe']);

export const gateReportSchema: z.ZodType<GateReport> = z.object({
  champion: z.string(),
  challenger: z.string(),
  at: z.string(),
  passed: z.boolean(),
  reasons: z.array(z.object({ held: z.boolean(), sentence: z.string() })),
  min_accuracy: z.number(),
  alpha: z.number(),
  sets: z.array(
    z.object({
      set,
      champion: figures,
      challenger: figures,
      lost: z.number(),
      won: z.number(),
      p_value: z.number().nullable(),
    }),
  ),
  flips: z.array(
    z.object({
      set,
      text: z.string(),
      label: z.union([z.literal(0), z.literal(1)]),
      champion: z.number(),
      challenger: z.number(),
    }),
  ),
});
