// Models that were put aside: whole, out of their stores, until the app is opened another day, or until their room is
// needed.

import { z } from 'zod';
import { deleteAside, putAside, readAside, sweepAside } from '../../storage/aside';
import { QuotaExceededError } from '../../storage/errors';
import { ServiceError } from '../../wire/errors';
import { MODEL_KINDS, type ModelKind } from '../../wire/library';
import type { Files } from './source';

const asideSchema = z.object({
  format: z.literal(2),
  /** ISO 8601. */
  at: z.iso.datetime(),
  source: z.string(),
  kind: z.enum(MODEL_KINDS),
  bytes: z.number().nonnegative(),
  /** As its source packed it, but for its files. */
  kept: z.record(z.string(), z.unknown()),
  /** Whether it has files, which lie apart. */
  filed: z.boolean(),
});

export interface Aside {
  /** Which source it came from. */
  readonly source: string;
  readonly kind: ModelKind;
  /** Of the model, as the list has it. */
  readonly bytes: number;
  /** As the source packed it; its files, where it has any, as `files`. */
  readonly kept: object;
}

/**
 * Resolves with whether there was room for it: what was put aside before gives way, but for those of `with`.
 * @param company put aside by the same wish, to be brought back together
 */
export async function layAside(id: string, aside: Aside, company: ReadonlySet<string>): Promise<boolean> {
  const { kept, ...rest } = aside;
  const { files, ...record } = kept as { readonly files?: Files };
  const about = { format: 2, at: new Date().toISOString(), ...rest, kept: record, filed: files !== undefined };
  const put = () => putAside(id, about, files ?? new Map());
  return (await fits(put)) || ((await sweepAside((_record, other) => company.has(other))) > 0 && fits(put));
}

async function fits(put: () => Promise<void>): Promise<boolean> {
  try {
    await put();
    return true;
  } catch (error) {
    if (error instanceof QuotaExceededError) return false;
    throw error;
  }
}

/** Null where nothing is aside under that id. */
export async function asideOf(id: string): Promise<Aside | null> {
  const { record, files } = await readAside(id);
  const found = asideSchema.safeParse(record).data;
  return found ? { ...found, kept: found.filed ? { ...found.kept, files } : found.kept } : null;
}

export function noneAside(ids: readonly string[]): ServiceError {
  const message = 'Nothing is kept of that model any more: it was deleted on another day, or its room was needed.';
  return new ServiceError(
    'not_found',
    message,
    ids.map((id) => ({ field: 'id', message: String(id) })),
  );
}

export function forgetAside(id: string): Promise<void> {
  return deleteAside(id);
}

/** Deletes for good what was put aside on another day than today. */
export async function clearAside(now = new Date()): Promise<void> {
  const day = (date: Date) => date.toDateString();
  await sweepAside((record) => {
    const found = asideSchema.safeParse(record).data;
    return found !== undefined && day(new Date(found.at)) === day(now);
  });
}

/** Deletes all of it for good but for those of `staying`; resolves with whether there was any. */
export async function freeAside(staying: ReadonlySet<string>): Promise<boolean> {
  return (await sweepAside((_record, id) => staying.has(id))) > 0;
}
