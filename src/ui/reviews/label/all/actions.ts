// What is done to reviews in the list, one or several. Each is a step that can be undone in its turn.

import { service } from '../../../../client';
import type { Review, Sentiment } from '../../../../wire/reviews';
import { attempt } from '../../../components/attempt';
import { plural } from '../../../components/format';
import { leave, refill, rewrite, say } from '../queue';
import { addStep, type Step } from '../store';
import { useAll } from './store';

const LABEL_WORDS = { 0: 'Labelled negative', 1: 'Labelled positive', none: 'Label taken away' } as const;

export async function labelReviews(ids: readonly string[], sentiment: Sentiment | null): Promise<void> {
  const before = await attempt('label the reviews', () => service.reviews.labelMany(ids, sentiment));
  if (!before) return;
  // The list is asked for anew in a moment; until then it shows what was chosen.
  patch(ids, { sentiment });
  leave(ids);
  refill();
  done({
    kind: 'many',
    words: `${LABEL_WORDS[sentiment ?? 'none']}: ${plural(before.length, 'review')}.`,
    before,
  });
}

export async function removeReviews(reviews: readonly Review[]): Promise<void> {
  const ids = reviews.map(({ id }) => id);
  const removed = await attempt('delete the reviews', async () => {
    await service.reviews.removeReviews(ids);
    return true;
  });
  if (!removed) return;
  useAll.setState((all) => ({ reviews: all.reviews.filter(({ id }) => !ids.includes(id)) }));
  leave(ids);
  done({ kind: 'many', words: `Deleted ${plural(reviews.length, 'review')}.`, before: reviews });
}

export async function saveText(review: Review, text: string): Promise<void> {
  const { id } = review;
  const saved = await attempt('change the text', async () => {
    await service.reviews.edit(id, text);
    return true;
  });
  if (!saved) return;
  patch([id], { text, score: null });
  rewrite(id, text);
  useAll.setState({ opened: { id, editing: false } });
  done({ kind: 'edit', words: 'Changed a text.', review });
}

function done(step: Exclude<Step, { kind: 'one' }>): void {
  addStep(step);
  say(step.words, { queue: false });
  useAll.setState({ chosen: new Set(), last: null });
}

function patch(ids: readonly string[], change: Partial<Review>): void {
  useAll.setState(({ reviews }) => ({
    reviews: reviews.map((review) => (ids.includes(review.id) ? { ...review, ...change } : review)),
  }));
}
