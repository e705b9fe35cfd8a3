// Keeps the store in step with the service: its state at first, its events from then on.

import { service, subscribe } from '../../client';
import type { ReviewsState } from '../../wire/reviews';
import { restoreDraft, saveDraftNow } from './editing';
import { explainSoon } from './explain/explaining';
import { compareWith, scoreAll, wordsOf } from './scoring';
import { useReviews } from './store';

/** Starts mirroring; returns what ends it. */
export function followReviews(): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  let heard = 0;
  const refetch = () => {
    const before = heard;
    service.reviews.state().then(
      (state) => {
        if (signal.aborted) return;
        restoreDraft(state.draft);
        // An event heard meanwhile is the newer word.
        if (heard === before) accept(state);
      },
      (error: unknown) => {
        if (!signal.aborted) useReviews.setState({ unreachable: wordsOf(error) });
      },
    );
  };
  const unsubscribe = subscribe((event) => {
    if (event.type === 'reviews') {
      heard++;
      accept(event.state);
    } else if (event.type === 'reset') {
      useReviews.setState({ kept: null });
      refetch();
      askAgain();
    }
  });
  // A phone may end a page that is out of sight without another word.
  document.addEventListener('visibilitychange', saveDraftNow, { signal });
  window.addEventListener('pagehide', saveDraftNow, { signal });
  refetch();
  // What was asked before this page was left may have been answered by another model since.
  askAgain();
  return () => {
    saveDraftNow();
    ended.abort();
    unsubscribe();
  };
}

export function accept(state: ReviewsState): void {
  const before = useReviews.getState();
  useReviews.setState({ state, unreachable: null });
  const gone = (id: string | null) => id !== null && !state.models.some((model) => model.id === id);
  if (gone(before.compared)) compareWith(null);
  if (gone(before.structure)) useReviews.setState({ structure: null });
  if (answering(before.state) !== answering(state)) askAgain();
}

/** Who answers, and how: when that changes, what is on show is another's word. */
function answering(state: ReviewsState | null): string {
  const serving = state?.serving;
  if (!serving) return '';
  return serving.phase === 'ready' ? `${serving.model} ${serving.engine}` : serving.phase;
}

function askAgain(): void {
  scoreAll();
  explainSoon(0);
}
