// What is done to several reviews at once, and how it is taken back.

import { service } from '../../../../client';
import type { Review, Sentiment } from '../../../../wire/reviews';
import { plural } from '../../../components/format';
import { attempt } from '../../actions';
import { useAll } from './store';

const LABEL_WORDS: Readonly<Record<string, string>> = {
  0: 'Labelled negative',
  1: 'Labelled positive',
  null: 'Label taken away',
};

export async function labelChosen(sentiment: Sentiment | null): Promise<void> {
  const ids = [...useAll.getState().chosen];
  const before = await attempt('label the reviews', () => service.reviews.labelMany(ids, sentiment));
  if (before) done(`${LABEL_WORDS[String(sentiment)]}: ${plural(ids.length, 'review')}.`, before);
}

export async function removeChosen(): Promise<void> {
  const { chosen, reviews } = useAll.getState();
  await remove(reviews.filter(({ id }) => chosen.has(id)));
}

export async function remove(reviews: readonly Review[]): Promise<void> {
  const removed = await attempt('delete the reviews', async () => {
    await service.reviews.removeReviews(reviews.map(({ id }) => id));
    return true;
  });
  if (removed) done(`Deleted ${plural(reviews.length, 'review')}.`, reviews);
}

/** As they were before the last thing done to several. */
export async function undoBulk(): Promise<void> {
  const { bulk } = useAll.getState();
  if (!bulk) return;
  const restored = await attempt('take it back', async () => {
    await service.reviews.restoreReviews(bulk.before);
    return true;
  });
  if (restored) useAll.setState({ bulk: null });
}

function done(words: string, before: readonly Review[]): void {
  useAll.setState({ bulk: { words, before }, chosen: new Set(), last: null });
}

export async function saveText(id: string, text: string): Promise<void> {
  const saved = await attempt('change the text', async () => {
    await service.reviews.edit(id, text);
    return true;
  });
  if (saved) useAll.setState({ editing: null });
}
