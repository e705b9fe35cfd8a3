// What the library keeps of a model beside the model: names of those that have none of their own, what people say of it,
// and, of modules, that they are there.

import { z } from 'zod';
import { changeModuleFiles, deleteAbout, putAbout, putModule, readAbouts } from '../../storage/library';
import type { FileMap } from '../../storage/text-models';
import type { ModelChange } from '../../wire/library';
import { invalid } from '../errors';
import { checkName } from '../names';
import { Serial } from '../pace';
import { trainingSchema } from './training';

const MOST_NOTE = 10_000;
export const MOST_CARD = 100_000;
const MOST_TAGS = 20;
const MOST_TAG = 50;

/** Its names are people's: z.record would lose one called "__proto__". */
const givenManifest = z.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

const aboutSchema = z.object({
  format: z.literal(1),
  id: z.string().min(1).max(160),
  /** Where its own store has none: models of runs, of the stream, and modules. */
  name: z.string().nullable(),
  tags: z.array(z.string()),
  note: z.string(),
  /** What people wrote in place of the generated one. */
  card: z.string().nullable(),
  /** What it was read from, for people; null of those made here. */
  imported: z.string().nullable(),
  /** Of the product's own kinds: what the manifest of the archive had that it came in; packing has it again. */
  manifest: givenManifest.optional(),
  /** And what its README.md said: it leaves with it again, unless people write a card. */
  readme: z.string().optional(),
  /** Of modules. */
  module: z
    .object({
      created_at: z.iso.datetime(),
      bytes: z.number().int().nonnegative(),
      manifest: givenManifest,
      /** How often a training has ended well. */
      trained: z.number().int().nonnegative().optional(),
      /** The latest; one that cannot be read is forgotten. */
      training: trainingSchema.optional().catch(undefined),
    })
    .nullable(),
});

export type About = z.output<typeof aboutSchema>;
type ModulePart = NonNullable<About['module']>;
export type AboutModule = About & { readonly module: ModulePart };

/** Throws where a record of a back-up is not one that this version can open. */
export function checkAbout(record: unknown): void {
  aboutSchema.parse(record);
}

export function noAbout(id: string): About {
  return { format: 1, id, name: null, tags: [], note: '', card: null, imported: null, module: null };
}

/** All of them, in memory: they are small, and nobody else writes them. */
export class Abouts {
  private all = new Map<string, About>();
  private readonly changes = new Serial();

  async open(): Promise<void> {
    const read = (await readAbouts()).flatMap((record) => aboutSchema.safeParse(record).data ?? []);
    this.all = new Map(read.map((about) => [about.id, about]));
  }

  of(id: string): About {
    return this.all.get(id) ?? noAbout(id);
  }

  modules(): readonly AboutModule[] {
    return [...this.all.values()].flatMap((about) => (about.module ? [{ ...about, module: about.module }] : []));
  }

  change(id: string, change: Partial<About>): Promise<void> {
    return this.changes.run(async () => {
      const about = { ...this.of(id), ...change };
      await putAbout(id, about);
      this.all.set(id, about);
    });
  }

  /** What is known of a module, by itself. One that is gone stays so. */
  changeModule(id: string, changed: (module: ModulePart) => ModulePart): Promise<void> {
    return this.changes.run(async () => {
      const about = this.of(id);
      if (!about.module) return;
      const next = { ...about, module: changed(about.module) };
      await putAbout(id, next);
      this.all.set(id, next);
    });
  }

  /** With some of its files, null for those that go: all of it or nothing. */
  changeFiles(
    id: string,
    files: ReadonlyMap<string, Uint8Array | null>,
    changed: (module: ModulePart) => ModulePart,
  ): Promise<void> {
    return this.changes.run(async () => {
      const about = this.of(id);
      if (!about.module) return;
      const next = changed(about.module);
      let kept = { ...about, module: next };
      await changeModuleFiles(id, files, (grown) => {
        kept = { ...about, module: { ...next, bytes: Math.max(0, next.bytes + grown) } };
        return kept;
      });
      this.all.set(id, kept);
    });
  }

  putModule(about: About, files: FileMap): Promise<void> {
    return this.changes.run(async () => {
      await putModule(about.id, about, files);
      this.all.set(about.id, about);
    });
  }

  remove(id: string): Promise<void> {
    return this.changes.run(async () => {
      await deleteAbout(id);
      this.all.delete(id);
    });
  }
}

/** What of a change is the library's to keep. @throws ServiceError 'invalid' */
export function checkChange({ name, tags, note, card }: ModelChange): Partial<About> {
  if (note !== undefined) checkLength('note', note, MOST_NOTE);
  if (card !== undefined && card !== null) checkLength('card', card, MOST_CARD);
  return {
    ...(name === undefined ? {} : { name: checkName(name) }),
    ...(tags === undefined ? {} : { tags: checkTags(tags) }),
    ...(note === undefined ? {} : { note }),
    ...(card === undefined ? {} : { card }),
  };
}

function checkLength(field: string, text: unknown, most: number): void {
  if (typeof text === 'string' && text.length <= most) return;
  throw invalid(field, `A ${field} has at most ${most.toLocaleString('en')} characters.`);
}

function checkTags(tags: readonly string[]): string[] {
  const checked = [...new Set(tags.map((tag) => String(tag).trim()))];
  if (checked.length > MOST_TAGS) throw invalid('tags', `A model takes at most ${MOST_TAGS} tags.`);
  if (checked.some((tag) => tag === '' || tag.length > MOST_TAG)) {
    throw invalid('tags', `A tag needs 1 to ${MOST_TAG} characters.`);
  }
  return checked;
}
