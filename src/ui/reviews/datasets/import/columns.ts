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
  /** What the text is called where it comes from. */
  readonly ref: string;
}

/** As the rows would be read; only those of which the peek tells. */
export function previewRows({ columns }: TablePeek, choice: ImportColumns): PreviewRow[] {
  const cell = (column: number | null, row: number) => (column === null ? '' : (columns[column]?.examples[row] ?? ''));
  const column = choice.label === null ? undefined : columns[choice.label];
  return (columns[choice.text]?.examples ?? []).map((text, row) => ({
    row,
    text,
    label: column ? labelOf(column, choice, cell(choice.label, row)) : null,
    split: choice.split === null ? null : cell(choice.split, row),
    ref: cell(choice.ref ?? null, row),
  }));
}

/** What a cell of the label's column means: by the values chosen, else as it would be guessed. */
export function labelOf(column: Column, { positive, negative }: Chosen, cell: string): Sentiment | null {
  const key = normal(cell);
  const among = (values: readonly string[]) => values.some((value) => normal(value) === key);
  if (key === '') return null;
  if (positive === null) return column.meanings?.[column.values.findIndex((value) => normal(value) === key)] ?? null;
  if (among(positive)) return 1;
  return !negative || among(negative) ? 0 : null;
}

/** What the values of the label's column mean: as chosen, or (null) as found. */
type Chosen = Pick<ImportColumns, 'positive' | 'negative'>;

/** The choice with these values of that meaning; what all the others mean stays. */
export function withMeaning(
  column: Column,
  choice: ImportColumns,
  values: readonly string[],
  means: Sentiment | null,
): ImportColumns {
  const keys = new Set(values.map(normal));
  const others = (label: Sentiment, chosen: readonly string[] | null | undefined) =>
    (chosen ?? column.values.filter((value) => labelOf(column, choice, value) === label)).filter(
      (value) => !keys.has(normal(value)),
    );
  const [positive, negative] = [others(1, choice.positive), others(0, choice.negative)];
  return {
    ...choice,
    positive: means === 1 ? [...positive, ...values] : positive,
    negative: means === 0 ? [...negative, ...values] : negative,
  };
}

/** The choice with all values meaning what was found. */
export function withoutMeanings(choice: ImportColumns): ImportColumns {
  return { ...choice, positive: null, negative: null };
}

/** The choice with another column of labels: guessed where it can be, else nothing means anything yet. */
export function withLabel({ columns }: TablePeek, choice: ImportColumns, label: number | null): ImportColumns {
  const known = label === null || columns[label]?.meanings != null;
  return known ? { ...withoutMeanings(choice), label } : { ...choice, label, positive: [], negative: [] };
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
