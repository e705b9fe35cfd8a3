// Invariants of training runs, the models that they made, configurations, datasets of images, and the stream.

import { Series } from '../../src/ml/stream/series';
import { SERIES_COLUMNS } from '../../src/ml/stream/session';
import { sameName } from '../../src/service/configs/names';
import { checkImageSet } from '../../src/service/images/about';
import { sizeOf } from '../../src/service/runs/bytes';
import { RunLog } from '../../src/service/runs/log';
import { parseRecord, parseTrained } from '../../src/service/runs/record';
import { CHUNK_ROWS } from '../../src/service/runs/rows';
import { checkRunRecord } from '../../src/service/stream/record';
import { isConfigRecord } from '../../src/storage/configs';
import { isImageChunk, isImageIndex, isImageSetRecord } from '../../src/storage/images';
import { isStreamFile, isTableRows } from '../../src/storage/stream';
import { type Invariant, inOrder, type Report, refusal, type Store, totalBytes } from './invariant';

export const RUN_INVARIANTS: readonly Invariant[] = [
  { id: 'runs', says: 'Every run can be read, and its figures are those of its rows of metrics', check: checkRuns },
  {
    id: 'checkpoints',
    says: 'A run says that it has a checkpoint, and of what size, just where it has one; and so it does of its judgement',
    check: checkCheckpoints,
  },
  {
    id: 'run-parts',
    says: 'Every chunk of metrics and every checkpoint belongs to a run',
    check: (store, report) => {
      const runs = store.ids('runs');
      for (const name of ['runRows', 'checkpoints']) {
        for (const owner of store.owners(name))
          if (!runs.has(owner)) report(`${name} ${owner}`, 'there is no such run');
      }
    },
  },
  {
    id: 'trained',
    says: 'Every model of a run has its files, as many bytes as it says, and its run',
    check: (store, report) => {
      for (const { key, value } of store.all('trained')) {
        const at = `trained ${String(key)}`;
        const record = parseTrained(value);
        if (!record || record.id !== key) {
          report(at, 'it is no record of a model of that id');
          continue;
        }
        const bytes = totalBytes(store.under('trainedFiles', record.id).values());
        if (bytes !== record.bytes) report(at, `its files have ${bytes} bytes, and its record says ${record.bytes}`);
        if (record.run !== '' && !store.ids('runs').has(record.run)) report(at, 'its run is not here');
      }
    },
  },
  {
    id: 'trained-files',
    says: 'Every file belongs to a model that a run made',
    check: (store, report) => {
      const models = store.ids('trained');
      for (const owner of store.owners('trainedFiles')) {
        if (!models.has(owner)) report(`trainedFiles ${owner}`, 'no model has these files');
      }
    },
  },
  {
    id: 'configs',
    says: 'Every configuration is one, and no two have one name',
    check: (store, report) => {
      const names: string[] = [];
      for (const { key, value } of store.all('configs')) {
        const at = `configs ${String(key)}`;
        if (!isConfigRecord(value) || value.id !== key) report(at, 'it is no configuration of that id');
        else if (names.some((name) => sameName(name, value.file_name))) report(at, `another is “${value.file_name}”`);
        else names.push(value.file_name);
      }
    },
  },
  { id: 'image-sets', says: 'Every set of images has its index, and the files that this says', check: checkImageSets },
  {
    id: 'image-files',
    says: 'Every chunk of files and of decoded images belongs to a set',
    afterStart: true,
    check: (store, report) => {
      const sets = store.ids('imageSets');
      for (const name of ['imageFiles', 'imagePixels']) {
        // Those that come with the app have no record here: their pixels are kept under ids of their own.
        const owners = [...store.owners(name)].filter((id) => name === 'imageFiles' || /^[0-9a-f-]{36}$/.test(id));
        for (const id of owners) if (!sets.has(id)) report(`${name} ${id}`, 'there is no such set');
      }
    },
  },
  {
    id: 'stream-run',
    says: 'The run of the stream can be read, and its series has a place for each of its batches',
    check: (store, report) => {
      for (const key of store.ids('streamRun')) {
        if (!['config', 'run', 'kept'].includes(key)) report(`streamRun ${key}`, 'nothing is called so');
      }
      const run = store.get('streamRun', 'run');
      if (run === undefined) return;
      const why = refusal(() => {
        const { memento } = checkRunRecord(run);
        Series.restore(SERIES_COLUMNS, memento.series);
        const { length } = memento.series;
        if (length !== memento.batches) throw new Error(`it has ${memento.batches} batches, and a series of ${length}`);
      });
      if (why !== null) report('streamRun run', why);
    },
  },
  {
    id: 'stream-kept',
    says: 'The runs that were kept are those that are named',
    check: (store, report) => {
      const names = store.get('streamRun', 'kept') ?? [];
      const named = new Set(Array.isArray(names) ? names.map((name) => String(Object(name).id)) : []);
      const kept = store.ids('streamKept');
      for (const id of named) if (!kept.has(id)) report(`streamRun kept`, `${id} is named, and not there`);
      for (const id of kept) if (!named.has(id)) report(`streamKept ${id}`, 'it is there, and not named');
    },
  },
  { id: 'stream-files', says: 'Every table has the rows that it says, and every row its table', check: checkTables },
];

