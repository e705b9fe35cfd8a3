// The part of a back-up that is training runs: of each a record, its metrics, what it goes on from, and the models it made.
// Whether a run can be gone on with is found when it is; what is no run at all is refused here.

import type { StoredRun } from '../../storage/runs';
import type { TrainedWithFiles } from '../../storage/trained';
import { type BackupEntry, bad, encodeText } from './archive';
import { encode } from './codec';
import { parse } from './parse';

/** runs/<id>/record.json · runs/<id>/rows.json · runs/<id>/checkpoints.json · trained/<id>/record.json · trained/<id>/files/<path> */
const RUN = /^runs\/([\w-]{1,100})\/(record|rows|checkpoints)\.json$/;
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

export function runEntries({ runs, trained }: RunStore): BackupEntry[] {
  const entry = (path: string, value: unknown) => ({ path: `${path}.json`, bytes: encodeText(encode(value)) });
  return [
    ...runs.flatMap(({ id, record, chunks, checkpoints }) => [
      entry(`runs/${id}/record`, record),
      ...(chunks.length > 0 ? [entry(`runs/${id}/rows`, chunks)] : []),
      ...(checkpoints.length > 0 ? [entry(`runs/${id}/checkpoints`, checkpoints)] : []),
    ]),
    ...trained.flatMap(({ id, record, files }) => [
      entry(`trained/${id}/record`, record),
      ...[...files].map(([path, bytes]) => ({ path: `trained/${id}/files/${path}`, bytes: bytes.slice() })),
    ]),
  ];
}

/** Takes what is about runs out of `left`. Throws when it is not in order. */
export function takeRuns(left: Map<string, Uint8Array>, checks: RunChecks): RunStore {
  const runs = new Map<string, Map<string, unknown>>();
  const models = new Map<string, { record: unknown; readonly files: Map<string, Uint8Array> }>();
  for (const [path, bytes] of left) {
    const [, run, part] = RUN.exec(path) ?? [];
    const [, model, file] = TRAINED.exec(path) ?? [];
    if (run !== undefined && part !== undefined) {
      runs.set(run, (runs.get(run) ?? new Map<string, unknown>()).set(part, parse(path, bytes)));
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

function toRun(id: string, parts: ReadonlyMap<string, unknown>, checks: RunChecks): StoredRun {
  const [record, chunks = [], checkpoints = []] = ['record', 'rows', 'checkpoints'].map((part) => parts.get(part));
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
