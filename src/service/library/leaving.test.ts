// How models leave and enter: archives, forms of other programs, and putting aside.

import { packTar } from 'modern-tar';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readArchive } from '../../ml/modules';
import { mixtureFiles } from '../../ml/modules/own';
import { readAside, readAsides } from '../../storage/aside';
import { MOST_AS_BYTES } from '../../storage/files';
import type { LibraryService } from '../../wire/library';
import { layAside } from './aside';
import { ask, fileOf, modelNamed, type Opened, openWithModels, POINTS } from './fixture';

let opened: Opened;
let library: LibraryService;
const answer = (id: string, body: unknown, type: string, accepted?: string) => ask(library, id, body, type, accepted);
const named = (name: string) => modelNamed(library, name);

beforeAll(async () => {
  opened = await openWithModels();
  library = opened.service.library;
});

afterAll(() => opened.service.shutdown());
afterEach(() => vi.restoreAllMocks());

describe('archives', () => {
  it('hold the scripts of Python, are the same bytes each time, and come in again', async () => {
    const { id } = await named('Two groups');
    const { name, file } = await library.package(id, {});
    expect(name).toBe('model.tar.gz');
    const again = await library.package(id, {});
    expect(new Uint8Array(await again.file.arrayBuffer())).toEqual(new Uint8Array(await file.arrayBuffer()));
    const { manifest, files } = await readArchive(file);
    expect(manifest).toMatchObject({ module: '', trainingScript: 'train.py', servingScript: 'serve.py' });
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['mixture.json', 'serve.py', 'train.py', 'millrace/content.py']),
    );
    expect(await library.inspect(fileOf(file))).toMatchObject({
      kind: 'mixture',
      format: 'archive',
      remarks: [],
    });
    const copy = await library.import(fileOf(file), 'Copy');
    const body = { points: POINTS };
    expect((await answer(copy, body, 'application/json')).json).toEqual(
      (await answer(id, body, 'application/json')).json,
    );
    expect(await named('Copy')).toMatchObject({ origin: 'imported', kind: 'mixture' });
  });

  it('take all options', async () => {
    const { id } = await named('Two groups');
    const options = { module: 'code', logDirectory: 'out', enableTensorboard: true, output: 'pair.tar.gz' };
    const { name, file } = await library.package(id, options);
    expect(name).toBe('pair.tar.gz');
    const { manifest, files } = await readArchive(file);
    expect(manifest).toMatchObject({ module: 'code', logDirectory: 'out', enableTensorboard: true });
    expect(files.has('code/mixture.json')).toBe(true);
    const given = await library.package(id, {
      manifest: { module: 'm', servingScript: 'serve.py', author: 'me' },
    });
    expect((await readArchive(given.file)).manifest).toMatchObject({
      module: 'm',
      trainingScript: null,
      extra: { author: 'me' },
    });
    await expect(library.package(id, { module: '../up' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(library.package(id, { servingScript: 'other.py' })).rejects.toMatchObject({ code: 'invalid' });
  });

  it.each(['image', 'line'])('of %s come in again and answer the same', async (id) => {
    const { file } = await library.package(id, {});
    const copy = await library.import(fileOf(file), `Copy of ${id}`);
    const body = id === 'image' ? { pixels: Array(4).fill([0, 50, 100, 200]) } : { X: [[1, 2]] };
    expect((await answer(copy, body, 'application/json')).json).toEqual(
      (await answer(id, body, 'application/json')).json,
    );
    expect(await named(`Copy of ${id}`)).toMatchObject({ origin: 'imported' });
  });

  it('of a text model come in again among the text models', async () => {
    const shipped = (await library.list()).find(({ architecture }) => architecture === 'ngram');
    const { file } = await library.package(shipped?.id ?? '', {});
    const copy = await library.import(fileOf(file), 'My words');
    expect((await opened.service.reviews.state()).models).toContainEqual(
      expect.objectContaining({ id: copy, name: 'My words' }),
    );
    const [one, other] = [copy, shipped?.id ?? ''].map((id) => answer(id, 'Dull.', 'text/plain'));
    expect((await one).text).toBe((await other).text);
  });

  it.each(['image', 'line', 'Two groups', 'ngram'])(
    'keep what their manifest said, with parameters of people’s own, and leave as the same bytes: %s',
    async (what) => {
      const list = await library.list();
      const id = list.find((one) => [one.id, one.name, one.architecture].includes(what))?.id ?? '';
      const given = {
        module: 'nano',
        logDirectory: 'l',
        trainingScript: null,
        servingScript: 'serve.py',
        author: 'me',
      };
      const { file } = await library.package(id, { manifest: { ...given, tags: [{ a: 1 }] } });
      const copy = await library.import(fileOf(file), `Kept ${what}`);
      const again = await library.package(copy, {});
      const bytes = async (blob: Blob) => Buffer.from(await blob.arrayBuffer());
      expect((await bytes(again.file)).equals(await bytes(file))).toBe(true);
      const { extra, ...fields } = (await readArchive(again.file)).manifest;
      expect({ ...fields, ...extra }).toMatchObject({ ...given, tags: [{ a: 1 }] });
      // What is asked for goes before it.
      const other = await readArchive(
        (await library.package(copy, { module: 'other', trainingScript: 'train.py' })).file,
      );
      expect(other.manifest).toMatchObject({ module: 'other', trainingScript: 'train.py', extra: { author: 'me' } });
      await library.remove([copy]);
    },
  );

  it('for ONNX Runtime, which does not learn, leave with all scripts in the other form', async () => {
    const { file } = await library.package('line', { python: 'onnxruntime' });
    expect((await readArchive(file)).manifest.trainingScript).toBeNull();
    const copy = await library.import(fileOf(file), 'From ONNX');
    const { manifest } = await readArchive((await library.package(copy, {})).file);
    expect(manifest).toMatchObject({ trainingScript: 'train.py', servingScript: 'serve.py' });
    await library.remove([copy]);
  });

  it('packed by tar, gzipped or not, say the same', async () => {
    const { file } = await library.package('line', {});
    const unpacked = new Response(file.stream().pipeThrough(new DecompressionStream('gzip')));
    const preview = await library.inspect(fileOf(await unpacked.blob(), 'model.tar'));
    expect({ ...preview, bytes: 0 }).toEqual({ ...(await library.inspect(fileOf(file))), bytes: 0 });
  });

  it('that are hostile or damaged change nothing, and say why', async () => {
    const before = await library.list();
    const gzip = (tar: Uint8Array<ArrayBuffer>) =>
      new Response(new Blob([tar]).stream().pipeThrough(new CompressionStream('gzip'))).blob();
    const tar = async (files: Record<string, string>) => {
      const entries = Object.entries(files).map(([name, body]) => ({ header: { name, size: body.length }, body }));
      return gzip((await packTar(entries)) as Uint8Array<ArrayBuffer>);
    };
    const damaged = { 'manifest.json': '{}', 'mixture.json': '{"covariance_type":"full"}' };
    for (const [source, why] of [
      [await tar({ 'mixture.json': '{}' }), 'manifest.json'],
      [await tar({ 'manifest.json': '{}', '../up': 'x' }), '..'],
      [await tar(damaged), 'covariance_type'],
      [new Blob(['nonsense']), 'no model'],
      [(await library.package('line', {})).file.slice(0, 300), ''],
    ] as const) {
      const refused = await library.import(fileOf(source), 'Bad').then(
        () => null,
        (error) => error,
      );
      expect(refused).toMatchObject({ code: 'invalid' });
      expect(refused.message).toContain(why);
    }
    expect(await library.list()).toEqual(before);
  });
});

describe('what could not be kept', () => {
  it('is refused: a mixture of more components than there may be', async () => {
    const before = await library.list();
    const of = (k: number) =>
      mixtureFiles({
        ...{ n_components: k, n_features: 1, covariance_type: 'diag', weights: new Float64Array(k).fill(1 / k) },
        ...{ means: Float64Array.from({ length: k }, (_, i) => i), covariances: new Float64Array(k).fill(1) },
      }).get('mixture.json') as Uint8Array<ArrayBuffer>;
    const many = fileOf(new Blob([of(21)]), 'many.json');
    const refusal = { code: 'invalid', message: expect.stringContaining('1 to 20 components') };
    await expect(library.inspect(many)).rejects.toMatchObject(refusal);
    await expect(library.import(many, 'Many')).rejects.toMatchObject(refusal);
    expect(await library.list()).toEqual(before);
    const most = await library.import(fileOf(new Blob([of(20)]), 'most.json'), 'Most');
    await library.remove([most]);
  });
});

describe('other programs', () => {
  const asFile = async ({ name, file }: { name: string; file: Blob }) => fileOf(file, name);

  it.each([
    ['image', 'tfjs', 'tfjs'],
    ['line', 'tfjs', 'tfjs'],
    ['image', 'safetensors', 'files'],
  ])('take %s as %s, and give it back', async (id, format, known) => {
    const exported = await library.exportModel(id, format, 'float32');
    expect(await library.inspect(await asFile(exported))).toMatchObject({ format: known });
    const copy = await library.import(await asFile(exported), `Back from ${format}`);
    const body = id === 'image' ? { pixels: Array(4).fill([0, 50, 100, 200]) } : { X: [[1, 2]] };
    const [was, is] = await Promise.all([id, copy].map((one) => answer(one, body, 'application/json')));
    const numbers = (json: object) =>
      Object.values(json)
        .flat(2)
        .filter((value) => typeof value === 'number');
    numbers(is.json).forEach((value, i) => {
      expect(value).toBeCloseTo(numbers(was.json)[i], 5);
    });
  });

  it('take every format that is offered, in each of its precisions', async () => {
    for (const { id } of [await named('Two groups'), await named('image'), await library.detail('line')]) {
      for (const { id: format, precisions } of await library.formats(id)) {
        for (const precision of precisions) {
          const { file, name } = await library.exportModel(id, format, precision);
          expect(file.size, `${name} ${precision}`).toBeGreaterThan(100);
        }
      }
    }
    await expect(library.exportModel('image', 'gguf', 'float32')).rejects.toMatchObject({ code: 'invalid' });
  });

  it('take an encoder as transformers has it, and give it back with the same scores', async () => {
    const size = { layers: 1, hidden: 16, heads: 2 };
    const id = await opened.service.reviews.create({ name: 'Tiny', kind: 'encoder', size, seed: 3 });
    const exported = await library.exportModel(id, 'huggingface', 'float32');
    const copy = await library.import(await asFile(exported), 'Tiny again');
    const [was, is] = await Promise.all([id, copy].map((one) => answer(one, 'A warm, funny film.', 'text/plain')));
    expect(is.json.score).toBeCloseTo(was.json.score, 6);
    const { n, data } = await library.cost(id, 'int8');
    expect(n).toBeGreaterThan(10);
    expect(data).toBe('100 short reviews that come with the app');
    const { file } = await library.package(id, { precision: 'float16' });
    const { files } = await readArchive(file);
    expect([...files.keys()]).toEqual(expect.arrayContaining(['config.json', 'model.safetensors', 'serve.py']));
    const whole = await library.package(id, {});
    expect(file.size).toBeLessThan(whole.file.size);
    expect((await library.detail(id)).tensors.every(({ dtype }) => dtype === 'float32')).toBe(true);
  });

  it('are told what a precision costs', async () => {
    const [half, bytes] = [await library.cost('image', 'float16'), await library.cost('image', 'int8')];
    expect(half).toMatchObject({ precision: 'float16', n: 200, data: expect.stringContaining('200') });
    expect(half.largest_difference).toBeGreaterThan(0);
    expect(bytes.largest_difference).toBeGreaterThan(half.largest_difference);
    expect((await library.cost('image', 'float32')).changed).toBe(0);
    await expect(library.cost((await named('Two groups')).id, 'int8')).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('putting aside', () => {
  it('takes models out of their pages, and brings them back as they were', async () => {
    const before = await library.list();
    const gone = [await named('Copy'), await named('My words'), await named('Copy of image')];
    const ids = gone.map(({ id }) => id);
    expect(await library.remove(ids)).toEqual(ids);
    expect((await library.list()).map(({ id }) => id)).not.toEqual(expect.arrayContaining([ids[0]]));
    expect(await library.list()).toHaveLength(before.length - 3);
    expect((await opened.service.reviews.state()).models.some(({ name }) => name === 'My words')).toBe(false);
    await library.restore(ids);
    expect(await library.list()).toEqual(before);
    await expect(library.restore(ids)).rejects.toMatchObject({ code: 'not_found' });
  });

  /** Puts of models aside fail as on a full disk: all, or the first so many. */
  function full(fails = Number.POSITIVE_INFINITY): void {
    const put = IDBObjectStore.prototype.put;
    let left = fails;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
      const aside = String(key).startsWith('aside');
      if (aside) left -= 1;
      if (aside && left >= 0) throw new DOMException('full', 'QuotaExceededError');
      return put.call(this, value, key);
    });
  }

  it('is no condition of deleting: without room for a copy a model goes for good, and that is said', async () => {
    const id = await library.createModule('Large', [{ path: 'a.bin', file: new Blob(['123']) }]);
    full();
    const before = opened.events.length;
    expect(await library.remove([id])).toEqual([]);
    vi.restoreAllMocks();
    await expect(library.detail(id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await readAside(id)).toEqual({ record: undefined, files: new Map() });
    const notices = opened.events.slice(before).flatMap((event) => (event.type === 'notice' ? [event.notice] : []));
    expect(notices).toMatchObject([{ level: 'warning', title: 'Deleted for good: “Large”' }]);
    await expect(library.restore([id])).rejects.toMatchObject({ code: 'not_found' });
  });

  it('takes the room of what was put aside before, but not of what goes with it', async () => {
    const [old, a, b] = await Promise.all(
      ['Old', 'A', 'B'].map((name) => library.createModule(name, [{ path: 'a.bin', file: new Blob([name]) }])),
    );
    await library.remove([old]);
    const { parts } = await opened.service.data.state();
    const aside = parts.find(({ label }) => label.startsWith('Deleted models'));
    expect(aside?.count).toBe((await readAsides()).length);
    expect(aside?.bytes).toBeGreaterThanOrEqual(3);
    full(1);
    await library.remove([a]);
    vi.restoreAllMocks();
    expect((await readAsides()).length).toBe(1);
    full(1);
    await library.remove([b]);
    vi.restoreAllMocks();
    // What is there comes back, and what is not is named.
    await expect(library.restore([a, b])).rejects.toMatchObject({
      code: 'not_found',
      details: [{ field: 'id', message: a }],
    });
    expect((await library.moduleFiles(b)).map(({ path }) => path)).toEqual(['a.bin']);
    await library.remove([b]);
  });

  it('changes nothing of a model that is here when it is brought back', async () => {
    const before = await library.detail('line');
    await layAside('line', { source: 'trained', kind: 'stream', bytes: 1, kept: { files: new Map() } }, new Set());
    await library.restore(['line']);
    expect(await library.detail('line')).toEqual(before);
    expect((await readAside('line')).record).toBeUndefined();
  });

  it('gives its room to whatever is kept next', async () => {
    const id = await library.createModule('Gone', [{ path: 'a.bin', file: new Blob(['1']) }]);
    await library.remove([id]);
    expect(await readAsides()).not.toEqual([]);
    const put = IDBObjectStore.prototype.put;
    let left = 1;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
      if (String(key).startsWith('file:') && left-- > 0) throw new DOMException('full', 'QuotaExceededError');
      return put.call(this, value, key);
    });
    const next = await library.createModule('Next', [{ path: 'b.bin', file: new Blob(['2']) }]);
    vi.restoreAllMocks();
    expect((await library.moduleFiles(next)).map(({ path }) => path)).toEqual(['b.bin']);
    expect(await readAsides()).toEqual([]);
    await library.remove([next]);
  });

  const made = (name: string) => library.createModule(name, [{ path: 'a.bin', file: new Blob([name]) }]);
  const noticesSince = (before: number) =>
    opened.events.slice(before).flatMap((event) => (event.type === 'notice' ? [event.notice] : []));

  it('gives a copy up for nothing while it is brought back: it stays where there is no room at all', async () => {
    const [one, other] = [await made('One'), await made('Other')];
    await library.remove([one, other]);
    const put = IDBObjectStore.prototype.put;
    const noRoom = (fails: number) =>
      vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
        if (!String(key).startsWith('aside') && fails-- > 0) throw new DOMException('full', 'QuotaExceededError');
        return put.call(this, value, key);
      });
    noRoom(Number.POSITIVE_INFINITY);
    await expect(library.restore([one, other])).rejects.toMatchObject({ code: 'quota' });
    vi.restoreAllMocks();
    expect(await readAsides()).toHaveLength(2);
    // With the room of its own copy, and not of the other's.
    noRoom(1);
    await library.restore([one, other]);
    vi.restoreAllMocks();
    expect((await library.moduleFiles(one)).length + (await library.moduleFiles(other)).length).toBe(2);
    await library.remove([one, other]);
  });

  it('of one whose files the browser has lost deletes it for good, and says why', async () => {
    const large = new Uint8Array(MOST_AS_BYTES + 1);
    const id = await library.createModule('Lost', [{ path: 'w.bin', file: new Blob([large]) }]);
    vi.spyOn(Blob.prototype, 'arrayBuffer').mockRejectedValue(new DOMException('gone', 'NotReadableError'));
    const before = opened.events.length;
    expect(await library.remove([id])).toEqual([]);
    vi.restoreAllMocks();
    await expect(library.detail(id)).rejects.toMatchObject({ code: 'not_found' });
    const message = expect.stringContaining('had lost files of it');
    expect(noticesSince(before)).toMatchObject([{ title: 'Deleted for good: “Lost”', message }]);
  });

  it('of several goes on past one that cannot be deleted, and names it', async () => {
    const ids = [await made('First'), await made('Second'), await made('Third')];
    const remove = IDBObjectStore.prototype.delete;
    vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (this: IDBObjectStore, key) {
      if (key === `about:${ids[1]}`) throw new DOMException('broken', 'UnknownError');
      return remove.call(this, key);
    });
    const before = opened.events.length;
    expect(await library.remove(ids)).toEqual([ids[0], ids[2]]);
    await expect(library.remove([ids[1] ?? ''])).rejects.toMatchObject({ code: 'unavailable' });
    vi.restoreAllMocks();
    expect(noticesSince(before)).toMatchObject([{ level: 'error', title: 'Could not be deleted: “Second”' }]);
    expect((await readAside(ids[1] ?? '')).record).toBeUndefined();
    await library.restore([ids[0] ?? '', ids[2] ?? '']);
    await library.remove(ids);
  });

  it('of one in training ends that first', async () => {
    const files = [{ path: 'train.js', file: new Blob(['export {};']) }];
    const id = await library.createModule('Trains', files);
    await library.train(id, { args: [], tensorboard: false });
    await library.remove([id]);
    await library.restore([id]);
    expect((await library.module(id)).training?.phase).toBe('stopped');
    await library.remove([id]);
  });

  it('of several, one of them named twice, looks at each store once', async () => {
    const made = [{ path: 'a.bin', file: new Blob(['1']) }];
    const ids = [await library.createModule('One', made), await library.createModule('Two', made)];
    const looks = vi.spyOn(IDBObjectStore.prototype, 'getAll');
    await library.remove([...ids, ids[0]]);
    expect(looks.mock.contexts.filter((store) => Object(store).name === 'models')).toHaveLength(1);
    vi.restoreAllMocks();
    expect((await library.list()).filter(({ id }) => ids.includes(id))).toEqual([]);
  });

  it('refuses what is in use or came with the app', async () => {
    const shipped = (await library.list()).find(({ origin }) => origin === 'shipped');
    await expect(library.remove([shipped?.id ?? ''])).rejects.toMatchObject({ code: 'conflict' });
    await expect(library.remove(['none'])).rejects.toMatchObject({ code: 'not_found' });
  });

  it('tells of every change', async () => {
    const { rev } = await library.state();
    await opened.service.models.saveMixture('Another');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect((await library.state()).rev).toBeGreaterThan(rev);
    expect(opened.events.some((event) => event.type === 'library')).toBe(true);
  });
});
