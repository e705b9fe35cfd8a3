// How models leave and enter: archives, and forms of other programs.

import { packTar } from 'modern-tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArchive } from '../../ml/modules';
import { mixtureFiles } from '../../ml/modules/own';
import type { LibraryService } from '../../wire/library';
import { ask, fileOf, modelNamed, type Opened, openWithModels, POINTS } from './library.fixture';

let opened: Opened;
let library: LibraryService;
const answer = (id: string, body: unknown, type: string, accepted?: string) => ask(library, id, body, type, accepted);
const named = (name: string) => modelNamed(library, name);

beforeAll(async () => {
  opened = await openWithModels();
  library = opened.service.library;
});

afterAll(() => opened.service.shutdown());

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
      expect.arrayContaining(['mixture.json', 'serve.py', 'train.py', 'millrace/content.py', 'README.md']),
    );
    // Its card, which leaves again with whatever comes of the archive.
    expect(new TextDecoder().decode(files.get('README.md'))).toBe((await library.detail(id)).card);
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
