// A Lightning metrics.csv becomes a run to compare with.

import Papa from 'papaparse';
import { formatBytes, formatTooLarge } from '../../ml/bytes';
import { LogError, type ReadMetrics, readingMetricsCsv } from '../../ml/logs';
import { saveRun } from '../../storage/runs';
import { textFromCsv } from '../../wire/csv';
import { ServiceError } from '../../wire/errors';
import { decodeBytes } from '../encoding';
import { invalid } from '../errors';
import { checkName } from '../names';
import { Breath } from '../pace';
import type { Book } from './book';
import { RunLog } from './log';
import { blankRecord, freeId } from './plan';
import type { RunRecord } from './record';

const MOST_BYTES = 68e6;
const MOST_COLUMNS = 500;
/** Columns that rows of an epoch's end have. */
const OF_EPOCHS = /^(val|valid|validation|test)[_/]|_epoch$/;

/** Resolves with the id of the run that it has become. Rejects ServiceError 'invalid' in words. */
export async function importRun(book: Book, rawName: string, file: Blob): Promise<string> {
  // Names of files may be longer than those of runs.
  const name = checkName(String(rawName).trim().slice(0, 100));
  if (file.size > MOST_BYTES) {
    const [has, most] = [formatTooLarge(file.size), formatBytes(MOST_BYTES)];
    throw new ServiceError('too_large', `A metrics file has at most ${most}; this one has ${has}.`);
  }
  const text = decodeBytes(new Uint8Array(await file.arrayBuffer()));
  if (text === null) throw invalid('file', 'The file is no text: a metrics.csv is read, best in UTF-8.');
  checkWidth(text);
  const breath = new Breath();
  const read = await readTable(text, breath);
  const { table } = read;
  const log = new RunLog();
  for (const { epoch, step, values } of table.rows) {
    const lasting = [...values.keys()].some((column) => OF_EPOCHS.test(column));
    const named = [...values].map(([column, value]) => [textFromCsv(column), value] as const);
    log.add({ epoch, step, time: null, values: Object.fromEntries(named), lasting });
    await breath.take();
  }
  const created = new Date();
  const id = freeId(created, (taken) => book.has(taken));
  const record: RunRecord = {
    ...blankRecord(id, name, created),
    ...{ figures: log.figures(), message: messageOf(read, log.length) },
  };
  await saveRun({ id, record, rows: log.unsaved() });
  book.put(record);
  return id;
}

/** Before it is read: tens of thousands of columns would take minutes, and each is a curve. */
function checkWidth(text: string): void {
  // A name in quotes may have line breaks. Its fast mode would split all of the text.
  const first = { delimiter: ',', preview: 1, fastMode: false };
  const columns = Papa.parse<string[]>(text.trimStart(), first).data[0]?.length ?? 0;
  if (columns <= MOST_COLUMNS) return;
  throw invalid(
    'file',
    `A metrics file has at most ${MOST_COLUMNS} columns; this one has ${columns.toLocaleString('en')}.`,
  );
}

/** In pieces: texts are scored by the same worker. */
async function readTable(text: string, breath: Breath): Promise<ReadMetrics> {
  const read = await toTheEnd(readingMetricsCsv(text), breath).catch((error: unknown) => {
    throw error instanceof LogError ? invalid('file', error.message) : error;
  });
  if (read.table.columns.length > 0 && read.table.rows.some(({ values }) => values.size > 0)) return read;
  throw invalid('file', 'The file has no metrics: it needs columns of numbers such as train_loss, and rows of them.');
}

async function toTheEnd(reading: ReturnType<typeof readingMetricsCsv>, breath: Breath): Promise<ReadMetrics> {
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
    await breath.take();
  }
}

function messageOf({ problems, left_out, table }: ReadMetrics, kept: number): string {
  const [first] = problems;
  const rows = table.rows.length;
  const where = first && (first.column === null ? `row ${first.row}` : `row ${first.row}, ${first.column}`);
  const count = left_out.toLocaleString('en');
  const left = first ? `${count} cells or rows were left out; the first: ${where}, ${first.message}.` : '';
  const [all, some] = [rows, kept].map((count) => count.toLocaleString('en'));
  const thinned =
    kept < rows ? `Of ${all} rows ${some} are kept, the best and the last of each column among them.` : '';
  return [left, thinned].filter(Boolean).join(' ');
}
