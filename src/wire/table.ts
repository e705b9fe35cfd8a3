// Reading a table of numbers from a file or a paste: what is asked, and what was found.

import type { Matrix } from '../ml/gmm/types';

export interface TableOptions {
  /** 'auto' decides by looking at the first rows. */
  readonly header: 'auto' | boolean;
  /** Indices of the columns to keep, in file order; null keeps the first 16 numeric ones. */
  readonly columns: readonly number[] | null;
}

export interface TableColumn {
  /** Position in the file, from 0. */
  readonly index: number;
  readonly name: string;
  /** Whether its first rows are mostly numbers. */
  readonly numeric: boolean;
  readonly kept: boolean;
}

/** A row left out, and why. */
export interface TableProblem {
  /** Row in the file, from 1, counting the header and blank lines as people's editors do. */
  readonly row: number;
  /** Column name; null when the whole row is at fault. */
  readonly column: string | null;
  readonly message: string;
}

export interface TableResult {
  readonly format: 'csv' | 'json';
  /** Points of the kept columns, in file order. */
  readonly points: Matrix;
  readonly columns: readonly TableColumn[];
  readonly header: boolean;
  /** For people: "comma", "semicolon, decimal comma". */
  readonly separator: string;
  /** Rows skipped in all; `problems` lists the first 100 of their faults. */
  readonly skipped: number;
  readonly problems: readonly TableProblem[];
  /** The file goes on past the stated limit of rows; only the rows up to it were read. */
  readonly truncated: boolean;
}

export interface TableProgress {
  /** Share of the input read, 0 to 1. */
  readonly share: number;
  readonly rows: number;
}
