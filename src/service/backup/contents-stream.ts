// The part of a back-up that is the Stream page: its configuration, the run with its model, kept metrics, and tables. Whether
// a run can be gone on with is found when it is; what is no run at all is refused here.

import { isStreamFile, isTableRows, type StreamStore, type TableRows } from '../../storage/stream';
import { messageOf } from '../errors';
import { type BackupEntry, bad, encodeText } from './archive';
import { encode } from './codec';
import { parse } from './parse';

/** stream/config.json · stream/metrics/<id>.json · stream/files/<id>/record.json · stream/files/<id>/rows/<chunk>.json */
const RECORD = /^stream\/(config|run|kept)\.json$/;
const METRICS = /^stream\/metrics\/([\w-]{1,100})\.json$/;
const FILE = /^stream\/files\/([\w-]{1,100})\/(?:record|rows\/(\d{1,6}))\.json$/;

/** Throws when a record is not one that this version can open. */
export interface StreamChecks {
  readonly streamRun: (record: unknown) => void;
}

/** One after the other as they are asked for. */
export function* streamEntries({ records, kept, files }: StreamStore): Generator<BackupEntry> {
  const entry = (path: string, value: unknown) => ({ path: `stream/${path}.json`, bytes: encodeText(encode(value)) });
  for (const { name, record } of records) yield entry(name, record);
  for (const { id, record } of kept) yield entry(`metrics/${id}`, record);
  for (const { record, chunks } of files) {
    yield entry(`files/${record.id}/record`, record);
    for (const [i, chunk] of chunks.entries()) yield entry(`files/${record.id}/rows/${i}`, chunk);
  }
}

interface Found {
  record: unknown;
  readonly chunks: Map<number, TableRows>;
}

/** Takes what is about the stream out of `left`. Throws when it is not in order. */
export function takeStream(left: Map<string, Uint8Array>, checks: StreamChecks): StreamStore {
  const records: StreamStore['records'][number][] = [];
  const kept: StreamStore['kept'][number][] = [];
  const files = new Map<string, Found>();
  for (const [path, bytes] of left) {
    const [, name] = RECORD.exec(path) ?? [];
    const [, id] = METRICS.exec(path) ?? [];
    const [, file, chunk] = FILE.exec(path) ?? [];
    if (name !== undefined) records.push({ name, record: checked(path, parse(path, bytes), name, checks) });
    else if (id !== undefined) kept.push({ id, record: parse(path, bytes) });
    else if (file !== undefined) takeFilePart(files, file, chunk, path, bytes);
    else continue;
    left.delete(path);
  }
  return { records, kept, files: [...files].map(([id, found]) => toFile(id, found)) };
}

function checked(path: string, record: unknown, name: string, checks: StreamChecks): unknown {
  if (name !== 'run') return record;
  try {
    checks.streamRun(record);
    return record;
  } catch (error) {
    throw bad(`${path}: ${messageOf(error)}`);
  }
}

function takeFilePart(
  files: Map<string, Found>,
  id: string,
  chunk: string | undefined,
  path: string,
  bytes: Uint8Array,
): void {
  const found = files.get(id) ?? { record: null, chunks: new Map() };
  files.set(id, found);
  const value = parse(path, bytes);
  if (chunk === undefined) found.record = value;
  else if (isTableRows(value)) found.chunks.set(Number(chunk), value);
  else throw bad(`${path} is not rows of a table`);
}

function toFile(id: string, { record, chunks }: Found): StreamStore['files'][number] {
  const path = `stream/files/${id}/record.json`;
  if (!isStreamFile(record) || record.id !== id) throw bad(`${path} is not a table`);
  const rows = Array.from({ length: chunks.size }, (_, i) => {
    const chunk = chunks.get(i);
    if (!chunk) throw bad(`stream/files/${id}/rows/${i}.json is missing`);
    return chunk;
  });
  if (rows.reduce((sum, chunk) => sum + chunk.length, 0) !== record.rows)
    throw bad(`${path} has other rows than it says`);
  return { record, chunks: rows };
}
