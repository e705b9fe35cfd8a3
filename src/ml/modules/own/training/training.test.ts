// Trained through the interface of modules, a model is what the trainers of src/ml make of it when they are called directly.

import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { createWasmBackend } from '../../../compute/nn/wasm/create';
import { nodeNnEnv } from '../../../compute/nn/wasm/env.node';
import { COLUMNS, CONFIG, learnt, rowsOf } from '../../../formats/stream/learner.fixture';
import { readStreamModel } from '../../../formats/stream/model';
import { createEmLearner } from '../../../gmm/em';
import { ReferenceEngine } from '../../../gmm/engines.fixture';
import { DEFAULT_OPTIONS, type Mixture } from '../../../gmm/types';
import type { ImageTrainOptions } from '../../../image/config';
import { readImageModel, writeImageModel } from '../../../image/files';
import { ImageModel } from '../../../image/model';
import { smallConfig, smallImages } from '../../../image/problem.fixture';
import { ImageRun } from '../../../image/run';
import { ImageTrainer } from '../../../image/trainer';
import { readEvents } from '../../../logs';
import { Rng } from '../../../rng';
import { createLearner } from '../../../stream/learners';
import { joinCombined } from '../../../text/combined/files';
import { loadTextModel } from '../../../text/load';
import { NGRAM_FILE, writeNgram } from '../../../text/ngram/file';
import { DEFAULT_NGRAM_FIT, fitNgram } from '../../../text/ngram/fit';
import { NgramModel } from '../../../text/ngram/model';
import type { ModelFiles } from '../../../text/types';
import { createTrainer } from '../../../trainer';
import { EIGHT, tinyFiles } from '../../../trainer/encoder.fixture';
import { memoryDir } from '../../memory-dir';
import type { ModelDir, TrainingModule, TrainOptions } from '../../protocol';
import { mixtureFiles, readMixture } from '../mixture';
import { imageTraining, mixtureTraining, streamTraining, textTraining } from '.';
import { npy, npzOf } from './pictures.fixture';

const nn = () => createWasmBackend({ env: nodeNnEnv(), threads: 1 });
const bytesOf = (text: string) => new TextEncoder().encode(text);
const wordsOf = (error: unknown) => String(error instanceof Error ? error.message : error);

/** Trains over these files with one of data beside; resolves with the folder and what was said. */
async function trained(
  module: TrainingModule,
  files: ModelFiles,
  data: readonly [string, Uint8Array],
  args: readonly string[],
  options: TrainOptions = {},
): Promise<{ dir: ModelDir; log: string[] }> {
  const dir = memoryDir([...files, data]);
  const log: string[] = [];
  await module.train(dir, args, { ...options, logger: { log: (line) => log.push(String(line)), flush() {} } });
  return { dir, log };
}

