// What is said of the texts that came in last to be labelled. Kept here: the view that took the first of them in goes when
// they are there.

import { create } from 'zustand';
import type { ImportStatus } from '../../../wire/datasets';
import { languageOf, languageOfImport } from './sample';

/** Null where nothing is to be said. */
export const useArrivals = create<{ readonly words: string | null }>()(() => ({ words: null }));

let latest: Promise<string | null> | null = null;
let heard = '';

export function heardPasted(texts: readonly string[]): void {
  show(languageOf(texts));
}

/** However often it is told of one import: its reviews are looked at once. */
export function heardImport(status: ImportStatus | undefined): void {
  if (status?.phase !== 'finished' || status.into !== 'reviews' || status.id === heard) return;
  heard = status.id;
  show(languageOfImport(status));
}

function show(said: Promise<string | null>): void {
  latest = said;
  useArrivals.setState({ words: null });
  void said.then((words) => {
    if (latest === said) useArrivals.setState({ words });
  });
}
