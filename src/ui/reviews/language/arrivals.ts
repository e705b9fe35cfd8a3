// What is said of the texts that came in last to be labelled. Kept here: the view that took the first of them in goes when
// they are there.

import { create } from 'zustand';
import type { ImportStatus } from '../../../wire/datasets';
import { languageOf, languageOfImport, type Said } from './sample';

/** Null where nothing is to be said. */
export const useArrivals = create<{ readonly words: string | null }>()(() => ({ words: null }));

/** What was asked last, and of which import where it was of one. */
let latest: { readonly said: Promise<Said>; readonly id: string | null } | null = null;
/**
 * The import into the reviews that this tab began or saw under way, until its end is heard: of one that ended before, the
 * reviews need not be the newest any more, which are looked at.
 */
let awaited: string | null = null;

export function heardPasted(texts: readonly string[]): void {
  awaited = null;
  show(languageOf(texts), null);
}

/** @param status how imports stand by now: its end may have come first */
export function heardBegun(id: string, status: ImportStatus | undefined): void {
  awaited = id;
  heardImport(status);
}

/** However often it is told of one import: its reviews are looked at once. */
export function heardImport(status: ImportStatus | undefined): void {
  // Taken back.
  if (status?.phase === 'idle' && latest?.id) heardNone();
  if (status === undefined || status.phase === 'idle' || status.phase === 'failed' || status.into !== 'reviews') return;
  if (status.phase !== 'finished') awaited = status.id;
  else if (status.id === awaited) {
    awaited = null;
    show(languageOfImport(status), status.id);
  }
}

/** There are no reviews any more. */
export function heardNone(): void {
  latest = null;
  useArrivals.setState({ words: null });
}

function show(said: Promise<Said>, id: string | null): void {
  const asked = { said, id };
  latest = asked;
  useArrivals.setState({ words: null });
  void said.then((words) => {
    if (latest !== asked) return;
    useArrivals.setState({ words: words ?? null });
    // Nobody could tell: the view asks again when it is come back to.
    if (words === undefined && awaited === null) awaited = id;
  });
}