describe('a mixture', () => {
  const start: Mixture = {
    ...{ covariance_type: 'full', n_components: 2, n_features: 2 },
    weights: Float64Array.of(0.5, 0.5),
    means: Float64Array.of(-1, 0, 1, 0),
    covariances: Float64Array.of(1, 0, 0, 1, 1, 0, 0, 1),
  };
  const rng = new Rng(3);
  const data = Float64Array.from({ length: 200 }, (_, at) => rng.normal() + (at % 4 < 2 ? 2 : -2));
  const csv = `x,y\n${Array.from({ length: 100 }, (_, i) => `${data[2 * i]},${data[2 * i + 1]}`).join('\n')}`;

  it('is what EM comes to', async () => {
    const { dir, log } = await trained(
      mixtureTraining,
      mixtureFiles(start),
      ['p.csv', bytesOf(csv)],
      ['p.csv', '--epochs=30'],
    );
    const points = { data, n: 100, d: 2 };
    const options = { ...DEFAULT_OPTIONS, n_components: 2, covariance_type: 'full' } as const;
    const args = { engine: new ReferenceEngine(points), points, options, epochs: 30, warmStart: start };
    const learner = await createEmLearner(args);
    let steps = 1;
    while (!(await learner.step()).done) steps += 1;
    expect(log).toHaveLength(steps);
    const got = readMixture(await dir.read('mixture.json'));
    for (const part of ['weights', 'means', 'covariances'] as const) {
      learner.mixture()[part].forEach((value, i) => {
        expect(got[part][i]).toBeCloseTo(value, 10);
      });
    }
  });

  it('says what is wrong, and changes nothing', async () => {
    const files = mixtureFiles(start);
    const refused = async (args: string[], text = csv) => {
      const dir = memoryDir([...files, ['p.csv', bytesOf(text)]]);
      const error = await Promise.resolve(mixtureTraining.train(dir, args)).then(() => null, wordsOf);
      expect(await dir.read('mixture.json')).toEqual(files.get('mixture.json'));
      return error;
    };
    expect(await refused([])).toBe('The first argument is the points: a CSV file.');
    expect(await refused(['p.csv', '--speed=3'])).toBe('--speed is not known; --epochs, --tol, --reg_covar are.');
    expect(await refused(['p.csv', '--epochs=1.5'])).toBe('--epochs must be a whole number of at least 1, not “1.5”.');
    expect(await refused(['p.csv', '--tol'])).toContain('--tol must be a number of 0 or more');
    expect(await refused(['q.csv'])).toContain('“q.csv”');
    expect(await refused(['p.csv'], '1,2,3')).toContain('points of 2 numbers, not of 3');
    expect(await refused(['p.csv'], 'x,y')).toContain('no rows');
  });

  it('writes for TensorBoard where it is asked to', async () => {
    const quiet = await trained(mixtureTraining, mixtureFiles(start), ['p.csv', bytesOf(csv)], ['p.csv']);
    expect(await quiet.dir.list()).toEqual(['mixture.json', 'p.csv']);
    const board = { tensorBoardEnabled: true };
    const args = ['p.csv', '--epochs=4', '--tol=0'];
    const { dir, log } = await trained(mixtureTraining, mixtureFiles(start), ['p.csv', bytesOf(csv)], args, board);
    const [path] = await dir.list('logs');
    const { events } = readEvents(await dir.read(path ?? ''));
    const scalars = events.flatMap(({ step, values }) =>
      values.map((value) => (value.kind === 'scalar' ? [value.tag, step, value.value] : [])),
    );
    expect(scalars.map(([tag, step]) => [tag, step])).toEqual([1, 2, 3, 4].map((step) => ['log_likelihood', step]));
    scalars.forEach(([, , value], i) => {
      expect(log[i]).toContain(`iteration ${i}: mean log-likelihood ${Number(value).toFixed(3)}`.slice(0, -1));
    });
  });
});

describe('a text model', () => {
  const csv = (texts: typeof EIGHT) =>
    bytesOf(`label,text\r\n${texts.map((one) => `${one.label},"${one.text}"`).join('\r\n')}`);
  const texts: readonly [string, Uint8Array] = ['t.csv', csv(EIGHT)];
  const training = textTraining(nn);
  const fresh = NgramModel.fresh().saveNow();

  it.each([2, 3])('of runs of up to %i words is what the fit comes to, from a table or from folders', async (order) => {
    const fresh = new NgramModel({ bias: 0, weights: new Map(), order }).saveNow();
    const options = { ...DEFAULT_NGRAM_FIT, order, minCount: 1, epochs: 4, seed: 9 };
    const args = ['--min_count=1', '--epochs=4', '--seed=9'];
    const { dir, log } = await trained(training, fresh, texts, ['t.csv', ...args]);
    const fitted = writeNgram(fitNgram(EIGHT, options));
    expect(await dir.read(NGRAM_FILE)).toEqual(fitted);
    expect(log[0]).toBe('8 texts, 4 of them positive');
    const folders = EIGHT.map(
      ({ text, label }, i) => [`all/${label === 1 ? 'pos' : 'neg'}/${i}.txt`, bytesOf(text)] as const,
    );
    const other = memoryDir([...fresh, ...folders]);
    await training.train(other, ['all', ...args]);
    const sorted = [...EIGHT].sort((a, b) => a.label - b.label);
    expect(await other.read(NGRAM_FILE)).toEqual(writeNgram(fitNgram(sorted, options)));
  });

  it('that is an encoder gets another classifier, and nothing else; a combined one is joined anew', async () => {
    const files = tinyFiles();
    const { dir, log } = await trained(training, files, texts, ['t.csv']);
    expect(log).toContain('classifier: 9 numbers');
    const before = loadTextModel(await nn(), files);
    const after = loadTextModel(
      await nn(),
      new Map([...files, ['model.safetensors', await dir.read('model.safetensors')]]),
    );
    const asked = EIGHT.map(({ text }) => text);
    expect(await after.embed(asked)).toEqual(await before.embed(asked));
    const loss = async (model: typeof after) =>
      (await model.score(asked)).reduce((sum, { score }, i) => sum - Math.log(EIGHT[i]!.label ? score : 1 - score), 0);
    expect(await loss(after)).toBeLessThan(await loss(before));
    const both = joinCombined({ encoder: files, ngram: fresh, combination: { encoder: 1, ngram: 1, offset: 0 } });
    const joined = await trained(training, both, texts, ['t.csv', '--min_count=1']);
    expect(joined.log.at(-2)).toMatch(/^joined: [\d.]+ of the encoder, [\d.]+ of the n-gram model$/);
    expect(await joined.dir.read('encoder/model.safetensors')).toEqual(await dir.read('model.safetensors'));
  });

  it.each([
    ['all', { kind: 'all' }],
    ['lora', { kind: 'lora', rank: 2, alpha: 16 }],
  ] as const)('is fine-tuned as the trainer does it: %s', async (name, trainable) => {
    const args = [
      't.csv',
      `--trainable=${name}`,
      '--epochs=2',
      '--rank=2',
      '--held_out=0',
      '--learning_rate=0.01',
      '--seed=4',
    ];
    const { dir, log } = await trained(training, tinyFiles(), texts, args);
    const options = { trainable, epochs: 2, learning_rate: 0.01, seed: 4 } as const;
    const trainer = createTrainer(await nn(), tinyFiles(), { train: EIGHT, held_out: [] }, options);
    while ((await trainer.next()).kind !== 'done');
    const expected = await trainer.result();
    for (const [path, bytes] of expected) expect(await dir.read(path), path).toEqual(bytes);
    expect(log).toContain('the best epoch is 2');
  });

  it('learns on from what it knew, with texts held out', async () => {
    const { log } = await trained(training, fresh, texts, [
      't.csv',
      '--trainable=all',
      '--held_out=0.25',
      '--epochs=3',
    ]);
    expect(log.filter((line) => /^epoch \d: held-out loss .* on 2 texts$/.test(line))).toHaveLength(3);
  });

  it('refuses what cannot be learnt from', async () => {
    const refused = async (text: string, ...args: string[]) =>
      trained(training, fresh, ['t.csv', bytesOf(text)], ['t.csv', ...args]).then(() => null, wordsOf);
    expect(await refused('text,label\nfine,1\n')).toContain('both labels');
    expect(await refused('text,label\nfine,2\n')).toContain('Row 1 of t.csv: a label is 0 (negative) or 1 (positive)');
    expect(await refused('a,b\n')).toContain('columns text and label');
    expect(await refused('text,label\na,1\nb,0\n', '--trainable=some')).toContain('one of classifier, all, head');
    expect(await refused('text,label\na,1\nb,0\n', '--trainable=all', '--held_out=0.9')).toContain('at most 0.5');
  });
});

