// A table's choices, and what its first rows become by them.

import type { ImportColumns, ImportPeek, SplitName } from '../../../../wire/datasets';
import type { Sentiment } from '../../../../wire/reviews';

export type TablePeek = Extract<ImportPeek, { kind: 'table' }>;

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
  const positive = new Set(positiveValues(columns, choice).map(normal));
  return (columns[choice.text]?.examples ?? []).map((text, row) => {
    const value = cell(choice.label, row).trim();
    const label: Sentiment = positive.has(normal(value)) ? 1 : 0;
    const split = choice.split === null ? null : cell(choice.split, row);
    return { row, text, label: value === '' ? null : label, split };
  });
}

/** The values that count as positive: those chosen, or those that look it. */
export function positiveValues(columns: TablePeek['columns'], choice: ImportColumns): readonly string[] {
  if (choice.positive !== null) return choice.positive;
  const values = choice.label === null ? [] : (columns[choice.label]?.values ?? []);
  return values.filter(looksPositive);
}

export function looksPositive(value: string): boolean {
  return POSITIVE.has(normal(value));
}

const POSITIVE = new Set(['1', 'pos', 'positive', 'good', 'yes', 'true', '+1', '4', '5', '7', '8', '9', '10']);

function normal(value: string): string {
  return value.trim().toLowerCase();
}

/** Which part a word in the column of splits names, near enough to say so before the import. */
export function splitOf(word: string | null): SplitName {
  const known = normal(word ?? '');
  if (known.startsWith('train')) return 'train';
  if (known.startsWith('val') || known === 'dev') return 'validation';
  return known.startsWith('test') ? 'test' : 'none';
}

export function toggled(values: readonly string[], value: string, wanted: boolean): readonly string[] {
  return wanted ? [...values.filter((other) => other !== value), value] : values.filter((other) => other !== value);
}
