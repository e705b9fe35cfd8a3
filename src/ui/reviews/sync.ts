// Keeps the store in step with the service.

import { service } from '../../client';
import type { ReviewsState } from '../../wire/reviews';
import { wordsOf } from '../components/errors';
import { follow } from '../components/follow';
import { restoreDraft, saveDraftNow } from './editing';
import { explainSoon } from './explain/explaining';
import { askToKeep, MANY_LABELS } from './keeping';
import { compareWith, scoreAll } from './scoring';
import { changeLesson, type ReviewsUi, useReviews } from './store';

/** Starts mirroring; returns what ends it. */
export function followReviews(): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  const { end } = follow({
    part: 'reviews',
    ask: () => service.reviews.state(),
    accept,
    onFailure: (error) => useReviews.setState({ unreachable: wordsOf(error) }),
    onReset: () => {
      useReviews.setState({ kept: null });
      askAgain();
    },
    onAnswer: ({ draft }) => restoreDraft(draft),
  });
  // A phone may end a page that is out of sight without another word.
  document.addEventListener('visibilitychange', saveDraftNow, { signal });
  window.addEventListener('pagehide', saveDraftNow, { signal });
  // What was asked before this page was left may have been answered by another model since.
  askAgain();
  return () => {
    saveDraftNow();
    ended.abort();
    end();
  };
}

export function accept(state: ReviewsState): void {
  const before = useReviews.getState();
  useReviews.setState({ state, unreachable: null });
  const gone = (id: string | null) => id !== null && !state.models.some((model) => model.id === id);
  if (gone(before.compared)) compareWith(null);
  if (gone(before.structure)) useReviews.setState({ structure: null });
  if (answering(before.state) !== answering(state)) askAgain();
  if (madeOf(before, state)) changeLesson({ name: '' });
  if (state.reviews.positive + state.reviews.negative >= MANY_LABELS) void askToKeep();
}

/** The model that was asked for is there: the next one needs another name. */
function madeOf({ state: before, lesson }: ReviewsUi, { training }: ReviewsState): boolean {
  if (training.phase !== 'finished' || before?.training.phase === 'finished') return false;
  return training.name === lesson.name.trim();
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
