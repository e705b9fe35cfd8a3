// Batch inference: a model over many texts of a dataset, in the background. One at a time; its result stays until
// the next. Everything is structured-cloneable; progress comes as events ('batch').

import type { Confusion } from '../ml/metrics/binary';
import type { DatasetRow, SplitName } from './datasets';
import type { ExportProgress } from './labelling';
import type { Sentiment } from './reviews';

export interface BatchService {
  state(): Promise<BatchState>;
  /** Rejects 'conflict' while another runs. */
  start(request: BatchRequest): Promise<void>;
  /** pause keeps what is scored; play goes on (also after a reload); cancel forgets it. */
  control(command: 'play' | 'pause' | 'cancel'): Promise<void>;
  /** All that is scored so far, for the figures; null without a batch. */
  scores(): Promise<BatchScores | null>;
  /**
   * Rows with their texts, in the order of `positions` (into the arrays of `scores`), at most 1,000; reviews deleted
   * since are passed over. Labels are those that were drawn.
   */
  rows(positions: readonly number[]): Promise<readonly BatchRow[]>;
  /** Figures of what is scored so far, and its first results; rejects 'not_found' without a batch. */
  report(threshold: number): Promise<BatchReport>;
  /** CSV of what is scored: name, label, predicted, score, text, ref. Cells that a spreadsheet would run are disarmed. */
  exportCsv(threshold: number): Promise<Blob>;
  /** Gives up what is being exported: it rejects 'conflict'. */
  cancelExport(): Promise<void>;
}

export interface BatchRequest {
  /** A dataset by its id or name, or REVIEWS_DATASET for the reviews kept on the page; of a batch under way the id. */
  readonly dataset: string;
  /** Texts drawn at random from each label; null: all. */
  readonly num_files: number | null;
  /** Only of this part; null: of all. Reviews kept on the page: train learnt from by a model, test held out for good, none neither. */
  readonly split: SplitName | null;
  /** true: those with a label · false: those without · left out: those with one, and without where none has one. */
  readonly labelled?: boolean | undefined;
  /** The serving model unless said. */
  readonly model?: string | undefined;
  readonly seed: number;
}

/** Stands for the reviews kept on the page where a dataset is asked for. */
export const REVIEWS_DATASET = 'reviews';

export interface BatchScores {
  /** Grows with every text scored. */
  readonly rev: number;
  /** Rows of the dataset (or numbers of reviews). */
  readonly index: Uint32Array;
  /** 0, 1, or −1 without a label. */
  readonly label: Int8Array;
  /** 0 negative … 1 positive. */
  readonly score: Float32Array;
}

export interface BatchRow extends DatasetRow {
  readonly score: number;
}

/** Of the positive label: scores at or above the threshold are called positive. */
export interface BatchFigures {
  /** Texts with a label; without any, there are no figures but the confusion. */
  readonly n: number;
  readonly accuracy: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** Null with one label only, too. */
  readonly auc: number | null;
  /** 95 % Wilson interval of the accuracy; null where there is none. */
  readonly interval: readonly [number, number] | null;
  readonly confusion: Confusion;
  readonly ece: number | null;
  readonly threshold: number;
}

export interface BatchReport extends BatchFigures {
  /** Names as they were at the start. */
  readonly model: string;
  readonly dataset: string;
  readonly learnt: BatchProgress['learnt'];
  readonly foreign: BatchProgress['foreign'];
  /** In the dataset's order, at most 1,000. */
  readonly results: readonly {
    readonly name: string;
    readonly label: Sentiment | null;
    readonly predicted: Sentiment;
    readonly score: number;
  }[];
  /** There are more. */
  readonly truncated: boolean;
}

export interface BatchProgress {
  /** With the id of the model that scores. */
  readonly request: BatchRequest;
  /** Names as they were at the start. */
  readonly dataset: string;
  readonly model: string;
  readonly done: number;
  readonly total: number;
  /**
   * How many of those drawn the model, or one that it came from, has learnt from: on these it looks better than it is. Of a dataset
   * all in the part that teaches count, also where a retraining was shown a share of them. Null before they are drawn.
   */
  readonly learnt: number | null;
  /**
   * How many of those done seem not to be in English. Null before the first is done, and where they were not all counted: by
   * models that began with no English reviews, or read no pieces, and by earlier versions.
   */
  readonly foreign: number | null;
  /** Texts a second, recent; 0 before it is known. */
  readonly rate: number;
  readonly secondsLeft: number | null;
  readonly started_at: string;
}

export type BatchStatus =
  | { readonly phase: 'idle' }
  | ({ readonly phase: 'preparing' | 'running' | 'paused' | 'finished' } & BatchProgress)
  | ({ readonly phase: 'failed'; readonly message: string } & BatchProgress);

export interface BatchState {
  readonly status: BatchStatus;
  /** Of `scores`. */
  readonly rev: number;
  /** Null while nothing is exported; in texts. */
  readonly exporting: ExportProgress | null;
}
