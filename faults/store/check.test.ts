// The checker itself: it finds nothing in a store that is in order, and names each way in which one is not.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase } from '../../src/storage/db';
import { CHUNK_ROWS } from '../../src/storage/workspace';
import { checkStore, INVARIANTS } from './check';
import { type Dump, type Entry, keyText, readDump } from './dump';
import { printsOf } from './prints';
import { fillSound, TEXT_MODEL } from './sound.fixture';

let sound: Dump;

beforeAll(async () => {
  await closeDatabase();
  await deleteDB('millrace');
  await fillSound();
  sound = (await readDump())!;
});

/** The sound store, but for one of its stores. */
function replaced(name: string, change: (entries: readonly Entry[]) => readonly Entry[]): Dump {
  return { ...sound, stores: new Map(sound.stores).set(name, change(sound.stores.get(name)!)) };
}

const without = (name: string, key: string) =>
  replaced(name, (entries) => entries.filter((e) => keyText(e.key) !== key));
const added = (name: string, key: IDBValidKey, value: unknown) =>
  replaced(name, (entries) => [...entries, { key, value }]);
/** One value of it, copied and changed. */
const changed = (name: string, key: string, change: (value: never) => unknown) =>
  replaced(name, (entries) =>
    entries.map((e) => (keyText(e.key) === key ? { ...e, value: change(structuredClone(e.value) as never) } : e)),
  );
const put = (name: string, key: string, fields: object) =>
  changed(name, key, (value: object) => ({ ...value, ...fields }));

