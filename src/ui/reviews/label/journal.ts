// Labels on their way to the service, noted in the browser before they are sent: if the page goes before they are
// stored, they are given again by the next one. Notes hold a review's number, its label and whether it was put off (or,
// with a label, looked at and left), no text.

import type { Sentiment } from '../../../wire/reviews';
import { browserStorage } from './prefs';

const PREFIX = 'millrace:label-sent:';
const SKIPPED = ' skipped';

/** What a review is to be when all that was chosen is stored. */
interface Wanted {
  readonly sentiment: Sentiment | null;
  readonly skipped: boolean;
}

export function note(id: string, { sentiment, skipped }: Wanted): void {
  try {
    browserStorage()?.setItem(PREFIX + id, `${sentiment}${skipped ? SKIPPED : ''}`);
  } catch {
    // Without room for the note the label is sent all the same.
  }
}

export function strike(id: string): void {
  browserStorage()?.removeItem(PREFIX + id);
}

export interface Notes {
  /** Numbers of the reviews, by the label that each was given last. */
  readonly labels: ReadonlyMap<Sentiment | null, readonly string[]>;
  readonly skipped: readonly string[];
}

export function readNotes(): Notes {
  const store = browserStorage();
  const labels = new Map<Sentiment | null, string[]>();
  const skipped: string[] = [];
  for (let i = 0; i < (store?.length ?? 0); i++) {
    const key = store?.key(i) ?? '';
    if (!key.startsWith(PREFIX)) continue;
    const id = key.slice(PREFIX.length);
    const value = store?.getItem(key) ?? '';
    const sentiment = value.startsWith('1') ? 1 : value.startsWith('0') ? 0 : null;
    labels.set(sentiment, [...(labels.get(sentiment) ?? []), id]);
    if (value.endsWith(SKIPPED)) skipped.push(id);
  }
  return { labels, skipped };
}

export function strikeAll(): void {
  for (const ids of readNotes().labels.values()) for (const id of ids) strike(id);
}
