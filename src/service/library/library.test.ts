// The library over the real service: every kind of model listed, looked at, served, packed, taken in again, put aside and
// brought back.

import 'fake-indexeddb/auto';
import { packTar } from 'modern-tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeComputeEnv } from '../../ml/compute/env.node';
import { createWasmBackend } from '../../ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../ml/compute/nn/wasm/node-env';
import { writeImageModel } from '../../ml/image/files';
import { ImageModel } from '../../ml/image/model';
import { readArchive } from '../../ml/modules';
import { Rng } from '../../ml/rng';
import { writeStreamFiles } from '../../ml/stream/files';
import { createLearner } from '../../ml/stream/learners';
import { saveTrained } from '../../storage/trained';
import type { ServiceEvent } from '../../wire/events';
import type { LibraryModel, ModelSource } from '../../wire/library';
import { nodeAsset } from '../configs/asset.node';
import { nodeDatasetsEnv } from '../datasets/env.node';
import { nodeImagesEnv } from '../images/env.node';
import { createService, type RunningService } from '../index';
import { nodeTextEnv } from '../reviews/text-env.node';
import { nodeRunsEnv } from '../runs/env.node';
import type { TrainedRecord } from '../runs/record';
import { nodeLibraryEnv } from './env.node';

const POINTS = [
  [0, 0.1],
  [0.2, -0.1],
  [-0.1, 0],
  [4, 4.2],
  [4.1, 3.9],
  [3.8, 4],
];

let service: RunningService;
const events: ServiceEvent[] = [];
const bytesOf = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const archiveOf = (file: Blob, name = 'model.tar.gz'): ModelSource => ({ kind: 'file', name, file });

async function answer(id: string, body: unknown, content_type: string, accepted?: string) {
  const { bytes, content_type: type } = await service.library.predict(id, {
    bytes: bytesOf(body),
    content_type,
    accepted,
  });
  const text = new TextDecoder().decode(bytes);
  return { text, type, json: type === 'application/json' ? JSON.parse(text) : null };
}

async function named(name: string): Promise<LibraryModel> {
  const found = (await service.library.list()).find((model) => model.name === name);
  if (!found) throw new Error(`There is no model ${name}.`);
  return found;
}

async function putImported(id: string, kind: 'image' | 'stream', files: ReadonlyMap<string, Uint8Array>) {
  const record: TrainedRecord = {
    ...{ format: 1, id, run: '', kind, role: 'best', epoch: 0, step: 0, bytes: 1, metrics: {}, score: null },
    created_at: '2026-01-01T00:00:00.000Z',
  };
  await saveTrained({ id, record, files });
}

beforeAll(async () => {
  const data = { datasets: nodeDatasetsEnv(), images: nodeImagesEnv(), library: nodeLibraryEnv() };
  const envs = { env: nodeComputeEnv(), text: nodeTextEnv(), asset: nodeAsset };
  service = await createService({ emit: (event) => events.push(event), ...envs, ...data, runs: nodeRunsEnv() });
  await service.points.train({ points: POINTS, n_components: 2 });
  await service.models.saveMixture('Two groups');

  const nn = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
  const config = {
    ...{ shape: { height: 4, width: 4, channels: 1 }, classes: ['dark', 'light'], mean: [0.5], std: [0.5] },
    structure: { kind: 'mlp', hidden: [3] } as const,
  };
  const image = new ImageModel(nn, config, new Rng(1));
  await putImported('image', 'image', writeImageModel(config, await image.weights()));
  image.dispose();

  const learner = {
    ...({ id: 'linear', hidden: [], activation: 'relu', optimizer: 'sgd', learning_rate: 0.1 } as const),
  };
  const options = { ...learner, epochs: 1, n_components: 1, seed: 1 };
  const made = await createLearner(options, 2, { kind: 'regression' });
  await made.learn({ X: Float64Array.of(1, 0, 0, 1), y: Float64Array.of(1, -1), n: 2, d: 2 });
  const scaler = { n: 2, means: [0, 0], squares: [2, 2] };
  const memento = { learner: await made.save(), scaler, batches: 1, examples: 2 };
  await putImported(
    'line',
    'stream',
    writeStreamFiles(options, { features: ['a', 'b'], task: { kind: 'regression' } }, memento),
  );
});

