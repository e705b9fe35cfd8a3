// The library over the real service: every kind of model listed, looked at and asked, and all of it in a back-up.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifest, writeArchive } from '../../ml/modules';
import { NgramModel } from '../../ml/text/ngram/model';
import { addModel, deleteModel, readModel } from '../../storage/models';
import type { LibraryService } from '../../wire/library';
import {
  ask,
  bytesOf,
  fileOf,
  modelNamed,
  type Opened,
  openWithModels,
  POINTS,
  putTrainedModel,
} from './library.fixture';

let opened: Opened;
let library: LibraryService;
const answer = (id: string, body: unknown, type: string, accepted?: string) => ask(library, id, body, type, accepted);
const named = (name: string) => modelNamed(library, name);

beforeAll(async () => {
  opened = await openWithModels();
  library = opened.service.library;
});

afterAll(() => opened.service.shutdown());

describe('the list', () => {
  it('has every kind, newest first, what comes with the app last', async () => {
    const list = await library.list();
    expect(new Set(list.map(({ kind }) => kind))).toEqual(new Set(['mixture', 'text', 'image', 'stream']));
    expect(list[0]).toMatchObject({ name: 'Two groups', kind: 'mixture', origin: 'saved', version: 1, parameters: 11 });
    expect(list.at(-1)).toMatchObject({ kind: 'text', origin: 'shipped' });
    expect(list.filter(({ in_use }) => in_use)).toHaveLength(1);
  });

  it('leaves out a mixture that is damaged, and nothing else', async () => {
    const before = await library.list();
    const sound = await readModel((await named('Two groups')).id);
    if (!sound) throw new Error('There is no such record.');
    await addModel({ ...sound, id: 'damaged', payload: { ...Object(sound.payload), mixture: { n_components: 21 } } });
    expect(await library.list()).toEqual(before);
    await expect(library.detail('damaged')).rejects.toMatchObject({ code: 'not_found' });
    await deleteModel('damaged');
  });

  it('knows in which formats each can be had without reading it', async () => {
    // Texts, which are large, are in known-formats.test.ts.
    for (const { id, name, formats, kind } of await library.list()) {
      if (kind === 'text') continue;
      const read = await library.formats(id);
      expect([name, formats]).toEqual([name, read.map((format) => format.id)]);
    }
  });

  it('keeps names, tags, notes and cards, and refuses what does not fit', async () => {
    const { id } = await named('Two groups');
    await library.update(id, { name: 'Pair', tags: ['toy', ' toy '], note: 'For a lesson.' });
    expect(await named('Pair')).toMatchObject({ id, tags: ['toy'], note: 'For a lesson.' });
    await library.update('line', { name: 'Line', card: '# Mine' });
    expect(await library.detail('line')).toMatchObject({ name: 'Line', card: '# Mine', card_edited: true });
    await library.update('line', { card: null });
    expect((await library.detail('line')).card).toContain('## What it learnt from');
    await expect(library.update(id, { name: ' ' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(library.update('none', { note: '' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('what a model is made of', () => {
  it.each([
    ['Pair', ['components', 'weights', 'responsibilities'], ['weights', 'means', 'covariances']],
    ['Line', ['scaling', 'output'], ['parameters', 'first', 'second']],
  ])('%s', async (name, layers, tensors) => {
    const { id } = await named(name);
    const detail = await library.detail(id);
    expect(detail.layers.map((layer) => layer.name)).toEqual(layers);
    expect(detail.tensors.map((tensor) => tensor.name)).toEqual(expect.arrayContaining(tensors.slice(0, 1)));
    for (const { shape, counts, min, max, mean } of detail.tensors) {
      const size = shape.reduce((product, n) => product * n, 1);
      expect(counts.reduce((sum, n) => sum + n, 0)).toBe(size);
      if (size > 0) expect(mean >= min && mean <= max).toBe(true);
    }
  });

  it('an image model, and a shipped text model', async () => {
    const image = await library.detail('image');
    expect(image.layers.map(({ kind }) => kind)).toEqual(['Linear 16 → 3, relu', 'Linear 3 → 2']);
    expect(image.layers.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(59);
    const shipped = (await library.list()).find(({ architecture }) => architecture === 'ngram');
    const text = await library.detail(shipped?.id ?? '');
    expect(text.layers.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(shipped?.parameters);
  });

  it('is as large as its files, and knows what it learnt from, if anybody does', async () => {
    for (const { id, bytes } of (await library.list()).filter(({ kind }) => kind === 'mixture')) {
      const { files } = await library.detail(id);
      expect(files.reduce((sum, file) => sum + file.bytes, 0)).toBe(bytes);
    }
    expect((await named('Pair')).data).toBe('6 points, 2 columns');
    const json = { covariance_type: 'diag', weights: [1], means: [[0]], covariances: [[1]] };
    const file = new Blob([JSON.stringify({ ...json, n_components: 1, n_features: 1 })]);
    const id = await library.import({ kind: 'file', name: 'from elsewhere.json', file }, 'From elsewhere');
    const { data, card } = await library.detail(id);
    expect(data).toBe('');
    expect(card).toContain('That is not known. It was imported.');
    await library.remove([id]);
  });

  it('of a module nobody knows its numbers, nor that Python can run it', async () => {
    const id = await library.createModule('Scripts', 'template');
    expect((await library.detail(id)).card).not.toContain('parameters');
    expect((await library.formats(id))[0]?.for).not.toContain('NumPy');
    await library.remove([id]);
  });

  it('compares a model with itself', async () => {
    const { layers, weights } = await library.compare('image', 'image');
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
    expect(csv.text.split('\n')[0]).toBe('log_density,component,responsibility_0,responsibility_1');
    expect(Number(csv.text.split('\n')[1].split(',')[0])).toBeCloseTo(json.log_density[0], 12);
  });

  it('of a stream’s model, rows as lists and by name', async () => {
    const rows = await answer('line', { X: [[1, 0]] }, 'application/json');
    expect(rows.json.predictions).toHaveLength(1);
    expect((await answer('line', [{ b: 0, a: 1 }], 'application/json')).json).toEqual(rows.json);
    const beside = { columns: ['a', 'b'], X: [{ a: 1, b: 0 }] };
    expect((await answer('line', beside, 'application/json')).json).toEqual(rows.json);
  });

  it('of an image model', async () => {
    const pixels = Array.from({ length: 4 }, () => [255, 255, 255, 255]);
    const { json } = await answer('image', { pixels }, 'application/json');
    expect(json.classes).toEqual(['dark', 'light']);
    expect(json.probabilities[0] + json.probabilities[1]).toBeCloseTo(1, 10);
    expect(['dark\n', 'light\n']).toContain((await answer('image', { pixels }, 'application/json', 'text/plain')).text);
  });

  it('of a text model as the Reviews page scores', async () => {
    const shipped = (await library.list()).find(({ architecture }) => architecture === 'ngram');
    const id = shipped?.id ?? '';
    const { json } = await answer(id, 'A warm, funny film.', 'text/plain; charset=utf-8');
    const { scores } = await opened.service.reviews.score(['A warm, funny film.'], id);
    expect(json).toEqual({ score: scores[0].score });
  });

  it('of a text model that a run made, before the Reviews page has it', async () => {
    await putTrainedModel('words', 'text', NgramModel.fresh().saveNow());
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

describe('a back-up', () => {
  it('leaves a module’s training on', async () => {
    const files = [{ path: 'train.js', file: new Blob(['export const train = () => {};']) }];
    const id = await library.createModule('At work', files);
    await library.train(id, { args: [], tensorboard: false });
    await opened.service.data.backup();
    expect((await library.state()).training).toMatchObject({ model: id, phase: 'running' });
    await library.stop();
    await library.remove([id]);
  });

  it('has modules of odd archives, which leave as they came', async () => {
    const files = ['serve.py', 'a\u2028b', `${'c'.repeat(250)}/`.repeat(4).slice(0, 1003)];
    const manifest = readManifest(bytesOf('{"servingScript": "serve.py", "__proto__": {"a": 1}}'));
    const archive = { manifest, files: new Map(files.map((path) => [path, bytesOf(path)])) };
    const id = await library.import(fileOf(await new Response(writeArchive(archive)).blob()), 'Odd');
    const bytes = async () => Buffer.from(await (await library.package(id, {})).file.arrayBuffer());
    const before = await bytes();
    const file = await opened.service.data.backup();
    await library.remove([id]);
    await opened.service.data.restore(file);
    expect((await bytes()).equals(before)).toBe(true);
    await library.remove([id]);
  });

  it('has what people say of models, and modules', async () => {
    const files = [{ path: 'serve.js', file: new Blob(['export const load = () => 1;']) }];
    const id = await library.createModule('Mine', files);
    await library.writeModuleFile(id, 'lib/a.txt', bytesOf('a'));
    const { parts } = await opened.service.data.state();
    expect(parts).toContainEqual({ label: 'Modules', count: 1, bytes: 'export const load = () => 1;'.length + 1 });
    const file = await opened.service.data.backup();
    await opened.service.data.deleteEverything();
    expect((await library.list()).filter(({ origin }) => origin !== 'shipped')).toEqual([]);
    await opened.service.data.restore(file);
    expect(await named('Pair')).toMatchObject({ tags: ['toy'], note: 'For a lesson.' });
    expect((await library.moduleFiles(id)).map(({ path }) => path)).toEqual(['lib/a.txt', 'serve.js']);
  });
});
