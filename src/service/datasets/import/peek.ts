// What a source seems to hold, from its first part.

import type { ImportPeek } from '../../../wire/datasets';
import { ServiceError } from '../../../wire/errors';
import { ENCODING_NAMES } from '../../encoding';
import { guessColumns } from './columns';
import { findLabels } from './labels';
import type { Limits } from './limits';
import type { OpenedImport } from './open';
import { Problems } from './problems';
import { fileRows } from './rows';
import type { OpenTable } from './table';

const EXAMPLES = 3;
const EXAMPLE_CHARACTERS = 300;
const VALUES = 24;
const VALUE_CHARACTERS = 60;

export async function peekAt(opened: OpenedImport, limits: Limits): Promise<ImportPeek> {
  if (opened.kind === 'table') return peekTable(opened.table);
  const examples: string[] = [];
  const problems = new Problems();
  for await (const { text } of fileRows(opened.files, problems, limits)) {
    examples.push(text.slice(0, EXAMPLE_CHARACTERS));
    if (examples.length === EXAMPLES) break;
  }
  if (examples.length === 0) throw noTexts(problems);
  return { kind: 'texts', format: opened.format, examples };
}

async function peekTable(table: OpenTable): Promise<ImportPeek> {
  const rows = table.head.filter(({ fault }) => fault === undefined).map(({ cells }) => cells);
  if (rows.length === 0) throw new ServiceError('invalid', 'There are no rows in it.');
  const width = rows.reduce((most, row) => Math.max(most, row.length), table.names?.length ?? 0);
  const columns = Array.from({ length: width }, (_, j) => {
    const cells = rows.map((row) => row[j] ?? '');
    const values = [...new Set(cells.map((cell) => cell.slice(0, VALUE_CHARACTERS)))].slice(0, VALUES);
    const read = cells.some((cell) => cell.trim() !== '') ? findLabels(cells) : null;
    return {
      name: (table.names?.[j] ?? '').slice(0, VALUE_CHARACTERS) || `column ${j + 1}`,
      examples: cells.slice(0, EXAMPLES).map((cell) => cell.slice(0, EXAMPLE_CHARACTERS)),
      values,
      meanings: read && values.map((value) => read(value)?.label ?? null),
    };
  });
  const guess = guessColumns({ names: table.names, rows, whole: table.whole });
  return { kind: 'table', format: table.format, encoding: ENCODING_NAMES[table.encoding], columns, guess };
}

/** Nothing in it could be taken. */
export function noTexts({ skipped, ignored, list }: Problems): ServiceError {
  const details = list.slice(0, 5).map(({ row, column, message }) => ({
    field: column === null ? `row ${row}` : `row ${row}, ${column}`,
    message,
  }));
  if (skipped > 0) return new ServiceError('invalid', 'There is no text in it that can be read.', details);
  const others = ignored > 0 ? `There are ${ignored.toLocaleString('en')} other files in it. ` : '';
  return new ServiceError(
    'invalid',
    `No texts were found. ${others}Expected are folders pos and neg with .txt files, within train and test or without.`,
  );
}