/** Each way of being out of order, by the invariant that names it. */
const CORRUPTIONS: readonly (readonly [invariant: string, how: string, () => Dump])[] = [
  [
    'schema',
    'a store is missing',
    () => ({ ...sound, stores: new Map([...sound.stores].filter(([n]) => n !== 'runs')) }),
  ],
  ['schema', 'a store too many', () => ({ ...sound, stores: new Map(sound.stores).set('other', []) })],
  ['settings', 'a draft that is no text', () => added('settings', 'reviews.serving', 7)],
  ['points', 'a chunk is missing', () => without('pointChunks', '1')],
  ['points', 'a chunk too many', () => added('pointChunks', 2, new Float64Array(2))],
  ['points', 'a chunk is short', () => changed('pointChunks', '1', (chunk: Float64Array) => chunk.slice(2))],
  [
    'points',
    'a number is not finite',
    () => changed('pointChunks', '0', (chunk: Float64Array) => chunk.fill(Number.NaN)),
  ],
  ['points', 'the record has no shape', () => put('workspace', 'current', { shape: {} })],
  ['points', 'the record counts otherwise', () => put('workspace', 'current', { shape: { n: CHUNK_ROWS, d: 2 } })],
  ['workspace', 'the record is of other columns', () => put('workspace', 'current', { shape: { n: 40_000, d: 3 } })],
  ['workspace', 'the record is none', () => put('workspace', 'current', { record: {} })],
  ['mixtures', 'under another id', () => put('models', 'id-1', { id: 'id-2' })],
  ['mixtures', 'other bytes', () => put('models', 'id-1', { bytes: 8 })],
  ['mixtures', 'no mixture', () => put('models', 'id-1', { payload: {} })],
  [
    'mixture-versions',
    'one version twice',
    () => added('models', 'id-2', { ...Object(sound.stores.get('models')![0]!.value), id: 'id-2' }),
  ],
  ['reviews', 'another number', () => put('reviews', '1', { id: 9 })],
  ['reviews', 'a label without its time', () => put('reviews', '1', { labelled_at: null })],
  ['text-models', 'a file is missing', () => without('textFiles', `${TEXT_MODEL}/ngram.bin`)],
  [
    'text-models',
    'a file is cut off',
    () => changed('textFiles', `${TEXT_MODEL}/ngram.bin`, (file: Uint8Array) => file.slice(0, -1)),
  ],
  ['text-models', 'a record of other bytes', () => put('textModels', TEXT_MODEL, { bytes: 1 })],
  ['text-models', 'a record that is none', () => put('textModels', TEXT_MODEL, { kind: 'tea' })],
  ['text-files', 'files without a model', () => without('textModels', TEXT_MODEL)],
  ['text-files', 'files without a run', () => without('textRun', 'current')],
  ['text-run', 'no texts', () => without('textFiles', '#run-data/data.json')],
  ['text-run', 'no checkpoint', () => without('textFiles', '#run/state.bin')],
  ['text-run', 'a checkpoint too many', () => put('textRun', 'current', { checkpoint: null })],
  ['text-run', 'its model is gone', () => without('textModels', TEXT_MODEL)],
  ['text-run', 'no record', () => put('textRun', 'current', { progress: 1 })],
  ['datasets', 'a chunk is missing', () => without('datasetRows', 'data-1/0')],
  ['datasets', 'the last chunk is missing', () => without('datasetRows', 'data-1/1')],
  [
    'datasets',
    'a label is another',
    () =>
      changed('datasetRows', 'data-1/0', (chunk: { labels: Int8Array }) => ({
        ...chunk,
        labels: chunk.labels.fill(1),
      })),
  ],
  [
    'datasets',
    'a part is another',
    () =>
      changed('datasetRows', 'data-1/1', (chunk: { splits: Uint8Array }) => ({
        ...chunk,
        splits: chunk.splits.fill(3),
      })),
  ],
  ['datasets', 'columns of two lengths', () => put('datasetRows', 'data-1/0', { names: [] })],
  ['datasets', 'a record that is none', () => put('datasets', 'data-1', { n: -1 })],
  ['dataset-rows', 'rows without a dataset', () => without('datasets', 'data-1')],
  ['import', 'its file is gone', () => put('imports', 'current', { file: 'gone' })],
  ['import', 'no record', () => put('imports', 'current', { record: {} })],
  ['batch', 'more scores than texts', () => put('batch', 'current', { score: new Float32Array(3) })],
  ['review-scores', 'fewer scores than numbers', () => put('reviewScores', 'current', { logits: new Float32Array(0) })],
  [
    'profiles',
    'a byte is another',
    () => changed('profiles', TEXT_MODEL, (bytes: Uint8Array) => bytes.with(bytes.length - 1, bytes.at(-1)! ^ 1)),
  ],
  ['gates', 'no report', () => put('gates', TEXT_MODEL, { passed: 'yes' })],
  ['versions', 'a profile without a model', () => without('textModels', TEXT_MODEL)],
  ['runs', 'no record', () => put('runs', 'run-1', { phase: 'thinking' })],
  ['runs', 'the first chunk is missing', () => without('runRows', 'run-1/0')],
  ['runs', 'the last chunk is missing', () => without('runRows', 'run-1/1')],
  [
    'runs',
    'a value is another',
    () =>
      changed('runRows', 'run-1/1', (chunk: { values: Float64Array }) => ({ ...chunk, values: chunk.values.fill(0) })),
  ],
  ['checkpoints', 'missing', () => without('checkpoints', 'run-1/last')],
  ['checkpoints', 'of another size', () => changed('checkpoints', 'run-1/last', () => ({}))],
  ['checkpoints', 'not spoken of', () => put('runs', 'run-1', { checkpoint: null })],
  ['checkpoints', 'of a run that is completed', () => put('runs', 'run-1', { phase: 'completed' })],
  ['checkpoints', 'a judgement that is missing', () => put('runs', 'run-1', { judged: true })],
  ['run-parts', 'metrics without a run', () => without('runs', 'run-1')],
  ['trained', 'a file is missing', () => without('trainedFiles', 'run-1-best/a/model.bin')],
  ['trained', 'its run is gone', () => without('runs', 'run-1')],
  ['trained', 'no record', () => put('trained', 'run-1-best', { role: 'worst' })],
  ['files', 'one that the browser lost', () => changed('library', 'aside-file:gone/model.bin', () => undefined)],
  [
    'files',
    'a Blob of no size',
    () => changed('library', 'aside-file:gone/model.bin', (file: Uint8Array) => file.slice(1)),
  ],
  ['trained-files', 'files without a model', () => without('trained', 'run-1-best')],
  ['configs', 'one name twice', () => put('configs', 'config-2', { file_name: 'A.yml' })],
  ['configs', 'no text', () => put('configs', 'config-1', { text: null })],
  ['image-sets', 'the index is missing', () => without('imageFiles', 'images-1/-1')],
  ['image-sets', 'the first chunk is missing', () => without('imageFiles', 'images-1/0')],
  ['image-sets', 'the last chunk is missing', () => without('imageFiles', 'images-1/1')],
  ['image-sets', 'other bytes', () => put('imageSets', 'images-1', { bytes: 3 })],
  ['image-sets', 'no record', () => put('imageSets', 'images-1', { n: 'many' })],
  ['image-files', 'files without a set', () => without('imageSets', 'images-1')],
  [
    'stream-run',
    'more batches than places',
    () =>
      changed('streamRun', 'run', (run: { memento: object }) => ({ ...run, memento: { ...run.memento, batches: 4 } })),
  ],
  ['stream-run', 'no run', () => put('streamRun', 'run', { phase: 'asleep' })],
  ['stream-run', 'a name that is none', () => added('streamRun', 'walk', {})],
  ['stream-kept', 'named, and gone', () => without('streamKept', 'kept-1')],
  ['stream-kept', 'there, and not named', () => without('streamRun', 'kept')],
  ['stream-files', 'a chunk is missing', () => without('streamRows', 'table-1/1')],
  ['stream-files', 'rows without a table', () => without('streamFiles', 'table-1')],
  ['stream-files', 'cells that are none', () => changed('streamRows', 'table-1/1', () => [[{}]])],
  ['library-keys', 'a key that says nothing', () => added('library', 'what', {})],
  ['abouts', 'no record', () => put('library', 'about:m', { tags: 1 })],
  ['abouts', 'of another', () => put('library', 'about:m', { id: 'n' })],
  ['asides', 'no model', () => put('library', 'aside:gone', { kept: 'no' })],
  ['asides', 'files without a model', () => without('library', 'aside:gone')],
  ['modules', 'a file is missing', () => without('library', 'file:m/train.js')],
  ['modules', 'a file is cut off', () => changed('library', 'file:m/train.js', () => Uint8Array.of(1))],
  ['modules', 'files without a module', () => without('library', 'about:m')],
];

