// Which of the files that came are the model: what lies beside is not kept, whatever it is called.

import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ARCHIVE_LIMITS, writeArchive } from '../../ml/modules';
import { freshTextModel } from '../../ml/text/load';
import { MAX_MODEL_BYTES } from '../reviews/sizes';
import { bytesOf } from './library.fixture';
import { ofModel, ownFiles } from './own-files';
import { archiveOf } from './packing';
import { recognise } from './recognise';

const vocabulary = bytesOf(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'film', 'a', 'b'].join('\n'));
const combined = freshTextModel({ kind: 'combined', architecture: 'L-1_H-8_A-2', vocabulary, seed: 1 });

describe('the files of a model', () => {
  it('are without weights that lie beside, which are another model’s or none at all', async () => {
    const strange = ['model.safetensors', 'config.json', 'vocab.txt', 'ngram.bin', 'weights.safetensors', '../x'];
    const given = new Map([...combined, ...strange.map((name) => [name, bytesOf('no weights')] as const)]);
    const kept = ownFiles('text', given);
    expect([...kept.keys()]).toEqual([...combined.keys()]);
    const about = { name: 'model', format: 'files', bytes: 1, manifest: null, remarks: [] };
    await expect(ofModel('text', kept, about)).resolves.toMatchObject({ architecture: 'L-1_H-8_A-2' });
  });

  it('are refused where they are more together than is kept', async () => {
    const about = { name: 'large', format: 'archive', bytes: 1, manifest: {}, remarks: [] };
    // One memory seen twice: half a gigabyte is not made for it.
    const half = new Uint8Array(MAX_MODEL_BYTES / 2);
    const of = (more: Uint8Array) => new Map(Object.entries({ 'a.bin': half, 'b.bin': half, 'c.bin': more }));
    const none = new Uint8Array(0);
    await expect(ofModel('module', of(none), about)).resolves.toMatchObject({ preview: { kind: 'module' } });
    await expect(ofModel('module', of(half.subarray(0, 1)), about)).rejects.toMatchObject({
      code: 'too_large',
      message: expect.stringContaining('would take 541 MB together; a model of at most 540 MB can be kept'),
    });
  });

  it('are known by what is beside them', () => {
    const ngram = freshTextModel({ kind: 'ngram', architecture: '', vocabulary, seed: 1 });
    const beside = ['config.json', 'model.safetensors'].map((name) => [name, bytesOf('{}')] as const);
    expect([...ownFiles('text', new Map([...ngram, ...beside])).keys()]).toEqual(['ngram.bin']);
  });
});

const MIXTURE = bytesOf({ covariance_type: 'diag', weights: [1], means: [[0]], covariances: [[1]] });

it('two files of one path are refused, not one of them taken', async () => {
  const files = [bytesOf('{}'), MIXTURE].map((bytes) => ({ path: 'mixture.json', file: new Blob([bytes]) }));
  await expect(recognise({ kind: 'files', name: 'm', files }, ARCHIVE_LIMITS)).rejects.toThrow(
    '“mixture.json” is among the files twice.',
  );
});

