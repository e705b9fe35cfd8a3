// A dataset as a file: an archive laid out as aclImdb, CSV, or JSON lines. Importing the file again gives the same rows.

import type { DatasetRow, ExportFormat, SplitName } from '../../wire/datasets';
import { writeArchive, writeCsv, writeJsonLines } from '../texts/write';
import { walkRows } from './reading';

/** `wrote` is told how many were written before each row; what it throws ends the export. */
export function exportDataset(id: string, format: ExportFormat, wrote: (rows: number) => void): Promise<Blob> {
  const rows = counted(walkRows(id), wrote);
  switch (format) {
    case 'archive':
      return writeArchive(files(rows));
    case 'csv':
      return writeCsv(COLUMNS, cells(rows));
    case 'jsonl':
      return writeJsonLines(objects(rows));
  }
}

async function* counted(rows: AsyncIterable<DatasetRow>, wrote: (rows: number) => void): AsyncGenerator<DatasetRow> {
  let count = 0;
  for await (const row of rows) {
    wrote(count++);
    yield row;
  }
}

/** The import knows these names. */
const COLUMNS = ['text', 'label', 'rating', 'split', 'file', 'ref'];

async function* cells(rows: AsyncIterable<DatasetRow>): AsyncGenerator<(string | number | null)[]> {
  for await (const { text, label, rating, split, name, ref = '' } of rows)
    yield [text, label, rating, split, name, ref];
}

async function* objects(rows: AsyncIterable<DatasetRow>): AsyncGenerator<object> {
  for await (const { text, label, rating, split, name: file, ref = '' } of rows) {
    yield { text, label, rating, split, file, ref };
  }
}

const FOLDERS: Readonly<Record<SplitName, string>> = { train: 'train/', validation: 'val/', test: 'test/', none: '' };

async function* files(rows: AsyncIterable<DatasetRow>): AsyncGenerator<{ path: string; text: string }> {
  /** The next number of those that have the same path, in small letters: Windows and macOS take A.txt and a.txt for one file. */
  const taken = new Map<string, number>();
  for await (const row of rows) {
    const folder = `${FOLDERS[row.split]}${row.label === 1 ? 'pos' : row.label === 0 ? 'neg' : 'unsup'}`;
    const number = numberOf(row);
    const rating = row.rating === null ? unrated(number) : `_${row.rating}`;
    // Two files of one number, from folders that were one before the dataset was parted anew.
    const wanted = `${folder}/${number}${rating}.txt`;
    let path = wanted;
    const key = wanted.toLowerCase();
    let next = taken.get(key) ?? 1;
    for (; taken.has(path.toLowerCase()); next++) path = `${folder}/${number}-${next}${rating}.txt`;
    taken.set(key, next);
    taken.set(path.toLowerCase(), Math.max(1, taken.get(path.toLowerCase()) ?? 1));
    yield { path, text: row.text };
  }
}

/** As aclImdb has it of texts without a rating, where the number's own end would be taken for one. */
function unrated(number: string): string {
  return /_\d{1,2}$/.test(number) ? '_0' : '';
}

/** What its file was called, up to the rating; else its position. */
function numberOf({ name, index }: DatasetRow): string {
  const file = name.split('/').at(-1) ?? '';
  return /^([\w-]{1,60}?)(_\d{1,2})?\.txt$/i.exec(file)?.[1] ?? String(index);
}
