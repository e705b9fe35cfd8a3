// Archives of the product's own kinds hold scripts of JavaScript beside those of Python: they are known again, and those that
// somebody changed are kept and run as they are.

import { describe, expect, it } from 'vitest';
import { learnt } from '../../ml/formats/stream/learner.fixture';
import { writeImageModel } from '../../ml/image/files';
import { layersOf, parametersOf } from '../../ml/image/structure';
import { ARCHIVE_LIMITS, type ModelArchive, parseManifest, readArchive, writeArchive } from '../../ml/modules';
import { mixtureFiles } from '../../ml/modules/own';
import { NgramModel } from '../../ml/text/ngram/model';
import type { ModelKind } from '../../wire/library';
import { archiveOf } from './packing';
import { recognise } from './recognise';
import type { Files } from './source';
import { runsHere } from './twins';

const mixture = mixtureFiles({
  ...{ covariance_type: 'diag', n_components: 1, n_features: 2 },
  weights: Float64Array.of(1),
  means: Float64Array.of(1, 2),
  covariances: Float64Array.of(1, 4),
});
const words = NgramModel.fresh();
words.learn('a fine film', 1);
const stream = (await learnt({}, { kind: 'regression' })).files;

const pictures = {
  ...{ shape: { height: 2, width: 2, channels: 1 }, classes: ['dark', 'light'], mean: [0.5], std: [0.5] },
  structure: { kind: 'mlp', hidden: [2] } as const,
};
const image = writeImageModel(
  pictures,
  new Map(parametersOf(layersOf(pictures)).map(({ name, size }) => [name, new Float32Array(size).fill(0.5)])),
);
const bytesOfText = (text: string) => new TextEncoder().encode(text);

const MODELS: readonly (readonly [ModelKind, Files])[] = [
  ['mixture', mixture],
  ['text', words.saveNow()],
  ['stream', stream],
];
const TWINS = ['millrace/shared.js', 'serve.js', 'train.js'];

const bytesOf = async (archive: ModelArchive) =>
  Buffer.from(await new Response(await writeArchive(archive)).arrayBuffer());
const same = async (one: ModelArchive, other: ModelArchive) => (await bytesOf(one)).equals(await bytesOf(other));
const packed = (kind: ModelKind, files: Files, manifest: Record<string, unknown> | null = null, request = {}) =>
  archiveOf({ kind, files, manifest, request });
const known = async (archive: ModelArchive) =>
  recognise({ kind: 'file', name: 'm.tar.gz', file: new Blob([await bytesOf(archive)]) }, ARCHIVE_LIMITS);

