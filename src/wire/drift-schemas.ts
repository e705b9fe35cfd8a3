// What may be asked of drift monitoring, checked at the edge.

import { z } from 'zod';

/** What is left out stays as it is. */
export const driftOptionsSchema = z
  .strictObject({
    enabled: z.boolean(),
    alpha: z.number().min(0.001).max(0.5),
    window: z.number().int().min(20).max(5000),
  })
  .partial();
