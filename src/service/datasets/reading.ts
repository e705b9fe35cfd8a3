// Rows out of storage: one after the other, by their positions, or a page of those that match.

import { type DatasetRecord, readChunk, readDataset, type TextChunk } from '../../storage/datasets';
import { type DatasetRow, type RowPage, type RowsRequest, SPLITS, type SplitName } from '../../wire/datasets';
import { ServiceError } from '../../wire/errors';
import { invalid } from '../errors';
import { Breath } from '../pace';
import { readAbout } from './about';
import type { DatasetAbout } from './import/run';

const MAX_PAGE = 1000;

export interface OpenDataset {
  readonly record: DatasetRecord;
  readonly about: DatasetAbout;
}

/** Rejects 'not_found' where there is none, 'internal' when it is damaged. */
export async function openDataset(id: string): Promise<OpenDataset> {
  const record = await readDataset(id);
  if (!record) {
    throw new ServiceError('not_found', 'There is no such dataset.', [{ field: 'id', message: String(id) }]);
  }
  const about = readAbout(record.about);
  if (!about) throw new ServiceError('internal', `What is stored of ${record.name} is damaged. Import it again.`);
  return { record, about };
}

/** Chunks with the index of their first row. Rejects 'conflict' when the dataset goes meanwhile. */
export async function* chunksOf({ record, about }: OpenDataset): AsyncGenerator<{ from: number; chunk: TextChunk }> {
  for (const [i, from] of about.starts.entries()) yield { from, chunk: await chunkAt(record, i) };
}

async function chunkAt({ id, name }: DatasetRecord, i: number): Promise<TextChunk> {
  const chunk = await readChunk(id, i);
  if (chunk) return chunk;
  throw new ServiceError('conflict', `The dataset ${name} was removed while it was read.`);
}

export async function* walkRows(
  id: string,
  { split }: { readonly split?: SplitName | undefined } = {},
): AsyncGenerator<DatasetRow> {
  const wanted = split === undefined ? null : SPLITS.indexOf(split);
  for await (const { from, chunk } of chunksOf(await openDataset(id))) {
    for (let j = 0; j < chunk.texts.length; j++) {
      if (wanted === null || chunk.splits[j] === wanted) yield rowOf(chunk, from, j);
    }
  }
}

export async function readRowsAt(id: string, indices: ArrayLike<number>): Promise<DatasetRow[]> {
  const { record, about } = await openDataset(id);
  const wanted = Array.from(indices);
  const wrong = wanted.find((index) => !Number.isInteger(index) || index < 0 || index >= record.n);
  if (wrong !== undefined) throw invalid('indices', `There is no row ${wrong}; there are ${record.n}.`);
  const rows = new Array<DatasetRow>(wanted.length);
  // By chunk, so that each is read once.
  const order = wanted.map((_, at) => at).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  let held = null as { readonly i: number; readonly chunk: TextChunk } | null;
  for (const at of order) {
    const index = wanted[at] ?? 0;
    const i = chunkWith(about.starts, index);
    if (held?.i !== i) held = { i, chunk: await chunkAt(record, i) };
    const from = about.starts[i] ?? 0;
    rows[at] = rowOf(held.chunk, from, index - from);
  }
  return rows;
}

/** The last chunk that begins at or before that row. */
function chunkWith(starts: readonly number[], index: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Goes through all chunks where something is asked of the rows, else only to the page's own. */
export async function readPage(id: string, request: RowsRequest): Promise<RowPage> {
  const { split, label, search = '', offset, limit } = request;
  const open = await openDataset(id);
  const from = Math.max(0, Math.trunc(offset) || 0);
  const most = Math.min(MAX_PAGE, Math.max(0, Math.trunc(limit) || 0));
  if (split === undefined && label === undefined && search === '') {
    const indices = Array.from({ length: Math.max(0, Math.min(most, open.record.n - from)) }, (_, i) => from + i);
    return { total: open.record.n, rows: await readRowsAt(id, indices) };
  }
  const wanted = {
    split: split === undefined ? null : SPLITS.indexOf(split),
    label: label === undefined ? null : label === 'none' ? -1 : label,
    search: search.toLowerCase(),
  };
  const rows: DatasetRow[] = [];
  const breath = new Breath();
  let total = 0;
  for await (const { from: first, chunk } of chunksOf(open)) {
    for (let j = 0; j < chunk.texts.length; j++) {
      if (!matches(chunk, j, wanted)) continue;
      if (total >= from && rows.length < most) rows.push(rowOf(chunk, first, j));
      total += 1;
    }
    await breath.take();
  }
  return { total, rows };
}

function matches(
  { texts, labels, splits }: TextChunk,
  j: number,
  wanted: { readonly split: number | null; readonly label: number | null; readonly search: string },
): boolean {
  if (wanted.split !== null && splits[j] !== wanted.split) return false;
  if (wanted.label !== null && labels[j] !== wanted.label) return false;
  return wanted.search === '' || (texts[j] ?? '').toLowerCase().includes(wanted.search);
}

function rowOf({ texts, names, labels, ratings, splits, refs }: TextChunk, from: number, j: number): DatasetRow {
  const label = labels[j];
  return {
    index: from + j,
    name: names[j] ?? '',
    ...(refs?.[j] && { ref: refs[j] }),
    text: texts[j] ?? '',
    label: label === 0 || label === 1 ? label : null,
    rating: ratings[j] || null,
    split: SPLITS[splits[j] ?? 3] ?? 'none',
  };
}