describe('a model of a stream', () => {
  const n = 10;
  const X = rowsOf(n, 5);
  const csvOf = (y: readonly number[]) =>
    bytesOf(y.map((value, i) => `${[...X.subarray(COLUMNS * i, COLUMNS * (i + 1)), value].join()}\n`).join(''));

  it.each([
    ['a network', { optimizer: 'sgd', hidden: [4] }, { kind: 'classification', n_classes: 3 }],
    ['one that predicts numbers', { optimizer: 'sgd', hidden: [] }, { kind: 'regression' }],
  ] as const)('%s goes on as its learner would', async (_, changes, task) => {
    const { files } = await learnt({ ...changes, learning_rate: 0.05 }, task);
    const y = Array.from({ length: n }, (_, i) => i % 3);
    const args = ['r.csv', '--batch_size=4', '--learning_rate=0.05', '--epochs=2'];
    const { dir, log } = await trained(streamTraining, files, ['r.csv', csvOf(y)], args);
    const { state, scaler } = readStreamModel(files);
    const config = { ...CONFIG, ...changes, learning_rate: 0.05 };
    const learner = await createLearner(config, COLUMNS, task, state);
    for (const at of [0, 4, 8, 0, 4, 8]) {
      const rows = Math.min(4, n - at);
      const part = scaler.transform(X.subarray(COLUMNS * at, COLUMNS * (at + rows)), rows);
      await learner.learn({ X: part, y: Float64Array.from(y.slice(at, at + rows)), n: rows, d: COLUMNS });
    }
    const names = ['stream.json', 'model.safetensors'];
    const read = await Promise.all(names.map(async (name) => [name, await dir.read(name)] as const));
    expect(readStreamModel(new Map(read)).state.arrays.parameters).toEqual(learner.weights());
    expect(log).toHaveLength(2);
  });

  it('that is a mixture learns from rows alone', async () => {
    const { files } = await learnt({ id: 'mixture' }, { kind: 'density' });
    const rows = bytesOf(
      Array.from({ length: n }, (_, i) => `${X.subarray(COLUMNS * i, COLUMNS * (i + 1)).join()}\n`).join(''),
    );
    const { dir } = await trained(streamTraining, files, ['r.csv', rows], ['r.csv', '--batch_size=5']);
    const { state, scaler, config } = readStreamModel(files);
    const learner = await createLearner(config, COLUMNS, { kind: 'density' }, state);
    for (const at of [0, 5]) {
      const part = scaler.transform(X.subarray(COLUMNS * at, COLUMNS * (at + 5)), 5);
      await learner.learn({ X: part, y: new Float64Array(0), n: 5, d: COLUMNS });
    }
    const read = new Map([['stream.json', await dir.read('stream.json')]]);
    read.set('model.safetensors', await dir.read('model.safetensors'));
    expect(readStreamModel(read).state.arrays).toEqual((await learner.save()).arrays);
  });

  it('refuses rows that do not fit', async () => {
    const { files } = await learnt({}, { kind: 'classification', n_classes: 3 });
    const refused = (data: Uint8Array) =>
      trained(streamTraining, files, ['r.csv', data], ['r.csv']).then(() => null, wordsOf);
    expect(await refused(csvOf([0, 1, 3]))).toContain('Row 3 ends with 3: classes are 0 to 2');
    expect(await refused(bytesOf('1,2,3\n'))).toContain('The rows must have 4 numbers');
  });
});

