// Archives that the app packages are served by Python as they are unpacked, by a program that knows nothing but the manifest
// and the protocol: the product's answers to 1e-5, of every kind of model, by NumPy and by ONNX Runtime. Where there is no
// python3 with NumPy this is passed over, and says so.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { presetConfig } from '../../ml/bert/config';
import { ReferenceBackend } from '../../ml/compute/nn/reference';
import { learnt } from '../../ml/formats/stream/learner.fixture';
import { writeImageModel } from '../../ml/image/files';
import { ImageModel } from '../../ml/image/model';
import { readArchive } from '../../ml/modules';
import { missing, PYTHON, runHost, type Served } from '../../ml/modules/python/testing/host.fixture';
import { Rng } from '../../ml/rng';
import { joinCombined } from '../../ml/text/combined/files';
import { freshEncoder } from '../../ml/text/encoder/model';
import { NgramModel } from '../../ml/text/ngram/model';
import { ask, fileOf, type Opened, openWithModels, putTrainedModel } from '../../service/library/library.fixture';
import type { PackageRequest } from '../../wire/library';

/** Nine archives are packed, unpacked and asked: seconds, and many on a machine that has much else to do. */
const TIMEOUT = 90_000;

const scratch = mkdtempSync(join(tmpdir(), 'millrace-archives-'));
let opened: Opened;

/** A question for each model by its id. */
const questions = new Map<string, unknown>();

const TEXTS = { texts: ['A warm, funny film.', 'Dull, and far too long: ΟΔΥΣΣΕΥΣ naïve.', ''] };
const POINTS = [
  [0.1, 0.2],
  [3, 4.5],
  [-20, 9],
];
const ROWS = [
  [1.7e9 + 1800, 0.5, 5.1],
  [1.7e9 - 7200, -1.25, 4.9],
];

beforeAll(async () => {
  if (missing) return;
  opened = await openWithModels();
  const mixture = (await opened.service.library.list()).find(({ kind }) => kind === 'mixture');
  questions.set(mixture?.id ?? '', { points: POINTS });
  questions.set('image', { pixels: Array(4).fill([0, 50, 100, 200]) });
  questions.set('line', {
    X: [
      { b: 2, a: 1 },
      { a: -3, b: 0.5 },
    ],
  });
  await addTexts();
  await addCnn();
  await addStreams();
});

afterAll(async () => {
  await opened?.service.shutdown();
  rmSync(scratch, { recursive: true });
});

/** Small ones, of a vocabulary that knows part of what is asked: an encoder, an n-gram model, and both together. */
async function addTexts(): Promise<void> {
  const pieces = [
    '[PAD]',
    '[UNK]',
    '[CLS]',
    '[SEP]',
    '[MASK]',
    'a',
    'warm',
    'film',
    'long',
    'du',
    '##ll',
    '.',
    ',',
    ':',
  ];
  const vocabulary = new TextEncoder().encode(pieces.join('\n'));
  // Shorter than the texts: they are cut.
  const changes = { initializer_range: 0.4, max_position_embeddings: 12 };
  const encoder = freshEncoder(presetConfig('L-2_H-16_A-2', pieces.length, changes), vocabulary, 3);
  const words = NgramModel.fresh();
  words.learn('a warm, funny film', 1);
  words.learn('Dull, and too long', 0);
  const ngram = words.saveNow();
  const combined = joinCombined({ encoder, ngram, combination: { encoder: 0.7, ngram: 1.3, offset: -0.2 } });
  for (const [name, files] of Object.entries({ encoder, ngram, combined })) {
    const given = [...files].map(([path, bytes]) => ({ path, file: new Blob([new Uint8Array(bytes)]) }));
    const id = await opened.service.library.import({ kind: 'files', name, files: given }, name);
    questions.set(id, TEXTS);
  }
}

async function addCnn(): Promise<void> {
  const shape = { height: 5, width: 4, channels: 3 };
  const structure = { kind: 'cnn', stages: [3], hidden: [4] } as const;
  const config = { shape, structure, classes: ['hill', 'lake', 'sky'], mean: [0.4, 0.5, 0.6], std: [0.2, 0.3, 0.25] };
  const model = new ImageModel(new ReferenceBackend(), config, new Rng(2));
  // As files of models that were trained on WASM: single precision.
  const weights = [...(await model.weights())].map(([name, values]) => [name, Float32Array.from(values)] as const);
  await putTrainedModel('cnn', 'image', writeImageModel(config, new Map(weights)));
  // Of another size than the model's: both bring it to that.
  questions.set('cnn', { pixels: Array.from({ length: 9 }, (_, y) => Array(7).fill([y * 20, 255 - y, 90])) });
}

async function addStreams(): Promise<void> {
  const { files } = await learnt({}, { kind: 'classification', n_classes: 3 });
  const about = JSON.parse(new TextDecoder().decode(files.get('stream.json')));
  const named = new TextEncoder().encode(JSON.stringify({ ...about, classes: ['low', 'middle', 'high'] }));
  await putTrainedModel('network', 'stream', new Map(files).set('stream.json', named));
  await putTrainedModel('groups', 'stream', (await learnt({ id: 'mixture' }, { kind: 'density' })).files);
  questions.set('network', { rows: ROWS });
  questions.set('groups', ROWS);
}

