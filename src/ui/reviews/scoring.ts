// Scores follow the text: by the serving model, and by the one it is compared with. An answer that comes while
// the text has already moved on is shown all the same – it is at most one request old, and the next is on its way.

import { service } from '../../client';
import { MAX_REVIEW_CHARACTERS } from '../../wire/limits';
import { wordsOf } from '../components/errors';
import { createLatest } from './latest';
import { type Answered, useReviews } from './store';

interface Question {
  readonly text: string;
  readonly model?: string;
}

async function score({ text, model }: Question): Promise<Answered> {
  const reply = await service.reviews.score([text], model);
  const first = reply.scores[0];
  if (!first) throw new Error('The model gave no answer.');
  return { text, model: reply.model, score: first, ms: reply.ms };
}

const serving = createLatest(
  score,
  (_, answer) => useReviews.setState({ answer, scoreProblem: null }),
  (_, error) => useReviews.setState({ answer: null, scoreProblem: wordsOf(error) }),
);

const beside = createLatest(
  score,
  (_, comparison) => useReviews.setState({ comparison, comparisonProblem: null }),
  (_, error) => useReviews.setState({ comparison: null, comparisonProblem: wordsOf(error) }),
);

/** Asks about the text as it is now. */
export function scoreAll(): void {
  const { text, compared } = useReviews.getState();
  if (!isScored(text)) {
    serving.forget();
    beside.forget();
    useReviews.setState({ answer: null, scoreProblem: null, comparison: null, comparisonProblem: null });
    return;
  }
  serving.ask({ text });
  if (compared !== null) beside.ask({ text, model: compared });
}

/** The score on show is not yet the one of the text as it is now. */
export function isBehind({ text, answer, scoreProblem }: ReturnType<typeof useReviews.getState>): boolean {
  return isScored(text) && scoreProblem === null && answer?.text !== text;
}

function isScored(text: string): boolean {
  return text.trim() !== '' && text.length <= MAX_REVIEW_CHARACTERS;
}

/** Shows another model's score beside the serving one's; null shows none. */
export function compareWith(model: string | null): void {
  beside.forget();
  useReviews.setState({ compared: model, comparison: null, comparisonProblem: null });
  const { text } = useReviews.getState();
  if (model !== null && isScored(text)) beside.ask({ text, model });
}