describe('the checker of the store', () => {
  it('finds nothing in a store that is in order, with something in every store but the cache of pixels', () => {
    expect(checkStore(sound, true)).toEqual([]);
    const empty = [...sound.stores].filter(([, entries]) => entries.length === 0).map(([name]) => name);
    expect(empty).toEqual(['imagePixels']);
  });

  it.each(CORRUPTIONS)('names %s: %s', (invariant, _how, corrupt) => {
    const problems = checkStore(corrupt(), true);
    expect(problems.map((problem) => problem.invariant)).toContain(invariant);
    for (const { what } of problems) expect(what).not.toContain('could not be checked');
  });

  it('has an invariant fail for each that it knows', () => {
    expect(new Set(CORRUPTIONS.map(([id]) => id))).toEqual(new Set(INVARIANTS.map(({ id }) => id)));
  });

  it('takes rows without a dataset for left-overs until the app has started', () => {
    expect(checkStore(without('datasets', 'data-1'), false)).toEqual([]);
  });

  it('tells one bit from another by fingerprints, and only where it is', async () => {
    const before = await printsOf(sound);
    const after = await printsOf(changed('pointChunks', '1', (chunk: Float64Array) => chunk.with(0, -0)));
    const others = Object.keys(before).filter((key) => before[key] !== after[key]);
    expect(others).toEqual(['pointChunks 1']);
    expect(await printsOf(sound)).toEqual(before);
  });
});

describe('reading the store', () => {
  it('makes no database where there is none', async () => {
    expect(await readDump('elsewhere')).toBeNull();
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('elsewhere');
  });
});
