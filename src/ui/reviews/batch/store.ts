// The Batch view's own state: what the service last said, the scores with what follows from them, and what is looked
// at. Kept here, so that leaving the view loses nothing.

import { create } from 'zustand';
import { type BatchState, REVIEWS_DATASET } from '../../../wire/batch';
import type { SplitName } from '../../../wire/datasets';
import type { Analysed } from './analyse';

/** Which rows are listed: those the model got wrong, all, or one cell of the confusion matrix. */
export type Show = 'wrong' | 'all' | Cell;
/** t/f right or wrong, p/n called positive or negative. */
export type Cell = 'tp' | 'fp' | 'tn' | 'fn';
/** error: the farthest from its label first · high, low: by score. */
export type Order = 'error' | 'high' | 'low';

export interface Choice {
  /** Null: what suits (`standardDataset`). */
  readonly dataset: string | null;
  /** Null: what suits; of texts with a label, those kept apart for judging. */
  readonly split: SplitName | 'all' | null;
  /** Those with a label, where some have one and some have none. */
  readonly labelled: boolean;
  /** From each label; null: all. */
  readonly num_files: number | null;
  /** Null: the serving one. */
  readonly model: string | null;
  readonly seed: number;
}

export interface BatchUi {
  readonly state: BatchState | null;
  /** The service could not be asked how things stand; null when it could. */
  readonly unreachable: string | null;
  readonly analysed: Analysed | null;
  readonly choice: Choice;
  /** Scores at or above it are called positive. */
  readonly threshold: number;
  readonly show: Show;
  readonly order: Order;
  readonly page: number;
  /** Position of the row that is open; null: none. */
  readonly opened: number | null;
}

const VIEW = { threshold: 0.5, show: 'wrong', order: 'error', page: 0, opened: null } as const;

export const EMPTY: BatchUi = {
  state: null,
  unreachable: null,
  analysed: null,
  choice: { dataset: null, split: null, labelled: true, num_files: 100, model: null, seed: 1 },
  ...VIEW,
};

export const useBatch = create<BatchUi>()(() => EMPTY);

/** The labels given here say most; without any, the newest dataset. */
export function standardDataset(labelled: number, datasets: readonly { readonly id: string }[]): string {
  return labelled > 0 ? REVIEWS_DATASET : (datasets[0]?.id ?? REVIEWS_DATASET);
}

export function choose(choice: Partial<Choice>): void {
  useBatch.setState((all) => ({ choice: { ...all.choice, ...choice } }));
}

/** Another list begins at its first page. */
export function look(view: Partial<Pick<BatchUi, 'threshold' | 'show' | 'order'>>): void {
  useBatch.setState({ ...view, page: 0, opened: null });
}

/** What was looked at in the batch before says nothing about the next. */
export function forgetView(): void {
  useBatch.setState({ ...VIEW, analysed: null });
}
