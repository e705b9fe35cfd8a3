// The Reviews page's own state: the text under the person's hands and what was said about it. The service owns
// models, labels and training; `state` is its latest word, mirrored here for the components to read.

import { create } from 'zustand';
import type { TextScore } from '../../ml/text/types';
import type { ExplainReply, ReviewsState, Sentiment } from '../../wire/reviews';
import { type Lesson, NEW_LESSON } from './train/options';

export interface Answered {
  readonly text: string;
  readonly model: string;
  readonly score: TextScore;
  readonly ms: number;
}

export interface Explained {
  readonly text: string;
  readonly reply: ExplainReply;
}

/** The review kept last, for taking it back. */
export interface Kept {
  readonly id: string;
  readonly text: string;
  readonly sentiment: Sentiment;
}

export interface ReviewsUi {
  readonly state: ReviewsState | null;
  /** The service could not be asked how things stand; null when it could. */
  readonly unreachable: string | null;
  readonly text: string;
  /** Grows when the page itself puts a text into the field. */
  readonly placed: number;
  /** The person has typed or chosen a text: the stored draft must not replace it. */
  readonly touched: boolean;
  readonly answer: Answered | null;
  readonly scoreProblem: string | null;
  /** A second model to show beside the serving one. */
  readonly compared: string | null;
  readonly comparison: Answered | null;
  readonly comparisonProblem: string | null;
  /** Words are marked on the text. */
  readonly explaining: boolean;
  readonly explained: Explained | null;
  readonly explainProblem: string | null;
  /** Index into the explained words: under the pointer or the caret. */
  readonly word: number | null;
  readonly kept: Kept | null;
  /** The model whose structure lies over the text. */
  readonly structure: string | null;
  /** Here, so that neither another tab nor a training that fails loses what was chosen. */
  readonly lesson: Lesson;
}

export const EMPTY: ReviewsUi = {
  state: null,
  unreachable: null,
  text: '',
  placed: 0,
  touched: false,
  answer: null,
  scoreProblem: null,
  compared: null,
  comparison: null,
  comparisonProblem: null,
  explaining: false,
  explained: null,
  explainProblem: null,
  word: null,
  kept: null,
  structure: null,
  lesson: NEW_LESSON,
};

export const useReviews = create<ReviewsUi>()(() => EMPTY);

export function changeLesson(change: Partial<Lesson>): void {
  useReviews.setState(({ lesson }) => ({ lesson: { ...lesson, ...change } }));
}

/** The model that answers, as far as the page knows; its name for people. */
export function modelName(state: ReviewsState | null, id: string): string {
  return state?.models.find((model) => model.id === id)?.name ?? 'a model that is gone';
}
