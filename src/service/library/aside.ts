// Models that were put aside: whole, out of their stores, until the app is opened another day.

import { z } from 'zod';
import { deleteAside, putAside, readAside, sweepAside } from '../../storage/library';
import { ServiceError } from '../../wire/errors';
import { MODEL_KINDS, type ModelKind } from '../../wire/library';

const asideSchema = z.object({
  format: z.literal(1),
  /** ISO 8601. */
  at: z.iso.datetime(),
  source: z.string(),
  kind: z.enum(MODEL_KINDS),
  /** As its source packed it. */
  kept: z.unknown(),
});

interface Aside {
  /** Which source it came from. */
  readonly source: string;
  readonly kind: ModelKind;
  readonly kept: unknown;
}

export function layAside(id: string, aside: Aside): Promise<void> {
  return putAside(id, { format: 1, at: new Date().toISOString(), ...aside });
}

export async function asideOf(id: string): Promise<Aside> {
  const found = asideSchema.safeParse(await readAside(id)).data;
  if (found) return found;
  throw new ServiceError('not_found', 'That model was put aside on another day, and is gone.', [
    { field: 'id', message: String(id) },
  ]);
}

export function forgetAside(id: string): Promise<void> {
  return deleteAside(id);
}

/** Deletes for good what was put aside on another day than today. */
export function clearAside(now = new Date()): Promise<void> {
  const day = (date: Date) => date.toDateString();
  return sweepAside((record) => {
    const found = asideSchema.safeParse(record).data;
    return found !== undefined && day(new Date(found.at)) === day(now);
  });
}