afterAll(() => service.shutdown());

describe('the list', () => {
  it('has every kind, newest first, what comes with the app last', async () => {
    const list = await service.library.list();
    expect(new Set(list.map(({ kind }) => kind))).toEqual(new Set(['mixture', 'text', 'image', 'stream']));
    expect(list[0]).toMatchObject({ name: 'Two groups', kind: 'mixture', origin: 'saved', version: 1, parameters: 11 });
    expect(list.at(-1)).toMatchObject({ kind: 'text', origin: 'shipped' });
    expect(list.filter(({ in_use }) => in_use)).toHaveLength(1);
  });

  it('keeps names, tags, notes and cards, and refuses what does not fit', async () => {
    const { id } = await named('Two groups');
    await service.library.update(id, { name: 'Pair', tags: ['toy', ' toy '], note: 'For a lesson.' });
    expect(await named('Pair')).toMatchObject({ id, tags: ['toy'], note: 'For a lesson.' });
    await service.library.update('line', { name: 'Line', card: '# Mine' });
    expect(await service.library.detail('line')).toMatchObject({ name: 'Line', card: '# Mine', card_edited: true });
    await service.library.update('line', { card: null });
    expect((await service.library.detail('line')).card).toContain('## What it learnt from');
    await expect(service.library.update(id, { name: ' ' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(service.library.update('none', { note: '' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('what a model is made of', () => {
  it.each([
    ['Pair', ['components', 'weights', 'responsibilities'], ['weights', 'means', 'covariances']],
    ['Line', ['scaling', 'output'], ['parameters', 'first', 'second']],
  ])('%s', async (name, layers, tensors) => {
    const { id } = await named(name);
    const detail = await service.library.detail(id);
    expect(detail.layers.map((layer) => layer.name)).toEqual(layers);
    expect(detail.tensors.map((tensor) => tensor.name)).toEqual(expect.arrayContaining(tensors.slice(0, 1)));
    for (const { shape, counts, min, max, mean } of detail.tensors) {
      const size = shape.reduce((product, n) => product * n, 1);
      expect(counts.reduce((sum, n) => sum + n, 0)).toBe(size);
      if (size > 0) expect(mean >= min && mean <= max).toBe(true);
    }
  });

  it('an image model, and a shipped text model', async () => {
    const image = await service.library.detail('image');
    expect(image.layers.map(({ kind }) => kind)).toEqual(['Linear 16 → 3, relu', 'Linear 3 → 2']);
    expect(image.layers.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(59);
    const shipped = (await service.library.list()).find(({ architecture }) => architecture === 'ngram');
    const text = await service.library.detail(shipped?.id ?? '');
    expect(text.layers.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(shipped?.parameters);
  });

  it('compares a model with itself', async () => {
    const { layers, weights } = await service.library.compare('image', 'image');
    expect(layers.every(({ same }) => same)).toBe(true);
    for (const { relative_change, cosine } of weights) {
      expect(relative_change).toBe(0);
      expect(cosine).toBeCloseTo(1, 12);
    }
  });
});

describe('answers', () => {
  it('of a mixture, in JSON and CSV', async () => {
    const { id } = await named('Pair');
    const { json } = await answer(id, { points: POINTS }, 'application/json');
    expect(json.labels.slice(0, 3)).toEqual(Array(3).fill(json.labels[0]));
    expect(json.labels[5]).not.toBe(json.labels[0]);
    const csv = await answer(id, 'x,y\n0,0.1\n4,4.2\n', 'text/csv', 'text/csv');
    expect(csv.type).toBe('text/csv');
    expect(csv.text.split('\n')[0]).toBe('log_density,component,responsibility_1,responsibility_2');
    expect(Number(csv.text.split('\n')[1].split(',')[0])).toBeCloseTo(json.log_density[0], 12);
  });

  it('of a stream’s model, rows as lists and by name', async () => {
    const rows = await answer('line', { X: [[1, 0]] }, 'application/json');
    expect(rows.json.predictions).toHaveLength(1);
    expect((await answer('line', [{ b: 0, a: 1 }], 'application/json')).json).toEqual(rows.json);
  });

  it('of an image model', async () => {
    const pixels = Array.from({ length: 4 }, () => [255, 255, 255, 255]);
    const { json } = await answer('image', { pixels }, 'application/json');
    expect(json.classes).toEqual(['dark', 'light']);
    expect(json.probabilities[0] + json.probabilities[1]).toBeCloseTo(1, 10);
    expect(['dark\n', 'light\n']).toContain((await answer('image', { pixels }, 'application/json', 'text/plain')).text);
  });

  it('of a text model as the Reviews page scores', async () => {
    const shipped = (await service.library.list()).find(({ architecture }) => architecture === 'ngram');
    const id = shipped?.id ?? '';
    const { json } = await answer(id, 'A warm, funny film.', 'text/plain; charset=utf-8');
    const { scores } = await service.reviews.score(['A warm, funny film.'], id);
    expect(json).toEqual({ score: scores[0].score });
  });

  it('of a text model that a run made, before the Reviews page has it', async () => {
    const { NgramModel } = await import('../../ml/text/ngram/model');
    const record: TrainedRecord = {
      ...{ format: 1, id: 'words', run: '', kind: 'text', role: 'best', epoch: 0, step: 0, bytes: 1, metrics: {} },
      ...{ score: null, created_at: '2026-01-01T00:00:00.000Z' },
    };
    await saveTrained({ id: 'words', record, files: NgramModel.fresh().saveNow() });
    expect((await answer('words', { texts: ['Fine.', ''] }, 'application/json')).json).toEqual({ scores: [0.5, 0.5] });
  });

  it('refuses types that are not read or written, and inputs that are wrong', async () => {
    const { id } = await named('Pair');
    await expect(answer(id, 'x', 'image/png')).rejects.toMatchObject({ code: 'unsupported_type' });
    await expect(answer(id, [[0, 0]], 'application/json', 'image/png')).rejects.toMatchObject({
      code: 'not_acceptable',
    });
    await expect(answer(id, [[0, 0, 0]], 'application/json')).rejects.toMatchObject({ code: 'invalid' });
    await expect(answer(id, 'no JSON', 'application/json')).rejects.toMatchObject({ code: 'invalid' });
    await expect(answer('none', '', 'text/plain')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('archives', () => {
  it('hold the scripts of Python, are the same bytes each time, and come in again', async () => {
    const { id } = await named('Pair');
    const { name, file } = await service.library.package(id, {});
    expect(name).toBe('model.tar.gz');
    const again = await service.library.package(id, {});
    expect(new Uint8Array(await again.file.arrayBuffer())).toEqual(new Uint8Array(await file.arrayBuffer()));
    const { manifest, files } = await readArchive(file);
    expect(manifest).toMatchObject({ module: '', trainingScript: 'train.py', servingScript: 'serve.py' });
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['mixture.json', 'serve.py', 'train.py', 'millrace/content.py']),
    );
    expect(await service.library.inspect(archiveOf(file))).toMatchObject({
      kind: 'mixture',
      format: 'archive',
      remarks: [],
    });
    const copy = await service.library.import(archiveOf(file), 'Copy');
    const body = { points: POINTS };
    expect((await answer(copy, body, 'application/json')).json).toEqual(
      (await answer(id, body, 'application/json')).json,
    );
    expect(await named('Copy')).toMatchObject({ origin: 'imported', kind: 'mixture' });
  });

  it('take all options', async () => {
    const { id } = await named('Pair');
    const options = { module: 'code', logDirectory: 'out', enableTensorboard: true, output: 'pair.tar.gz' };
    const { name, file } = await service.library.package(id, options);
    expect(name).toBe('pair.tar.gz');
    const { manifest, files } = await readArchive(file);
    expect(manifest).toMatchObject({ module: 'code', logDirectory: 'out', enableTensorboard: true });
    expect(files.has('code/mixture.json')).toBe(true);
    const given = await service.library.package(id, {
      manifest: { module: 'm', servingScript: 'serve.py', author: 'me' },
    });
    expect((await readArchive(given.file)).manifest).toMatchObject({
      module: 'm',
      trainingScript: null,
      extra: { author: 'me' },
    });
    await expect(service.library.package(id, { module: '../up' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(service.library.package(id, { servingScript: 'other.py' })).rejects.toMatchObject({ code: 'invalid' });
  });

  it.each(['image', 'line'])('of %s come in again and answer the same', async (id) => {
    const { file } = await service.library.package(id, {});
    const copy = await service.library.import(archiveOf(file), `Copy of ${id}`);
    const body = id === 'image' ? { pixels: Array(4).fill([0, 50, 100, 200]) } : { X: [[1, 2]] };
    expect((await answer(copy, body, 'application/json')).json).toEqual(
      (await answer(id, body, 'application/json')).json,
    );
    expect(await named(`Copy of ${id}`)).toMatchObject({ origin: 'imported' });
  });

  it('of a text model come in again among the text models', async () => {
    const shipped = (await service.library.list()).find(({ architecture }) => architecture === 'ngram');
    const { file } = await service.library.package(shipped?.id ?? '', {});
    const copy = await service.library.import(archiveOf(file), 'My words');
    expect((await service.reviews.state()).models).toContainEqual(
      expect.objectContaining({ id: copy, name: 'My words' }),
    );
    const [one, other] = [copy, shipped?.id ?? ''].map((id) => answer(id, 'Dull.', 'text/plain'));
    expect((await one).text).toBe((await other).text);
  });

  it('packed by tar, gzipped or not, say the same', async () => {
    const { file } = await service.library.package('line', {});
    const unpacked = new Response(file.stream().pipeThrough(new DecompressionStream('gzip')));
    const preview = await service.library.inspect(archiveOf(await unpacked.blob(), 'model.tar'));
    expect({ ...preview, bytes: 0 }).toEqual({ ...(await service.library.inspect(archiveOf(file))), bytes: 0 });
  });

  it('that are hostile or damaged change nothing, and say why', async () => {
    const before = await service.library.list();
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
      [(await service.library.package('line', {})).file.slice(0, 300), ''],
    ] as const) {
      const refused = await service.library.import(archiveOf(source), 'Bad').then(
        () => null,
        (error) => error,
      );
      expect(refused).toMatchObject({ code: 'invalid' });
      expect(refused.message).toContain(why);
    }
    expect(await service.library.list()).toEqual(before);
  });
});

describe('other programs', () => {
  const asFile = async ({ name, file }: { name: string; file: Blob }) => archiveOf(file, name);

  it.each([
    ['image', 'tfjs', 'tfjs'],
    ['line', 'tfjs', 'tfjs'],
    ['image', 'safetensors', 'files'],
  ])('take %s as %s, and give it back', async (id, format, known) => {
    const exported = await service.library.exportModel(id, format, 'float32');
    expect(await service.library.inspect(await asFile(exported))).toMatchObject({ format: known });
    const copy = await service.library.import(await asFile(exported), `Back from ${format}`);
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
    for (const { id } of [await named('Pair'), await named('image'), await named('Line')]) {
      for (const { id: format, precisions } of await service.library.formats(id)) {
        for (const precision of precisions) {
          const { file, name } = await service.library.exportModel(id, format, precision);
          expect(file.size, `${name} ${precision}`).toBeGreaterThan(100);
        }
      }
    }
    await expect(service.library.exportModel('image', 'gguf', 'float32')).rejects.toMatchObject({ code: 'invalid' });
  });

  it('take an encoder as transformers has it, and give it back with the same scores', async () => {
    const size = { layers: 1, hidden: 16, heads: 2 };
    const id = await service.reviews.create({ name: 'Tiny', kind: 'encoder', size, seed: 3 });
    const exported = await service.library.exportModel(id, 'huggingface', 'float32');
    const copy = await service.library.import(await asFile(exported), 'Tiny again');
    const [was, is] = await Promise.all([id, copy].map((one) => answer(one, 'A warm, funny film.', 'text/plain')));
    expect(is.json.score).toBeCloseTo(was.json.score, 6);
    const { n, data } = await service.library.cost(id, 'int8');
    expect(n).toBeGreaterThan(10);
    expect(data).toContain('sample reviews');
    const { file } = await service.library.package(id, { precision: 'float16' });
    const { files } = await readArchive(file);
    expect([...files.keys()]).toEqual(expect.arrayContaining(['config.json', 'model.safetensors', 'serve.py']));
    const whole = await service.library.package(id, {});
    expect(file.size).toBeLessThan(whole.file.size);
    expect((await service.library.detail(id)).tensors.every(({ dtype }) => dtype === 'float32')).toBe(true);
  });

  it('are told what a precision costs', async () => {
    const [half, bytes] = [await service.library.cost('image', 'float16'), await service.library.cost('image', 'int8')];
    expect(half).toMatchObject({ precision: 'float16', n: 200, data: expect.stringContaining('200') });
    expect(half.largest_difference).toBeGreaterThan(0);
    expect(bytes.largest_difference).toBeGreaterThan(half.largest_difference);
    expect((await service.library.cost('image', 'float32')).changed).toBe(0);
    await expect(service.library.cost((await named('Pair')).id, 'int8')).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('putting aside', () => {
  it('takes models out of their pages, and brings them back as they were', async () => {
    const before = await service.library.list();
    const gone = [await named('Copy'), await named('My words'), await named('Copy of image')];
    const ids = gone.map(({ id }) => id);
    await service.library.remove(ids);
    expect((await service.library.list()).map(({ id }) => id)).not.toEqual(expect.arrayContaining([ids[0]]));
    expect(await service.library.list()).toHaveLength(before.length - 3);
    expect((await service.reviews.state()).models.some(({ name }) => name === 'My words')).toBe(false);
    await service.library.restore(ids);
    expect(await service.library.list()).toEqual(before);
    await expect(service.library.restore(ids)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('refuses what is in use or came with the app', async () => {
    const shipped = (await service.library.list()).find(({ origin }) => origin === 'shipped');
    await expect(service.library.remove([shipped?.id ?? ''])).rejects.toMatchObject({ code: 'conflict' });
    await expect(service.library.remove(['none'])).rejects.toMatchObject({ code: 'not_found' });
  });

  it('tells of every change', async () => {
    const { rev } = await service.library.state();
    await service.models.saveMixture('Another');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect((await service.library.state()).rev).toBeGreaterThan(rev);
    expect(events.some((event) => event.type === 'library')).toBe(true);
  });
});

describe('a back-up', () => {
  it('has what people say of models, and modules', async () => {
    const files = [{ path: 'serve.js', file: new Blob(['export const load = () => 1;']) }];
    const id = await service.library.createModule('Mine', files);
    await service.library.writeModuleFile(id, 'lib/a.txt', bytesOf('a'));
    const file = await service.data.backup();
    await service.data.deleteEverything();
    expect((await service.library.list()).filter(({ origin }) => origin !== 'shipped')).toEqual([]);
    await service.data.restore(file);
    expect(await named('Pair')).toMatchObject({ tags: ['toy'], note: 'For a lesson.' });
    expect((await service.library.moduleFiles(id)).map(({ path }) => path)).toEqual(['lib/a.txt', 'serve.js']);
  });
});
