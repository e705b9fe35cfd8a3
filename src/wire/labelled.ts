// Reading labelled texts from a file or a paste: what is asked, and what was found.

import type { TableProblem } from './table';

export interface LabelledOptions {
  /** Positions in the file, from 0; null is found out by looking. */
  readonly text: number | null;
  readonly label: number | null;
}

export interface LabelledResult {
  /** Names of the file's columns, in its order. */
  readonly columns: readonly string[];
  /** Where text and label were taken from. */
  readonly text: number;
  readonly label: number;
  readonly reviews: readonly { readonly text: string; readonly sentiment: 0 | 1 }[];
  readonly positive: number;
  readonly negative: number;
  /** Rows left out in all; `problems` lists the first of them. */
  readonly skipped: number;
  readonly problems: readonly TableProblem[];
}
