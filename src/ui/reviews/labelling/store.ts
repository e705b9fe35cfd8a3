// The Label view's own state: the reviews that come next, what was done so far, and how the person likes to work.

import { create } from 'zustand';
import type { QueueOrder } from '../../../wire/labelling';
import type { Review, Sentiment } from '../../../wire/reviews';
import { type Keymap, readKeys } from './keymap';

export type Choice = Sentiment | 'skip';

export interface Done {
  readonly review: Review;
  readonly choice: Choice;
}

export interface LabelUi {
  readonly order: QueueOrder;
  /** The first is at hand. */
  readonly ahead: readonly Review[];
  /** The queue was asked for, and answered. */
  readonly known: boolean;
  readonly problem: string | null;
  /** Oldest first. */
  readonly history: readonly Done[];
  /** For those who hear the page. */
  readonly said: string;
  /** What the model thinks is shown. */
  readonly hint: boolean;
  /** Words are marked on the text. */
  readonly marking: boolean;
  readonly keys: Keymap;
}

export const useLabel = create<LabelUi>()(() => ({
  order: 'uncertainty',
  ahead: [],
  known: false,
  problem: null,
  history: [],
  said: '',
  hint: true,
  marking: false,
  keys: readKeys(),
}));
