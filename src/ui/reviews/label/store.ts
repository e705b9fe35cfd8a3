// The Label view's own state: the reviews that come next, what was done so far, and how the person likes to work.
// Kept here, so that leaving the view loses nothing, not even the way back.

import { create } from 'zustand';
import type { Review, Sentiment } from '../../../wire/reviews';
import { type Prefs, readPrefs, writePrefs } from './prefs';

export type Choice = Sentiment | 'skip';

/** What was done, as it takes to undo it. */
export type Step =
  /** To the review at hand; `review` is as it was before. */
  | { readonly kind: 'one'; readonly review: Review; readonly choice: Choice }
  /** To any number of reviews in the list; `before` is how they were. */
  | { readonly kind: 'many'; readonly words: string; readonly before: readonly Review[] }
  | { readonly kind: 'edit'; readonly words: string; readonly review: Review };

export interface Progress {
  readonly labelled: number;
  readonly left: number;
}

export interface LabelUi extends Prefs {
  /** The first is at hand. */
  readonly ahead: readonly Review[];
  /** The queue was asked for, and answered. */
  readonly known: boolean;
  /** Why the next ones could not be fetched; null when they could. */
  readonly problem: string | null;
  /** Oldest first. */
  readonly history: readonly Step[];
  /** Counts what was chosen at once, before it is stored; null before the first word of the service. */
  readonly progress: Progress | null;
  /** Labels left that the model would give otherwise; null while labels are not being checked. */
  readonly doubted: number | null;
  /** Of the labels that are checked, those that the model has learnt from. */
  readonly learnt: number;
  /** What was done last, for those who hear the page. */
  readonly said: string;
}

/** Steps that can be undone; older ones are forgotten. */
const MAX_STEPS = 1000;

export const useLabel = create<LabelUi>()(() => ({
  ...readPrefs(),
  ...{ ahead: [], known: false, problem: null, history: [], progress: null, doubted: null, learnt: 0, said: '' },
}));

/** Labelled reviews are at hand, to look at again; otherwise those without a label. */
export function isChecking({ order }: Pick<LabelUi, 'order'>): boolean {
  return order === 'disagreement';
}

export function prefer(change: Partial<Prefs>): void {
  useLabel.setState(change);
  writePrefs(useLabel.getState());
}

export function addStep(step: Step): void {
  useLabel.setState(({ history }) => ({ history: [...history.slice(1 - MAX_STEPS), step] }));
}

/** False where it was taken back meanwhile. */
export function dropStep(step: Step): boolean {
  const { history } = useLabel.getState();
  if (!history.includes(step)) return false;
  useLabel.setState({ history: history.filter((one) => one !== step) });
  return true;
}
