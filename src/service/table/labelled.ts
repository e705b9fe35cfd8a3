// A file or a paste to labelled texts: CSV and the like, with a column of texts and one of labels.

import Papa from 'papaparse';
import { ServiceError } from '../../wire/errors';
import type { LabelledOptions, LabelledResult } from '../../wire/labelled';
import { MAX_REVIEW_CHARACTERS, MAX_TRAIN_TEXTS } from '../../wire/limits';
import type { TableProblem } from '../../wire/table';
import { readAll, readHead } from './text';

const MAX_BYTES = 256 * 1024 * 1024;
const MAX_PROBLEMS = 100;
/** Rows looked at to find out which column is which. */
const SAMPLE = 200;

const LABELS: Readonly<Record<string, 0 | 1>> = {
  '0': 0,
  neg: 0,
  negative: 0,
  bad: 0,
  no: 0,
  false: 0,
  '-1': 0,
  '1': 1,
  pos: 1,
  positive: 1,
  good: 1,
  yes: 1,
  true: 1,
};
const TEXT_NAMES = /^(text|review|comment|body|message|content|sentence)$/i;
const LABEL_NAMES = /^(label|sentiment|class|target|polarity|y)$/i;

/**
 * Rejects with ServiceError: 'invalid' where there are no labelled texts in it, 'too_large' past 256 MB. Rows
 * without a text or with a label that is none are left out and listed.
 */
export async function readLabelled(source: Blob, options: LabelledOptions): Promise<LabelledResult> {
  if (source.size === 0) throw new ServiceError('invalid', 'There is nothing in it.');
  if (source.size > MAX_BYTES) throw new ServiceError('too_large', 'More than 256 MB cannot be read at once.');
  const { encoding } = await readHead(source);
  const { data } = Papa.parse<string[]>(await readAll(source, encoding), { skipEmptyLines: 'greedy' });
  const width = data.reduce((most, row) => Math.max(most, row.length), 0);
  if (width < 2) throw new ServiceError('invalid', 'It needs two columns: one with texts, one with labels.');
  const header = labelOf(data[0][options.label ?? labelColumn(data, width)]) === null;
  const columns = Array.from({ length: width }, (_, i) => (header && data[0][i]) || `Column ${i + 1}`);
  const rows = header ? data.slice(1) : data;
  const label = options.label ?? labelColumn(data, width);
  const text = options.text ?? textColumn(columns, rows, label);
  return { columns, text, label, ...collect(rows, text, label, header ? 2 : 1, columns) };
}

function collect(rows: readonly string[][], text: number, label: number, first: number, columns: readonly string[]) {
  const reviews: { text: string; sentiment: 0 | 1 }[] = [];
  const problems: TableProblem[] = [];
  let skipped = 0;
  rows.forEach((row, i) => {
    const problem = problemOf(row, text, label, columns);
    const sentiment = labelOf(row[label]);
    if (problem === null && sentiment !== null && reviews.length < MAX_TRAIN_TEXTS) {
      reviews.push({ text: row[text], sentiment });
      return;
    }
    skipped += 1;
    const why = problem ?? { column: null, message: `more than ${MAX_TRAIN_TEXTS.toLocaleString('en')} texts` };
    if (problems.length < MAX_PROBLEMS) problems.push({ row: i + first, ...why });
  });
  const positive = reviews.filter(({ sentiment }) => sentiment === 1).length;
  return { reviews, positive, negative: reviews.length - positive, skipped, problems };
}

function problemOf(row: readonly string[], text: number, label: number, columns: readonly string[]) {
  const content = row[text] ?? '';
  if (content.trim() === '') return { column: columns[text], message: 'no text' };
  if (content.length > MAX_REVIEW_CHARACTERS) return { column: columns[text], message: 'the text is too long' };
  if (labelOf(row[label]) !== null) return null;
  const shown = (row[label] ?? '').trim().slice(0, 40);
  return {
    column: columns[label],
    message: shown === '' ? 'no label' : `“${shown}” is no label: write 0 or 1, neg or pos`,
  };
}

function labelOf(cell: string | undefined): 0 | 1 | null {
  const word = (cell ?? '').trim().toLowerCase();
  return Object.hasOwn(LABELS, word) ? LABELS[word] : null;
}

/** By its name, else the column with the most cells that are labels. */
function labelColumn(data: readonly string[][], width: number): number {
  const named = data[0].findIndex((name) => LABEL_NAMES.test(name.trim()));
  if (named >= 0) return named;
  const count = (column: number) => data.slice(0, SAMPLE).filter((row) => labelOf(row[column]) !== null).length;
  return widest(width, count);
}

/** By its name, else the column with the most characters. */
function textColumn(columns: readonly string[], rows: readonly string[][], label: number): number {
  const named = columns.findIndex((name, i) => i !== label && TEXT_NAMES.test(name.trim()));
  if (named >= 0) return named;
  const length = (column: number) =>
    column === label ? -1 : rows.slice(0, SAMPLE).reduce((sum, row) => sum + (row[column]?.length ?? 0), 0);
  return widest(columns.length, length);
}

function widest(width: number, measure: (column: number) => number): number {
  const values = Array.from({ length: width }, (_, i) => measure(i));
  return values.indexOf(Math.max(...values));
}