function changed({ manifest, files }: ModelArchive, path: string): ModelArchive {
  const was = files.get(path) ?? new Uint8Array(0);
  const mine = new Uint8Array(was.length + 1);
  mine.set(was);
  return { manifest, files: new Map([...files, [path, mine] as const].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

describe.each(MODELS)('the archive of a model of the kind %s', (kind, files) => {
  it('holds the twins, names Python, and is the same bytes from what it is read as', async () => {
    const archive = await packed(kind, files);
    expect(archive.manifest).toMatchObject({ trainingScript: 'train.py', servingScript: 'serve.py' });
    expect([...archive.files.keys()]).toEqual(expect.arrayContaining(TWINS));
    const { preview, files: kept } = await known(archive);
    expect(preview).toMatchObject({ kind, remarks: [] });
    expect(await same(await packed(kind, kept), archive)).toBe(true);
  });

  it('is the model, too, where its manifest names the twins', async () => {
    const scripts = { trainingScript: 'train.js', servingScript: 'serve.js', module: 'code' };
    const archive = await packed(kind, files, null, scripts);
    expect((await known(archive)).preview).toMatchObject({ kind, remarks: [] });
  });

  it.each(['serve.js', 'train.js', 'millrace/shared.js'])('is kept whole where %s was changed', async (path) => {
    const archive = changed(await packed(kind, files), path);
    const { preview, files: kept } = await known(archive);
    expect(preview.kind).toBe('module');
    expect(preview.remarks).toEqual([expect.stringContaining(`Somebody changed ${path}`)]);
    const again = await packed('module', kept, { ...preview.manifest });
    expect(await same(again, archive)).toBe(true);
  });
});

it.each([
  ['mixture', mixture, 'serve.py', ' that runs in the sandbox, by its JavaScript'],
  ['text', words.saveNow(), 'millrace/ngram.py', ' that runs in the sandbox, by its JavaScript'],
  ['mixture', mixture, 'requirements.txt', ' that runs in the sandbox, by its JavaScript'],
  ['image', image, 'train.py', ', and runs elsewhere'],
] as const)(
  'where %s has another script or requirements of Python it is kept whole',
  async (kind, files, path, where) => {
    const archive = changed(await packed(kind, files), path);
    const { preview, files: kept } = await known(archive);
    expect(preview.kind).toBe('module');
    expect(preview.remarks).toEqual([`${path} is not as the app writes it: it is kept whole, as a module${where}.`]);
    expect(await same(await packed('module', kept, { ...preview.manifest }), archive)).toBe(true);
  },
);

it('a script of Python that the manifest names keeps all whole; another file is said to be left', async () => {
  const { manifest, files } = await packed('mixture', mixture);
  const mine = new Map([...files, ['main.py', bytesOfText('def load(): ...\n')] as const]);
  expect((await known({ manifest, files: mine })).preview).toMatchObject({
    kind: 'mixture',
    remarks: ['Not kept, since the model does not use it: main.py.'],
  });
  const named = await known({ manifest: { ...manifest, servingScript: 'main.py' }, files: mine });
  expect(named.preview.kind).toBe('module');
  expect(named.preview.remarks.join()).toContain('main.py is not as the app writes it');
  const beside = new Map([...files, ['model.onnx', bytesOfText('other')] as const]);
  expect((await known({ manifest, files: beside })).preview.remarks.join()).toContain('model.onnx');
});

it('a module with a model beside its own script is a module', async () => {
  const files = new Map([...mixture, ['serve.js', new TextEncoder().encode('export function load() {}')] as const]);
  const manifest = parseManifest({ servingScript: 'serve.js' });
  const { preview } = await known({ manifest, files: files as ModelArchive['files'] });
  expect(preview).toMatchObject({ kind: 'module', remarks: [] });
});

it('an archive without twins, as those of earlier versions, is the model', async () => {
  const { manifest, files } = await packed('mixture', mixture);
  const older = new Map([...files].filter(([path]) => !path.endsWith('.js')));
  expect((await known({ manifest, files: older })).preview).toMatchObject({ kind: 'mixture', remarks: [] });
});

it('archives for ONNX Runtime hold the one that serves', async () => {
  const archive = await packed('mixture', mixture, null, { python: 'onnxruntime' });
  expect([...archive.files.keys()]).toEqual(expect.arrayContaining(['millrace/shared.js', 'serve.js', 'model.onnx']));
  expect(archive.files.has('train.js')).toBe(archive.files.has('train.py'));
  expect((await known(archive)).preview).toMatchObject({ kind: 'mixture', remarks: [] });
  const { files } = await readArchive(new Blob([await bytesOf(archive)]), ARCHIVE_LIMITS);
  expect([...files.keys()]).toEqual([...archive.files.keys()]);
});

it.each([
  ['image', image, ['float32', 'float16', 'int8']],
  ['mixture', mixture, ['float32']],
] as const)('model.onnx in the archive of %s is what its model is, or is said to be left', async (kind, files, all) => {
  for (const precision of all) {
    const archive = await packed(kind, files, null, { python: 'onnxruntime', precision });
    expect((await known(archive)).preview, precision).toMatchObject({ kind, remarks: [] });
    const other = archive.files.get('model.onnx')!.slice();
    other[other.length >> 1] = (other[other.length >> 1] ?? 0) ^ 1;
    const { preview } = await known({ ...archive, files: new Map([...archive.files, ['model.onnx', other] as const]) });
    expect(preview).toMatchObject({ kind, remarks: ['Not kept, since the model does not use it: model.onnx.'] });
  }
});

it('what runs here of a Python script is its twin', () => {
  const files = new Set(['code/serve.py', 'code/serve.js', 'train.py']);
  const has = (path: string) => files.has(path);
  expect(runsHere('code/serve.py', has)).toBe('code/serve.js');
  expect(runsHere('train.py', has)).toBe('train.py');
  expect(runsHere('code/serve.js', has)).toBe('code/serve.js');
});