describe('what systems leave beside a model', () => {
  const LEFT = ['__MACOSX/m/._mixture.json', '__MACOSX/._m', 'm/.DS_Store', 'm/._mixture.json', 'm/Thumbs.db'];
  const left = LEFT.map((path) => [path, bytesOf('no model')] as const);
  const read = (file: Uint8Array, name: string) =>
    recognise({ kind: 'file', name, file: new Blob([new Uint8Array(file)]) }, ARCHIVE_LIMITS);

  it('is passed over in a zip and in a folder', async () => {
    const files = [...left, ['m/mixture.json', MIXTURE] as const];
    const zipped = await read(zipSync(Object.fromEntries(files)), 'm.zip');
    const folder = files.map(([path, bytes]) => ({ path, file: new Blob([bytes]) }));
    const handed = await recognise({ kind: 'files', name: 'm', files: folder }, ARCHIVE_LIMITS);
    for (const { preview } of [zipped, handed]) {
      expect(preview).toMatchObject({ kind: 'mixture', files: ['mixture.json'], remarks: [] });
    }
  });

  it('is passed over beside a manifest and beside scripts', async () => {
    const script = bytesOf('export function predict() {}');
    const named = [
      ...left,
      ['m/serve.js', script],
      ['m/manifest.json', bytesOf('{"servingScript": "serve.js"}')],
    ] as const;
    for (const files of [named, named.filter(([path]) => path !== 'm/manifest.json')]) {
      const { preview, files: kept } = await read(zipSync(Object.fromEntries(files)), 'm.zip');
      expect(preview).toMatchObject({ kind: 'module', manifest: { servingScript: 'serve.js' } });
      expect([...kept.keys()]).toEqual(['serve.js']);
    }
  });

  it('makes no module of the archive of a model', async () => {
    const { manifest, files } = await archiveOf({
      ...{ kind: 'mixture', files: new Map([['mixture.json', MIXTURE]]), request: {}, manifest: null },
    });
    const beside = ['millrace/._shared.js', '._serve.py', '__MACOSX/millrace/x.js', '.DS_Store'];
    const whole = new Map([...files, ...beside.map((path) => [path, bytesOf('x')] as const)]);
    const packed = await new Response(writeArchive({ manifest, files: whole })).arrayBuffer();
    const { preview } = await read(new Uint8Array(packed), 'm.tar.gz');
    expect(preview).toMatchObject({ kind: 'mixture', remarks: [] });
    expect(preview.files.filter((path) => beside.includes(path))).toEqual([]);
  });
});

describe('what people put beside a model', () => {
  it('is named as not kept, in its folder and beside that', async () => {
    const { manifest, files } = await archiveOf({
      ...{ kind: 'mixture', files: new Map([['mixture.json', MIXTURE]]), manifest: null },
      request: { module: 'own' },
    });
    const whole = new Map([...files, ['notes.txt', bytesOf('x')] as const, ['own/more.csv', bytesOf('1')] as const]);
    const packed = await new Response(writeArchive({ manifest, files: whole })).blob();
    const { preview } = await recognise({ kind: 'file', name: 'm.tar.gz', file: packed }, ARCHIVE_LIMITS);
    const remarks = ['Not kept, since the model does not use it: notes.txt, own/more.csv.'];
    expect(preview).toMatchObject({ kind: 'mixture', remarks });
  });
});

describe('a lone JSON file', () => {
  const handed = (json: string, name = 'some.json') =>
    recognise({ kind: 'file', name, file: new Blob([json]) }, ARCHIVE_LIMITS);

  it('that is no mixture is not asked for what a mixture has', async () => {
    await expect(handed('{"a": 1}')).rejects.toThrow('“some.json” is no model. What can be read');
    await expect(handed('[1, 2]')).rejects.toThrow('“some.json” is no model.');
    await expect(handed('{"weights": [1]}')).rejects.toThrow('covariance_type');
  });

  it('of more than a mixture has is refused unread', async () => {
    const blank = ' '.repeat(5e6 - 8);
    await expect(handed(`{"a": 1}${blank}`)).rejects.toThrow(
      'some.json has 5.0 MB; that of a mixture has at most 4.2 MB',
    );
    const beside = [new Blob([`{"means": []}${blank}`]), new Blob([''])];
    const files = beside.map((file, i) => ({ path: `${i}.json`, file }));
    await expect(recognise({ kind: 'files', name: 'two', files }, ARCHIVE_LIMITS)).rejects.toThrow('There is no model');
  });

  it('of a model in several files is sent back for the others', async () => {
    for (const json of ['{"modelTopology": {}, "weightsManifest": []}', '{"model_type": "bert"}']) {
      await expect(handed(json, 'model.json')).rejects.toThrow('hand over the folder that has all of them');
    }
  });
});
