// The part of a back-up that is training runs: of each a record, its metrics, what it goes on from, and the models it made.
// Whether a run can be gone on with is found when it is; what is no run at all is refused here.

import { joined } from '../../ml/joined';
import { plain } from '../../storage/files';
import type { StoredRun } from '../../storage/runs';
import type { TrainedWithFiles } from '../../storage/trained';
import { type BackupEntry, bad, encodeText } from './archive';
import { encode } from './codec';
import { parse } from './parse';

/**
 * runs/<id>/record.json · runs/<id>/rows.json · runs/<id>/checkpoints.json, and the arrays in them, which versions before 5 have
 * in the JSON: runs/<id>/checkpoints.bin · trained/<id>/record.json · trained/<id>/files/<path>
 */
const RUN = /^runs\/([\w-]{1,100})\/((?:record|rows|checkpoints)\.json|checkpoints\.bin)$/;
const TRAINED = /^trained\/([\w-]{1,160})\/(?:record\.json|files\/([\w./-]{1,200}))$/;

/** Throws when a record is not one that this version can open. */
export interface RunChecks {
  readonly run: (record: unknown, chunks: readonly unknown[]) => void;
  readonly trained: (record: unknown) => void;
}

interface RunStore {
  readonly runs: readonly StoredRun[];
  readonly trained: readonly TrainedWithFiles[];
}

/** One after the other as they are asked for. */
export function* runEntries({ runs, trained }: RunStore): Generator<BackupEntry> {
  const entry = (path: string, value: unknown) => ({ path: `${path}.json`, bytes: encodeText(encode(value)) });
  for (const { id, record, chunks, checkpoints } of runs) {
    yield entry(`runs/${id}/record`, record);
    if (chunks.length > 0) yield entry(`runs/${id}/rows`, chunks);
    if (checkpoints.length > 0) yield* checkpointEntries(`runs/${id}/checkpoints`, checkpoints);
  }
  for (const { id, record, files } of trained) {
    yield entry(`trained/${id}/record`, record);
    for (const [path, bytes] of files) yield { path: `trained/${id}/files/${path}`, bytes: plain(bytes) };
  }
}

/** A training's weights and moments are hundreds of megabytes. */
function checkpointEntries(path: string, checkpoints: StoredRun['checkpoints']): BackupEntry[] {
  const apart: Uint8Array[] = [];
  const json = { path: `${path}.json`, bytes: encodeText(encode(checkpoints, apart)) };
  return apart.length === 0 ? [json] : [json, { path: `${path}.bin`, bytes: joined(apart) }];
}

/** Takes what is about runs out of `left`. Throws when it is not in order. */
export function takeRuns(left: Map<string, Uint8Array>, checks: RunChecks): RunStore {
  const runs = new Map<string, Map<string, Uint8Array>>();
  const models = new Map<string, { record: unknown; readonly files: Map<string, Uint8Array> }>();
  for (const [path, bytes] of left) {
    const [, run, part] = RUN.exec(path) ?? [];
    const [, model, file] = TRAINED.exec(path) ?? [];
    if (run !== undefined && part !== undefined) {
      runs.set(run, (runs.get(run) ?? new Map<string, Uint8Array>()).set(part, bytes));
    } else if (model !== undefined) {
      const found = models.get(model) ?? { record: undefined, files: new Map() };
      models.set(model, found);
      if (file === undefined) found.record = parse(path, bytes);
      else found.files.set(file, bytes);
    } else continue;
    left.delete(path);
  }
  return {
    runs: [...runs].map(([id, parts]) => toRun(id, parts, checks)),
    trained: [...models].map(([id, { record, files }]) => {
      checked(`trained/${id}/record.json`, id, record, () => checks.trained(record));
      return { id, record, files };
    }),
  };
}

function toRun(id: string, parts: ReadonlyMap<string, Uint8Array>, checks: RunChecks): StoredRun {
  const read = (part: string, apart?: Uint8Array) => {
    const bytes = parts.get(part);
    return bytes && parse(`runs/${id}/${part}`, bytes, apart);
  };
  const { record, chunks = [] } = { record: read('record.json'), chunks: read('rows.json') };
  const apart = parts.get('checkpoints.bin');
  if (apart && !parts.has('checkpoints.json')) throw bad(`runs/${id}/checkpoints.json is missing`);
  const checkpoints = read('checkpoints.json', apart) ?? [];
  if (!Array.isArray(chunks)) throw bad(`runs/${id}/rows.json is no list of rows`);
  checked(`runs/${id}/record.json`, id, record, () => checks.run(record, chunks));
  const isCheckpoint = (one: unknown): one is StoredRun['checkpoints'][number] =>
    typeof Object(one).role === 'string' && 'checkpoint' in Object(one);
  if (!Array.isArray(checkpoints) || !checkpoints.every(isCheckpoint)) {
    throw bad(`runs/${id}/checkpoints.json is no list of checkpoints`);
  }
  return { id, record, chunks, checkpoints };
}

function checked(path: string, id: string, record: unknown, check: () => void): void {
  if (record === undefined) throw bad(`${path} is missing`);
  if (Object(record).id !== id) throw bad(`${path} is of another`);
  try {
    check();
  } catch {
    throw bad(`${path} is not one that this version can open`);
  }
}
