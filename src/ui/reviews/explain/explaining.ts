// The explanation is asked for when typing rests; what is on show meanwhile is the one of the text before.

import { service } from '../../../client';
import { wordsOf } from '../../components/errors';
import { createLatest } from '../latest';
import { useReviews } from '../store';

/** Milliseconds without a key. */
export const REST = 300;
/** Longer texts are scored but not explained word by word: marking them would hold up the page. */
export const MAX_EXPLAINED = 20_000;

const explanations = createLatest(
  (text: string) => service.reviews.explain(text),
  (text, reply) => useReviews.setState({ explained: { text, reply }, explainProblem: null, word: null }),
  (_, error) => useReviews.setState({ explained: null, explainProblem: wordsOf(error), word: null }),
);

let timer: ReturnType<typeof setTimeout> | null = null;

/** Explains the text as it then is, once it rests; at once with `rest` 0. */
export function explainSoon(rest = REST): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  const { explaining, text } = useReviews.getState();
  if (!explaining) return;
  if (text.trim() === '' || text.length > MAX_EXPLAINED) {
    explanations.forget();
    useReviews.setState({ explained: null, explainProblem: null, word: null });
    return;
  }
  timer = setTimeout(() => {
    timer = null;
    explanations.ask(useReviews.getState().text);
  }, rest);
}

export function showExplanation(explaining: boolean): void {
  explanations.forget();
  useReviews.setState({ explaining, explained: null, explainProblem: null, word: null });
  explainSoon(0);
}
