// A table's choices, and what its first rows become by them.

import type { ImportColumns, ImportPeek, SplitName } from '../../../../wire/datasets';
import type { Sentiment } from '../../../../wire/reviews';

export type TablePeek = Extract<ImportPeek, { kind: 'table' }>;

export type Column = TablePeek['columns'][number];

export interface PreviewRow {
  /** From 0. */
  readonly row: number;
  readonly text: string;
  readonly label: Sentiment | null;
  /** As it stands in the file; null without a column for it. */
  readonly split: string | null;
}

/** As the rows would be read; only those of which the peek tells. */
export function previewRows({ columns }: TablePeek, choice: ImportColumns): PreviewRow[] {
  const cell = (column: number | null, row: number) => (column === null ? '' : (columns[column]?.examples[row] ?? ''));
  const column = choice.label === null ? undefined : columns[choice.label];
  return (columns[choice.text]?.examples ?? []).map((text, row) => ({
    row,
    text,
    label: column ? labelOf(column, choice.positive, cell(choice.label, row)) : null,
    split: choice.split === null ? null : cell(choice.split, row),
  }));
}

/** What a cell of the label's column means: by the values chosen, else as it would be guessed. */
export function labelOf(column: Column, positive: ImportColumns['positive'], cell: string): Sentiment | null {
  const key = normal(cell);
  if (key === '') return null;
  if (positive !== null) return positive.some((value) => normal(value) === key) ? 1 : 0;
  return column.meanings?.[column.values.findIndex((value) => normal(value) === key)] ?? null;
}

/** The choice with another column of labels: guessed where it can be, else nothing is positive yet. */
export function withLabel({ columns }: TablePeek, choice: ImportColumns, label: number | null): ImportColumns {
  const known = label === null || columns[label]?.meanings != null;
  return { ...choice, label, positive: known ? null : [] };
}

/** Values of the label's column that mean positive as things stand. */
export function positiveValues(column: Column, positive: ImportColumns['positive']): readonly string[] {
  return positive ?? column.values.filter((_, i) => column.meanings?.[i] === 1);
}

/** Which part a word in the column of splits names, near enough to say so before the import. */
export function splitOf(word: string | null): SplitName {
  const known = normal(word ?? '');
  if (known.startsWith('train')) return 'train';
  if (known.startsWith('val') || known === 'dev') return 'validation';
  return known.startsWith('test') ? 'test' : 'none';
}

function normal(value: string): string {
  return value.trim().toLowerCase();
}

export function toggled(values: readonly string[], value: string, wanted: boolean): readonly string[] {
  return wanted ? [...values.filter((other) => other !== value), value] : values.filter((other) => other !== value);
}
