// What the services beside the Reviews page's own (batch, drift, retraining) may use of it.

import type { TextScore } from '../../ml/text/types';
import type { ReviewRecord } from '../../storage/reviews';
import type { Catalogue } from './catalogue';
import type { Pool } from './pool';
import type { Training } from './training';

export interface ReviewsParts {
  readonly catalogue: Catalogue;
  /** A worker of its own for going through many texts; asked for some 32 at a time, so that jobs take turns. */
  readonly background: Pool;
  readonly training: Training;
  readonly book: ScoreBook;
  /** The labelled reviews that say something, without reading any text: to count them after every change. */
  labelled(): Promise<readonly LabelledEntry[]>;
  /** The numbers of the reviews that no training has learnt from or held out, oldest first; no text is read. */
  arrivals(): Promise<readonly number[]>;
  /** Says of these whether models learn from them or are judged by them; those that are gone are passed over. */
  assignParts(ids: readonly number[], part: ReviewRecord['part']): Promise<void>;
  /** Resolves once what a model was trained on is kept with it, for noticing drift, or where that is not known. */
  profiled(model: string): Promise<void>;
  /** The serving model's id. */
  serving(): string;
  /** Makes a model the serving one, and keeps that for the next visit. */
  serve(model: string): Promise<void>;
  /** Calls back when reviews came, went or changed, when another model serves, and when a training ends or begins. */
  onChange(listener: (what: 'reviews' | 'serving' | 'training') => void): () => void;
}

/** What the serving model makes of the reviews kept, worked out in the background and kept up to date. */
export interface ScoreBook {
  /** The logit, if it is known already. */
  logit(id: number): TextScore['logit'] | undefined;
  /**
   * Resolves when all reviews there are have been scored by the present serving model, with those that `choose` names
   * then, in its order; a review that could not be scored is left out.
   */
  settled(choose: () => Promise<readonly number[]>): Promise<readonly ScoredReview[]>;
}

export type ScoredReview = ReviewRecord & { readonly logit: number };

export interface LabelledEntry {
  readonly id: number;
  readonly label: 0 | 1;
  readonly part: ReviewRecord['part'];
}
