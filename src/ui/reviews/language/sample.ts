// Whether texts that just came in are in English: of some of them, picked evenly, the model that answers is asked.

import { service } from '../../../client';
import type { ImportRequest } from '../../../wire/datasets';
import { foreignWords, isInOtherScript } from './words';

const SAMPLE = 100;
const PAGES = 4;

/** In words; null where they are, undefined where nobody can tell just now. */
export type Said = string | null | undefined;

export function languageOf(texts: readonly string[]): Promise<Said> {
  return languageOfSome(async () => (texts.length <= SAMPLE ? texts : evenly(texts)), texts.length);
}

interface Imported {
  readonly id: string;
  readonly into: ImportRequest['into'];
  readonly rows: number;
}

let last: { readonly id: string; readonly words: Promise<Said> } | null = null;

/** Asked once for each import, as it takes a second or two, but anew where nobody could tell. */
export async function languageOfImport(imported: Imported): Promise<Said> {
  const { id, rows } = imported;
  if (last?.id !== id) last = { id, words: languageOfSome(() => someOf(imported), rows) };
  const { words } = last;
  const said = await words;
  if (said === undefined && last?.words === words) last = null;
  return said;
}

/** @param all how many there are, of which these are some */
async function languageOfSome(some: () => Promise<readonly string[]>, all: number): Promise<Said> {
  try {
    const texts = await some();
    if (texts.length === 0) return null;
    // By name: while it is read, a small one that cannot tell would answer in its place.
    const { serving, models } = await service.reviews.state();
    const { scores } = await service.reviews.score(texts, serving.model);
    const said = (foreign: number) => foreignWords(foreign, texts.length, texts.length < all);
    if (scores.some(({ foreign }) => foreign !== undefined))
      return said(scores.filter(({ foreign }) => foreign).length);
    // One of n-grams knows no language; that those of the app cannot read a script is seen without them.
    const shipped = models.some((model) => model.id === serving.model && model.shipped);
    return (shipped ? said(texts.filter(isInOtherScript).length) : null) ?? undefined;
  } catch {
    // The texts are in; whoever scores them hears what is wrong.
    return undefined;
  }
}

async function someOf({ id, into, rows }: Imported): Promise<readonly string[]> {
  const pages = rows <= SAMPLE ? 1 : PAGES;
  const limit = Math.min(rows, SAMPLE / pages);
  const asked = Array.from({ length: pages }, async (_, page) => {
    const request = { offset: Math.floor((page * rows) / pages), limit };
    if (into === 'dataset') return (await service.datasets.rows(id, request)).rows;
    // The newest, which they are.
    return (await service.reviews.list(request)).reviews;
  });
  return (await Promise.all(asked)).flat().map(({ text }) => text);
}

function evenly(texts: readonly string[]): string[] {
  return Array.from({ length: SAMPLE }, (_, i) => texts[Math.floor((i * texts.length) / SAMPLE)]);
}