describe('an image classifier', () => {
  const images = smallImages(12, 1);
  const { height, width } = images.shape;
  const labels = new Uint8Array(8 * images.size);
  const config = smallConfig('mlp');

  async function start(): Promise<ModelFiles> {
    const model = new ImageModel(await nn(), config, new Rng(2));
    return writeImageModel(config, await model.weights());
  }

  it('goes on as a run would, from its own weights', async () => {
    const files = await start();
    const args = ['p.npz', '--epochs=2', '--batch_size=5', '--seed=3', '--weight_decay=0.01'];
    const { dir, log } = await trained(imageTraining({ createNn: nn }), files, ['p.npz', npzOf(images)], args);
    const { weights } = readImageModel(files);
    const options: ImageTrainOptions = {
      ...{ epochs: 2, batch_size: 5, seed: 3, learning_rate: 0.001, weight_decay: 0.01, warmup_ratio: 0 },
      ...{ optimizer: 'adamw', momentum: 0.9, schedule: 'constant', label_smoothing: 0, max_grad_norm: 0 },
      augmentation: null,
    };
    const backend = await nn();
    const trainer = await new ImageTrainer({ nn: backend, images }, { config, options }).state();
    const state = { trainer: { ...trainer, weights }, judged: 0, worse: 0, stopped: false, loss: 0, images: 0 };
    const judging = { monitor: 'val_loss', min_delta: 0, early_stopping: null } as const;
    const none = { ...smallImages(0, 1) };
    const run = new ImageRun({ nn: backend, images }, none, judging, { ...state, last: null, best: null, bar: null });
    while (!run.ended) await run.next();
    expect(await dir.read('model.safetensors')).toEqual(
      writeImageModel(config, await run.weights('best')).get('model.safetensors'),
    );
    expect(log[0]).toBe('12 pictures of 3 classes');
    expect(log).toHaveLength(3);
  });

  it('reads picture files where somebody decodes them, and holds some out', async () => {
    const decode = async (file: Uint8Array) => new Uint8Array(height * width).fill(file[0]!);
    const pictures = ['above', 'below', 'left'].flatMap((name, label) =>
      [0, 1, 2, 3].map((i) => [`all/${name}/${i}.png`, Uint8Array.of(60 * label + i)] as const),
    );
    const left = ['all/left/.DS_Store', 'all/above/._0.png'].map((path) => [path, Uint8Array.of(0)] as const);
    const dir = memoryDir([...(await start()), ...pictures, ...left]);
    const log: string[] = [];
    const logger = { log: (line: unknown) => log.push(String(line)), flush() {} };
    await imageTraining({ createNn: nn, decode }).train(dir, ['all', '--epochs=1', '--held_out=0.25'], { logger });
    expect(log).toEqual([
      '12 pictures of 3 classes',
      expect.stringMatching(/^epoch 0: mean loss .* held-out loss .* accuracy/),
    ]);
  });

  it('refuses pictures that do not fit', async () => {
    const refused = async (data: Uint8Array, path = 'p.npz') =>
      trained(imageTraining({ createNn: nn }), await start(), ['p.npz', data], [path]).then(() => null, wordsOf);
    expect(await refused(npzOf(images, labels.slice().fill(9)))).toContain('“labels” must be numbers of classes');
    expect(await refused(npzOf(images, labels.subarray(8)))).toContain('“labels” must be numbers of classes');
    expect(await refused(zipSync({ 'labels.npy': npy('<i8', [12], labels) }))).toContain('no array “pixels”');
    expect(await refused(bytesOf('nothing'))).toContain('.npz');
    expect(await refused(npzOf(images), 'folder')).toContain('There is no file folder');
  });
});
