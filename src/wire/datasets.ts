// Datasets of texts: imported from files, or made of the labelled reviews; parted into splits; looked at, exported.
// Everything is structured-cloneable; progress comes as events ('datasets').

import type { TextFigures } from '../ml/text/figures';
import type { ExportProgress } from './labelling';
import type { Sentiment } from './reviews';
import type { TableProblem } from './table';

export interface DatasetsService {
  state(): Promise<DatasetsState>;

  // Import: one at a time, in a worker of its own, from which nothing is there until all is.
  /** What a source seems to hold, from its first part; changes nothing. */
  peek(source: ImportSource): Promise<ImportPeek>;
  /** Resolves with the dataset's id once the import has begun; a single file is kept until the end, so that a reload goes on. */
  import(request: ImportRequest): Promise<string>;
  /** Leaves nothing behind. */
  cancelImport(): Promise<void>;
  /**
   * Deletes what the last import brought to the reviews, whatever was done to it since; resolves with how many they were.
   * Rejects 'conflict' once another import began, or the app was opened anew.
   */
  takeBackImport(): Promise<number>;

  /** The labelled reviews (and, when asked for, the unlabelled ones) as they are now, as a dataset. */
  fromReviews(request: { readonly name: string; readonly unlabelled: boolean }): Promise<string>;
  /** Parts a dataset anew: seeded, the same share of each label in each part, equal texts always in one part. */
  makeSplits(id: string, request: SplitRequest): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;

  /** Rows in the dataset's order. */
  rows(id: string, request: RowsRequest): Promise<RowPage>;
  /** archive: .tar.gz with <split>/pos and <split>/neg, one text file each, as in aclImdb. CSV cells that a spreadsheet would run are disarmed. */
  export(id: string, format: ExportFormat): Promise<Blob>;
  /** What is being exported is given up: `export` rejects with 'conflict'. */
  cancelExport(): Promise<void>;
}

/** none: not parted, or without a label (aclImdb's unsup). */
export const SPLITS = ['train', 'validation', 'test', 'none'] as const;
export type SplitName = (typeof SPLITS)[number];

export type ExportFormat = 'archive' | 'csv' | 'jsonl';

export type ImportSource =
  | { readonly kind: 'file'; readonly name: string; readonly file: Blob }
  /** A chosen or dropped folder: paths with '/' below it. */
  | {
      readonly kind: 'files';
      readonly name: string;
      readonly files: readonly { readonly path: string; readonly file: Blob }[];
    }
  /** A folder that a worker walks itself (File System Access API). */
  | { readonly kind: 'directory'; readonly name: string; readonly handle: FileSystemDirectoryHandle }
  /** Of the app's own origin; 'invalid' for any other, with the link to download it from. */
  | { readonly kind: 'url'; readonly url: string };

export interface ImportRequest {
  readonly source: ImportSource;
  readonly name: string;
  /**
   * A dataset of its own; or into the reviews, to be labelled there (labels that are there stay), where `name` is said to be
   * the place they come from.
   */
  readonly into: 'dataset' | 'reviews';
  /** For tables; null is found out by looking. */
  readonly columns: ImportColumns | null;
}

/** Positions in the table, from 0. */
export interface ImportColumns {
  readonly text: number;
  readonly label: number | null;
  readonly split: number | null;
  /** Values of the label's column that mean positive. Null: guessed. */
  readonly positive: readonly string[] | null;
  /** Values that mean negative; one in neither list is no label. Without a list, all are but the positive and the empty. */
  readonly negative?: readonly string[] | null | undefined;
  /** What each text is called where it comes from: a ticket's number. Left out: the column `ref`, where there is one. */
  readonly ref?: number | null | undefined;
}

export type ImportPeek =
  | {
      readonly kind: 'table';
      readonly format: 'csv' | 'tsv' | 'jsonl' | 'json';
      /** UTF-8, UTF-16 LE, Latin-1 … as found. */
      readonly encoding: string;
      readonly columns: readonly {
        readonly name: string;
        /** Of the first rows, in their order and empty ones too, so that they show rows side by side. */
        readonly examples: readonly string[];
        /** Different values in the first rows, at most 24. */
        readonly values: readonly string[];
        /**
         * What each of the values would be taken to mean, were this the label's column and nothing chosen; null for a
         * column that holds no labels.
         */
        readonly meanings: readonly (Sentiment | null)[] | null;
      }[];
      readonly guess: ImportColumns | null;
    }
  | {
      readonly kind: 'texts';
      readonly format: 'tar.gz' | 'tar' | 'zip' | 'folder';
      readonly examples: readonly string[];
    };

export interface SplitRequest {
  /** Shares, together 1. */
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly seed: number;
  /** Keeps the test part that came with the dataset and parts the rest. */
  readonly keepTest: boolean;
}

export interface RowsRequest {
  readonly split?: SplitName | undefined;
  /** 'none': without one. */
  readonly label?: Sentiment | 'none' | undefined;
  /** Part of the text, whatever its case. */
  readonly search?: string | undefined;
  readonly offset: number;
  readonly limit: number;
}

export interface DatasetRow {
  /** Position in the dataset, from 0. */
  readonly index: number;
  /** As in its file: "train/pos/127_8.txt"; "" where it had none. */
  readonly name: string;
  /** What it is called where it comes from: a ticket's number. Left out where that is not known. */
  readonly ref?: string | undefined;
  readonly text: string;
  readonly label: Sentiment | null;
  /** 1 … 10, null where there is none. */
  readonly rating: number | null;
  readonly split: SplitName;
}

export interface RowPage {
  /** Rows that match. */
  readonly total: number;
  readonly rows: readonly DatasetRow[];
}

export interface DatasetSummary {
  readonly id: string;
  readonly name: string;
  /** Where it came from, for people. */
  readonly source: string;
  /** ISO 8601, UTC. */
  readonly created_at: string;
  readonly n: number;
  /** Of all texts, in storage. */
  readonly bytes: number;
  readonly figures: DatasetFigures;
  /** Rows left out in all; `problems` lists the first 100. */
  readonly skipped: number;
  readonly problems: readonly TableProblem[];
  /** Files of its archive or folder that are no texts: read-me files, lists of words. */
  readonly ignored?: number;
}

/** What people ask first of a dataset. Words are runs of letters and digits. */
export type DatasetFigures = TextFigures;

export type ImportStatus =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'reading' | 'finishing';
      readonly id: string;
      readonly name: string;
      readonly into: ImportRequest['into'];
      /** 0…1 of the source's bytes. */
      readonly share: number;
      readonly rows: number;
      readonly skipped: number;
      /** Rows a second, recent. */
      readonly rate: number;
      readonly secondsLeft: number | null;
    }
  | {
      readonly phase: 'finished';
      readonly id: string;
      readonly name: string;
      readonly into: ImportRequest['into'];
      readonly rows: number;
      readonly skipped: number;
      readonly problems: readonly TableProblem[];
    }
  | { readonly phase: 'failed'; readonly name: string; readonly message: string };

export interface DatasetsState {
  /** Newest first. */
  readonly datasets: readonly DatasetSummary[];
  readonly importing: ImportStatus;
  readonly exporting: ExportProgress | null;
}
