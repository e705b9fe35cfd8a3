// Labels on their way to the service, noted in the browser before they are sent: if the page goes before they are
// stored, they are given again by the next one. Notes hold a review's number and a label, no text.

import type { Sentiment } from '../../../wire/reviews';
import { browserStorage } from './prefs';

const PREFIX = 'millrace:label-sent:';

export function note(id: string, sentiment: Sentiment | null): void {
  try {
    browserStorage()?.setItem(PREFIX + id, String(sentiment));
  } catch {
    // Without room for the note the label is sent all the same.
  }
}

export function strike(id: string): void {
  browserStorage()?.removeItem(PREFIX + id);
}

/** Numbers of the reviews, by the label that each was given last. */
export function readNotes(): ReadonlyMap<Sentiment | null, readonly string[]> {
  const store = browserStorage();
  const found = new Map<Sentiment | null, string[]>();
  for (let i = 0; i < (store?.length ?? 0); i++) {
    const key = store?.key(i) ?? '';
    if (!key.startsWith(PREFIX)) continue;
    const value = store?.getItem(key);
    const sentiment = value === '1' ? 1 : value === '0' ? 0 : null;
    found.set(sentiment, [...(found.get(sentiment) ?? []), key.slice(PREFIX.length)]);
  }
  return found;
}

export function strikeAll(): void {
  for (const ids of readNotes().values()) for (const id of ids) strike(id);
}