function checkRuns(store: Store, report: Report): void {
  for (const { key, value } of store.all('runs')) {
    const at = `runs ${String(key)}`;
    const record = parseRecord(value);
    if (!record || record.id !== key) {
      report(at, 'it is no record of a run of that id');
      continue;
    }
    const chunks = inOrder(store.under('runRows', record.id));
    if (!chunks) {
      report(at, 'a chunk of its metrics is missing');
      continue;
    }
    const why = refusal(() => {
      const log = RunLog.restore(chunks);
      const full = chunks.length === Math.ceil(log.length / CHUNK_ROWS);
      if (!full) throw new Error(`${log.length} rows of metrics are in ${chunks.length} chunks`);
      if (text(log.figures()) !== text(record.figures)) throw new Error('its figures are not those of its metrics');
    });
    if (why !== null) report(at, why);
  }
}

/** With the numbers that JSON does not have, and names in one order. */
function text(value: object): string {
  return JSON.stringify(value, (_, part) => {
    if (typeof part === 'number') return String(part);
    const named = typeof part === 'object' && part !== null && !Array.isArray(part);
    return named ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part;
  });
}

function checkCheckpoints(store: Store, report: Report): void {
  for (const { key, value } of store.all('runs')) {
    const at = `runs ${String(key)}`;
    const record = parseRecord(value);
    if (!record) continue;
    const parts = store.under('checkpoints', record.id);
    const last = parts.get('last');
    if ((record.checkpoint === null) !== (last === undefined)) {
      report(at, record.checkpoint ? 'its checkpoint is missing' : 'it has a checkpoint that it does not speak of');
    } else if (record.checkpoint && sizeOf(last) !== record.checkpoint.bytes) {
      report(at, `its checkpoint has ${sizeOf(last)} bytes, and it says ${record.checkpoint.bytes}`);
    }
    if (record.phase === 'completed' && last !== undefined) report(at, 'it is completed, and has a checkpoint');
    if (record.judged !== parts.has('report')) report(at, 'it is not as it says whether it was judged');
  }
}

function checkImageSets(store: Store, report: Report): void {
  for (const { key, value } of store.all('imageSets')) {
    const at = `imageSets ${String(key)}`;
    if (!isImageSetRecord(value) || value.id !== key) {
      report(at, 'it is no record of a set of that id');
      continue;
    }
    const files = new Map(store.under('imageFiles', value.id));
    const index = files.get(-1);
    files.delete(-1);
    const chunks = inOrder(files);
    if (!isImageIndex(index)) report(at, 'its index is missing or damaged');
    else if (!chunks?.every(isImageChunk)) report(at, 'a chunk of its files is missing or damaged');
    else {
      const why = refusal(() => {
        checkImageSet({ record: value, index, chunks });
        const bytes = totalBytes(chunks.map((chunk) => chunk.bytes));
        if (bytes !== value.bytes) throw new Error(`its files have ${bytes} bytes, and its record says ${value.bytes}`);
      });
      if (why !== null) report(at, why);
    }
  }
}

function checkTables(store: Store, report: Report): void {
  const tables = store.ids('streamFiles');
  for (const owner of store.owners('streamRows')) {
    if (!tables.has(owner)) report(`streamRows ${owner}`, 'no table has these rows');
  }
  for (const { key, value } of store.all('streamFiles')) {
    const at = `streamFiles ${String(key)}`;
    const chunks = inOrder(store.under('streamRows', String(key)));
    if (!isStreamFile(value) || value.id !== key) report(at, 'it is no record of a table of that id');
    else if (!chunks?.every(isTableRows)) report(at, 'a chunk of its rows is missing or damaged');
    else {
      const rows = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
      if (rows !== value.rows) report(at, `it has ${rows} rows, and says ${value.rows}`);
    }
  }
}
