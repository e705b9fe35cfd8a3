// What the page's controls do: service calls whose errors are shown, never thrown.

import { service } from '../../client';
import type { Review, Sentiment } from '../../wire/reviews';
import { attempt, attempted } from '../components/attempt';
import { showUndo } from '../components/undo';
import { placeText } from './editing';
import { useReviews } from './store';

/** One review at a time: a key held down must not keep it twice. */
let keeping = false;

/** Stores the typed review with its label and clears the field for the next; true where it is kept. */
export async function keepAs(sentiment: Sentiment): Promise<boolean> {
  const { text } = useReviews.getState();
  if (keeping || text.trim() === '') return false;
  keeping = true;
  const ids = await attempt('keep the review', () => service.reviews.add([{ text, sentiment }]));
  keeping = false;
  const id = ids?.[0];
  if (id === undefined) return false;
  useReviews.setState({ kept: { id, text, sentiment } });
  // What was typed meanwhile stays.
  if (useReviews.getState().text === text) placeText('');
  return true;
}

/** Takes the review kept last out again and puts its text back, unless another is being written. */
export async function undoKeep(): Promise<void> {
  const { kept } = useReviews.getState();
  if (!kept) return;
  useReviews.setState({ kept: null });
  const done = await attempt('take the review back', async () => {
    await service.reviews.removeReviews([kept.id]);
    return true;
  });
  if (!done) {
    // It can be tried again, unless another was kept meanwhile.
    if (useReviews.getState().kept === null) useReviews.setState({ kept });
    return;
  }
  if (useReviews.getState().text.trim() === '') placeText(kept.text);
}

export async function removeReview(review: Review): Promise<void> {
  const removed = await attempted('remove the review', () => service.reviews.removeReviews([review.id]));
  if (!removed) return;
  showUndo('Review removed', () => attempted('bring the review back', () => service.reviews.restoreReviews([review])));
}

export function serveModel(model: string): Promise<unknown> {
  return attempt('change the model', () => service.reviews.serve(model));
}

export function controlTraining(command: 'play' | 'pause' | 'cancel'): Promise<unknown> {
  const words = { play: 'go on with the training', pause: 'pause the training', cancel: 'cancel the training' };
  return attempt(words[command], () => service.reviews.controlTraining(command));
}
