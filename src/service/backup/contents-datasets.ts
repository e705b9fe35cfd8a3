// The part of a back-up that is datasets: a record each, and its rows chunk by chunk.

import {
  type DatasetRecord,
  type DatasetStore,
  isDatasetRecord,
  isTextChunk,
  type TextChunk,
} from '../../storage/datasets';
import { messageOf } from '../errors';
import { type BackupEntry, bad, encodeText } from './archive';
import { encode } from './codec';
import { parse } from './parse';

/** datasets/<id>/record.json, datasets/<id>/rows/<chunk>.json */
const PATH = /^datasets\/([\w-]{1,100})\/(?:record|rows\/(\d{1,6}))\.json$/;

/** Throws when a dataset is not one that this version can open. */
export interface DatasetChecks {
  readonly dataset: (dataset: DatasetStore) => void;
}

/** One after the other as they are asked for. */
export function* datasetEntries(datasets: readonly DatasetStore[]): Generator<BackupEntry> {
  for (const { record, chunks } of datasets) {
    yield { path: `datasets/${record.id}/record.json`, bytes: encodeText(encode(record)) };
    for (const [i, chunk] of chunks.entries()) {
      yield { path: `datasets/${record.id}/rows/${i}.json`, bytes: encodeText(encode(chunk)) };
    }
  }
}

interface Found {
  record: Uint8Array | null;
  readonly chunks: Map<number, Uint8Array>;
}

/**
 * Takes what is about datasets out of `left`. Rejects when it is not in order.
 * @param taken is told of the bytes of each piece that was read, and waited for: there may be very many
 */
export async function takeDatasets(
  left: Map<string, Uint8Array>,
  checks: DatasetChecks,
  taken: (bytes: number) => Promise<void>,
): Promise<DatasetStore[]> {
  const found = new Map<string, Found>();
  for (const [path, bytes] of left) {
    const [, id, chunk] = PATH.exec(path) ?? [];
    if (id === undefined) continue;
    const dataset = found.get(id) ?? { record: null, chunks: new Map() };
    found.set(id, dataset);
    if (chunk === undefined) dataset.record = bytes;
    else dataset.chunks.set(Number(chunk), bytes);
    left.delete(path);
  }
  const datasets: DatasetStore[] = [];
  for (const [id, dataset] of found) datasets.push(await toDataset(id, dataset, checks, taken));
  return datasets;
}

async function toDataset(
  id: string,
  found: Found,
  checks: DatasetChecks,
  taken: (bytes: number) => Promise<void>,
): Promise<DatasetStore> {
  const folder = `datasets/${id}`;
  const record = toRecord(`${folder}/record.json`, found.record);
  if (record.id !== id) throw bad(`${folder}/record.json is of another dataset`);
  const chunks: TextChunk[] = [];
  for (let i = 0; i < found.chunks.size; i++) {
    const path = `${folder}/rows/${i}.json`;
    const bytes = found.chunks.get(i);
    if (!bytes) throw bad(`${path} is missing`);
    const chunk = parse(path, bytes);
    if (!isTextChunk(chunk)) throw bad(`${path} is not rows of a dataset`);
    chunks.push(chunk);
    await taken(bytes.length);
  }
  try {
    checks.dataset({ record, chunks });
  } catch (error) {
    throw bad(`${folder}: ${messageOf(error)}`);
  }
  return { record, chunks };
}

function toRecord(path: string, bytes: Uint8Array | null): DatasetRecord {
  if (!bytes) throw bad(`${path} is missing`);
  const record = parse(path, bytes);
  if (!isDatasetRecord(record)) throw bad(`${path} is not a dataset`);
  return record;
}
