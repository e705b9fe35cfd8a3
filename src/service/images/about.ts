// What is stored about a set of images, checked as it comes out of storage or a back-up, and told as the wire has it.

import { z } from 'zod';
import type { ImageSetRecord, ImageSetStore } from '../../storage/images';
import { IMAGE_PARTS, type ImageSetSummary } from '../../wire/images';

const count = z.number().int().min(0);

const aboutSchema = z.object({
  classes: z.array(z.string()).min(1),
  parts: z.array(z.object({ part: z.enum(IMAGE_PARTS), n: count, counts: z.array(count) })),
  size: z.object({ width: count, height: count, same: z.boolean() }).nullable(),
  unreadable: z.array(z.object({ path: z.string(), reason: z.string() })),
  unreadable_count: count,
  /** Among the unreadable: images that were taken, and turned out later not to decode. */
  undecodable: z.array(z.string()).default([]),
});

export type ImagesAbout = z.input<typeof aboutSchema>;

/** Null when it is not what this version wrote. */
export function readAbout(about: unknown): z.output<typeof aboutSchema> | null {
  return aboutSchema.safeParse(about).data ?? null;
}

/** Null for a record whose contents are not in order. */
export function toSummary({ about, id, name, source, created_at, bytes }: ImageSetRecord): ImageSetSummary | null {
  const read = readAbout(about);
  if (!read) return null;
  const { undecodable: _undecodable, ...rest } = read;
  return { id, name, source, created_at, bytes, shipped: false, ...rest };
}

/** Throws when a set out of a back-up is not whole: its files are not as many, or not where, its index says. */
export function checkImageSet({ record, index, chunks }: ImageSetStore): void {
  const about = readAbout(record.about);
  if (!about) throw new Error('what it says of itself is not in order');
  let at = 0;
  const starts = chunks.map(({ ends }) => {
    const from = at;
    at += ends.length;
    return from;
  });
  const same = starts.length === index.starts.length && starts.every((from, i) => from === index.starts[i]);
  if (!same || at !== record.n || index.paths.length !== record.n) {
    throw new Error(`it should have ${record.n} images, and has ${at}`);
  }
  if (index.labels.some((label) => label >= about.classes.length)) throw new Error('an image of it is of no class');
}
