// What is done to reviews in the list, one or several. Each is a step that can be undone in its turn.

import { service } from '../../../../client';
import { MAX_REVIEWS_ADDED } from '../../../../wire/limits';
import type { Review, Sentiment } from '../../../../wire/reviews';
import { attempt } from '../../../components/attempt';
import { plural } from '../../../components/format';
import { leave, refill, rewrite, say } from '../queue';
import { addStep, type Step } from '../store';
import { amend, chooseMatching, useAll } from './store';

/** The most that the list gives at once. */
const PIECE = 1000;
const LABEL_WORDS = { 0: 'Labelled negative', 1: 'Labelled positive', none: 'Label taken away' } as const;

/** Chooses all that match the filter, page by page, as many as may be changed at once. */
export async function chooseAllThatMatch(): Promise<void> {
  const { filter } = useAll.getState();
  const found = await attempt('choose them all', async () => {
    const all = new Map<string, Review>();
    for (let offset = 0, total = 1; offset < Math.min(total, MAX_REVIEWS_ADDED); offset += PIECE) {
      const page = await service.reviews.list({ ...filter, offset, limit: PIECE });
      total = page.total;
      for (const review of page.reviews) all.set(review.id, review);
    }
    return [...all.values()];
  });
  // Another question was asked meanwhile.
  if (found && useAll.getState().filter === filter) chooseMatching(found);
}

export async function labelReviews(ids: readonly string[], sentiment: Sentiment | null): Promise<void> {
  const before = await attempt('label the reviews', () => service.reviews.labelMany(ids, sentiment));
  if (!before) return;
  // The list is asked for anew in a moment; until then it shows what was chosen.
  amend(new Set(ids), { sentiment });
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
  const gone = new Set(ids);
  // As the service knew them: another tab may have labelled some since they were fetched.
  const before = await attempt('delete the reviews', () => service.reviews.removeReviews(ids));
  if (!before) return;
  useAll.setState((all) => ({ reviews: all.reviews.filter(({ id }) => !gone.has(id)) }));
  leave(ids);
  done({ kind: 'many', words: `Deleted ${plural(before.length, 'review')}.`, before });
}

export async function saveText(review: Review, text: string): Promise<void> {
  const { id } = review;
  const saved = await attempt('change the text', async () => {
    await service.reviews.edit(id, text);
    return true;
  });
  if (!saved) return;
  amend(new Set([id]), { text, score: null });
  rewrite(id, text);
  useAll.setState({ opened: { id, editing: false } });
  done({ kind: 'edit', words: 'Changed a text.', review });
}

function done(step: Exclude<Step, { kind: 'one' }>): void {
  addStep(step);
  say(step.words, { queue: false });
  useAll.setState({ chosen: new Set(), matching: null, last: null });
}