/** What each archive answers to its model's question, to one of a wrong type, and where nothing fitting is accepted. */
async function servedByPython(packed: readonly (readonly [id: string, request: PackageRequest])[]) {
  const jobs = packed.map(async ([id, request]) => {
    const { file } = await opened.service.library.package(id, { module: 'model', ...request });
    const folder = mkdtempSync(join(scratch, 'unpacked-'));
    const archive = `${folder}.tar.gz`;
    writeFileSync(archive, new Uint8Array(await file.arrayBuffer()));
    const body = questions.get(id);
    return { archive, folder, questions: [{ body }, { body, type: 'image/x-none' }, { body, accepted: 'video/mp4' }] };
  });
  const { results } = await runHost(await Promise.all(jobs));
  return results.map((answers) => answers as Served[]);
}

/** The folder that the archive of a model lies in. */
async function unpacked(id: string): Promise<string> {
  const { file } = await opened.service.library.package(id, {});
  const folder = mkdtempSync(join(scratch, 'unpacked-'));
  for (const [path, bytes] of (await readArchive(file)).files) {
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, bytes);
  }
  return folder;
}

/** The same names and words, and numbers that are near. */
function expectSame(got: unknown, want: unknown, within: number, where: string): void {
  if (typeof want === 'number') {
    expect(got, where).toEqual(expect.any(Number));
    expect(Math.abs((got as number) - want), where).toBeLessThan(within * Math.max(1, Math.abs(want)));
  } else if (typeof want === 'object' && want !== null) {
    expect(Object.keys(got as object), where).toEqual(Object.keys(want));
    for (const [name, value] of Object.entries(want)) {
      expectSame((got as Record<string, unknown>)[name], value, within, `${where}.${name}`);
    }
  } else expect(got, where).toBe(want);
}

describe.skipIf(missing)('archives served by Python', () => {
  it.each(['numpy', 'onnxruntime'] as const)(
    'answer as the app does, by %s',
    async (python) => {
      const ids = [...questions.keys()];
      expect(ids).toHaveLength(9);
      const answers = await servedByPython(ids.map((id) => [id, { python }]));
      for (const [i, id] of ids.entries()) {
        const [said, refused, unaccepted] = answers[i]!;
        const own = await ask(opened.service.library, id, questions.get(id), 'application/json');
        expect(said, id).toEqual([expect.any(String), 'application/json']);
        expectSame(JSON.parse((said as string[])[0]!), own.json, 1e-5, id);
        expect(refused, id).toEqual({ error: expect.stringContaining('UnsupportedType') });
        expect(unaccepted, id).toBeNull();
      }
    },
    TIMEOUT,
  );

  it(
    'answer alike in less precision, by both',
    async () => {
      const encoder = (await opened.service.library.list()).find(({ name }) => name === 'encoder')?.id;
      const cases = [encoder ?? '', 'cnn', 'network'].flatMap((id) =>
        (['float16', 'int8'] as const).map((precision) => ({ id, precision })),
      );
      const packed = cases.flatMap(({ id, precision }) =>
        (['numpy', 'onnxruntime'] as const).map((python) => [id, { python, precision }] as const),
      );
      const answers = (await servedByPython(packed)).map(([said]) => JSON.parse((said as string[])[0]!));
      for (const [i, { id, precision }] of cases.entries()) {
        expectSame(answers[2 * i + 1], answers[2 * i], 1e-5, `${id} in ${precision}`);
      }
    },
    TIMEOUT,
  );

  it(
    'answer to the recipe of their card, copied as it stands',
    async () => {
      const { library } = opened.service;
      const encoder = (await library.list()).find(({ name }) => name === 'encoder')?.id ?? '';
      const mixture = [...questions.keys()][0] ?? '';
      const asked = [
        { id: encoder, body: 'A warm, funny film.', type: 'text/plain', before: '' },
        { id: mixture, body: { points: [[0, 0]] }, type: 'application/json', before: '' },
        { id: 'line', body: { X: [[1, 2]] }, type: 'application/json', before: 'row = [1, 2]\n' },
      ];
      for (const { id, body, type, before } of asked) {
        const cwd = await unpacked(id);
        const recipe = /```python\n(.*?)```/s.exec(readFileSync(join(cwd, 'README.md'), 'utf8'))?.[1] ?? '';
        const { stdout, stderr } = spawnSync(PYTHON, ['-c', before + recipe], { cwd });
        expect(String(stderr), id).toBe('');
        expectSame(JSON.parse(String(stdout)), (await ask(library, id, body, type)).json, 1e-5, id);
      }
    },
    TIMEOUT,
  );

  it('say what they need', async () => {
    const { library } = opened.service;
    const { file } = await library.package('cnn', { python: 'onnxruntime' });
    const { files, manifest } = await readArchive(file);
    expect(new TextDecoder().decode(files.get('requirements.txt'))).toMatch(/^numpy\nonnxruntime\n# pillow:/);
    expect([...files.keys()]).toEqual(expect.arrayContaining(['model.onnx', 'config.json', 'model.safetensors']));
    // ONNX answers, and does not learn.
    expect([...files.keys()].filter((path) => /train\.(py|js)$/.test(path))).toEqual([]);
    expect(manifest).toMatchObject({ servingScript: 'serve.py', trainingScript: null });
    expect(await library.inspect(fileOf(file))).toMatchObject({ kind: 'image' });
    const wrong = library.package('cnn', { python: 'onnxruntime', trainingScript: 'train.py' });
    await expect(wrong).rejects.toMatchObject({ code: 'invalid' });
  });
});
