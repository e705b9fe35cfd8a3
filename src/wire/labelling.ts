// Labelling reviews, one after the other or many at once: the part of the service behind the queue and the list of
// reviews. `list`, `add`, `label` and `removeReviews` stand in ./reviews.ts.

import type { Review, Sentiment } from './reviews';

export interface LabellingService {
  /** Puts removed reviews back as they were, under their numbers. Those that are there get their labels back, and keep all else. */
  restoreReviews(reviews: readonly Review[]): Promise<void>;
  /** Labels many at once; resolves with how they were before, to be put back by `restoreReviews`. */
  labelMany(ids: readonly string[], sentiment: Sentiment | null): Promise<readonly Review[]>;
  edit(id: string, text: string): Promise<void>;
  /** `edit`, `label` and `skip` in one: all that is said, or nothing. */
  changeReview(id: string, change: ReviewChange): Promise<void>;
  /** Groups of reviews with equal texts (case and white space aside), the largest first. */
  duplicates(): Promise<readonly (readonly Review[])[]>;
  /** Where reviews come from, and how many of each: 100 at most, those of most reviews first. */
  sources(): Promise<readonly ReviewSource[]>;
  /** pos/ and neg/ (and unsup/) in a .tar.gz with one text file each; CSV; JSONL. Tables say the serving model's score and name, too. CSV cells that a spreadsheet would run are disarmed. */
  exportReviews(format: 'archive' | 'csv' | 'jsonl'): Promise<Blob>;
  /** What is being exported is given up: `exportReviews` rejects with 'conflict'. */
  cancelExport(): Promise<void>;
  /** Keeps a folder in step: pos/ and neg/ with a file for each labelled review. Null ends it. The page has asked for leave to write. */
  mirror(folder: FileSystemDirectoryHandle | null): Promise<void>;
  /** The folder of the last visit that rests until the page has got leave again (`requestPermission`); null without one. */
  mirrorFolder(): Promise<FileSystemDirectoryHandle | null>;

  // The queue of reviews to label
  /** The next ones to label, or to check; those skipped come last. */
  queue(request: QueueRequest): Promise<QueuePage>;
  /** To the end of the queue, or (false) back into it. A labelled one that is skipped keeps its label though the model doubts it. */
  skip(id: string, skipped: boolean): Promise<void>;
}

export interface ReviewSource {
  readonly source: string;
  readonly reviews: number;
}

/** What is left out stays as it is. */
export interface ReviewChange {
  readonly text?: string | undefined;
  /** Null: without a label again. */
  readonly sentiment?: Sentiment | null | undefined;
  readonly skipped?: boolean | undefined;
}

/**
 * Of those without a label: uncertainty: scores next to 0.5 first (Lewis and Gale 1994) · extreme: the surest first ·
 * given: as they came · chance: drawn at random, so that the labels stand for the whole. Of those with one: disagreement: the
 * model would give the other label, the surest first.
 */
export type QueueOrder = 'uncertainty' | 'extreme' | 'given' | 'chance' | 'disagreement';

/** Of what is being written, or read: texts, or bytes where it is no texts. */
export interface ExportProgress {
  /** 0 … 1 */
  readonly share: number;
  /** So many a second; 0 before it is known. */
  readonly rate: number;
  readonly secondsLeft: number | null;
}

export interface QueueRequest {
  readonly order: QueueOrder;
  readonly limit: number;
  /** Of the order by chance: the same seed gives the same order. 1 unless said. */
  readonly seed?: number | undefined;
}

export interface QueuePage {
  /** Reviews in the queue in all, and how many of them are skipped, and how many have a score already. */
  readonly total: number;
  readonly skipped: number;
  readonly scored: number;
  /** Of labels that are checked: how many reviews in all the serving model has learnt from; it hardly doubts those. */
  readonly learnt: number;
  readonly reviews: readonly Review[];
}
