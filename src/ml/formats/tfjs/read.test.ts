// TensorFlow.js models taken in: what TensorFlow.js saves answers here as there; what the product exports comes back; what
// does not fit is refused in words.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { ReferenceBackend } from '../../compute/nn/reference';
import { readImageModel } from '../../image/files';
import { ImageModel } from '../../image/model';
import { smallConfig } from '../../image/problem.fixture';
import { Rng } from '../../rng';
import { createLearner } from '../../stream/learners';
import { FormatError } from '../errors';
import { encodeJson, type Files, type Json, PRECISIONS } from '../files';
import { largestDifference } from '../onnx/run-onnx.fixture';
import { COLUMNS, learnt, rowsOf } from '../stream/learner.fixture';
import { readStreamModel } from '../stream/model';
import { importTfjs } from './read';
import { runTfjs, saveTfjs } from './run-tfjs.fixture';
import { imageToTfjs, streamToTfjs, TFJS_FILE } from './write';

const { layers } = tf;

beforeAll(() => tf.setBackend('cpu'));

async function saved(list: readonly tf.layers.Layer[]): Promise<Map<string, Uint8Array>> {
  const model = tf.sequential({ layers: [...list] });
  // Biases that are not 0, and statistics of their own.
  const rng = new Rng(8);
  const values = model.weights.map(({ shape, name }) => {
    const size = shape.reduce<number>((product, length) => product * (length ?? 1), 1);
    const [least, wide] = /variance|gamma/.test(name) ? [0.5, 1] : [-0.6, 1.2];
    return tf.tensor(
      Float32Array.from({ length: size }, () => least + wide * rng.uniform()),
      shape as number[],
    );
  });
  model.setWeights(values);
  const files = await saveTfjs(model);
  tf.dispose(values);
  model.dispose();
  return files;
}

const conv = (filters: number, more: object = {}) =>
  layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu', ...more });
const input = { inputShape: [8, 6, 3] };

async function imageAnswers(files: Files): Promise<[Float64Array, number[], readonly string[]]> {
  const taken = importTfjs(files);
  const { config, weights } = readImageModel(taken.files);
  const rng = new Rng(2);
  const pixels = Float32Array.from({ length: 2 * 8 * 6 * 3 }, () => rng.uniform());
  const model = new ImageModel(new ReferenceBackend(), config, weights);
  return [await model.predict(pixels), await runTfjs(files, pixels, [2, 8, 6, 3]), taken.remarks];
}

describe('models of images that TensorFlow.js saved', () => {
  it('with normalisation, stages, dropout and a softmax', async () => {
    const files = await saved([
      layers.batchNormalization(input),
      conv(4),
      conv(4),
      layers.maxPooling2d({ poolSize: 2 }),
      conv(5),
      conv(5),
      layers.maxPooling2d({ poolSize: [2, 2], strides: [2, 2] }),
      layers.dropout({ rate: 0.2 }),
      layers.flatten(),
      layers.dense({ units: 7 }),
      layers.activation({ activation: 'relu' }),
      layers.dropout({ rate: 0.4 }),
      layers.dense({ units: 3, activation: 'softmax' }),
    ]);
    const [got, want, remarks] = await imageAnswers(files);
    expect(largestDifference(got, want)).toBeLessThan(1e-5);
    expect(remarks.join(' ')).toMatch(/left out/);
    expect(readImageModel(importTfjs(files).files).config.structure).toEqual({
      ...{
        kind: 'cnn',
        stages: [4, 5],
        convolutions: 2,
        kernel_size: 3,
        hidden: [7],
        activation: 'relu',
        dropout: 0.4,
      },
    });
  });

  it('with one logistic output and no biases', async () => {
    const files = await saved([
      layers.flatten(input),
      layers.dense({ units: 4, activation: 'tanh', useBias: false }),
      layers.dense({ units: 1, activation: 'sigmoid' }),
    ]);
    const [got, want] = await imageAnswers(files);
    expect(largestDifference([got[1], got[3]], want)).toBeLessThan(1e-5);
  });

  it('made for bytes', async () => {
    const files = await saved([
      layers.rescaling({ scale: 1 / 127.5, offset: -1, ...input }),
      layers.flatten(),
      layers.dense({ units: 2 }),
    ]);
    const taken = importTfjs(files);
    expect(taken.remarks.join(' ')).toMatch(/0 to 255.*|logits/);
    const { config } = readImageModel(taken.files);
    // p·255 / 127.5 − 1 = (p − ½) / ½
    expect(config.mean[0]).toBeCloseTo(0.5, 6);
    expect(config.std[0]).toBeCloseTo(0.5, 6);
  });
});

describe('models of columns that TensorFlow.js saved', () => {
  it.each([
    ['classes', 3, 'softmax'],
    ['a number', 1, 'linear'],
    ['two classes', 1, 'sigmoid'],
  ] as const)('%s', async (_, units, activation) => {
    const files = await saved([
      layers.batchNormalization({ inputShape: [COLUMNS] }),
      layers.dense({ units: 6, activation: 'sigmoid' }),
      layers.dense({ units, activation }),
    ]);
    const rng = new Rng(4);
    const X = Float32Array.from({ length: 5 * COLUMNS }, () => rng.normal());
    const model = readStreamModel(importTfjs(files).files);
    const learner = await createLearner(model.config, COLUMNS, model.task, model.state);
    const got = await learner.predict(model.scaler.transform(Float64Array.from(X), 5), 5);
    const want = await runTfjs(files, X, [5, COLUMNS]);
    expect(largestDifference(activation === 'sigmoid' ? got.filter((_, i) => i % 2 === 1) : got, want)).toBeLessThan(
      1e-5,
    );
  });
});

it('columns that TensorFlow.js rescales are no pixels', async () => {
  const files = await saved([
    layers.rescaling({ scale: 1 / 100, offset: 0.5, inputShape: [COLUMNS] }),
    layers.dense({ units: 1 }),
  ]);
  const taken = importTfjs(files);
  expect(taken.remarks.join(' ')).not.toContain('255');
  const model = readStreamModel(taken.files);
  const X = Float32Array.from({ length: 4 * COLUMNS }, (_, i) => 40 * i - 100);
  const learner = await createLearner(model.config, COLUMNS, model.task, model.state);
  const got = await learner.predict(model.scaler.transform(Float64Array.from(X), 4), 4);
  expect(largestDifference(got, await runTfjs(files, X, [4, COLUMNS]))).toBeLessThan(1e-5);
});

describe('what the product exports', () => {
  it.each(['cnn', 'mlp'] as const)('comes back: %s', async (kind) => {
    const config = smallConfig(kind);
    const model = new ImageModel(new ReferenceBackend(), config, new Rng(5));
    const pixels = Float32Array.from({ length: 48 }, (_, i) => (i % 7) / 7);
    for (const precision of PRECISIONS) {
      const again = readImageModel(importTfjs(imageToTfjs(config, await model.weights(), precision)).files);
      expect(again.config.classes).toEqual(config.classes);
      const back = new ImageModel(new ReferenceBackend(), again.config, again.weights);
      const tolerance = { float32: 1e-6, float16: 1e-3, int8: 0.05 }[precision];
      expect(largestDifference(await back.predict(pixels), await model.predict(pixels))).toBeLessThan(tolerance);
    }
  });

  it('comes back: a stream’s network', async () => {
    const { files, learner, scaler } = await learnt({}, { kind: 'classification', n_classes: 3 });
    const model = readStreamModel(importTfjs(streamToTfjs(readStreamModel(files))).files);
    expect(model.about.features).toEqual(['time', 'x', 'y']);
    const again = await createLearner(model.config, COLUMNS, model.task, model.state);
    const X = rowsOf(6, 3);
    const [got, want] = [
      await again.predict(model.scaler.transform(X, 6), 6),
      await learner.predict(scaler.transform(X, 6), 6),
    ];
    expect(largestDifference(got, want)).toBeLessThan(1e-5);
  });
});

describe('what does not fit is refused', () => {
  const end = () => [layers.flatten(), layers.dense({ units: 2, activation: 'softmax' })];
  it.each([
    ['padding', [conv(4, { ...input, padding: 'valid' }), layers.maxPooling2d({}), ...end()], /"valid"; “same”/],
    ['strides', [conv(4, { ...input, strides: 2 }), layers.maxPooling2d({}), ...end()], /strides/],
    ['even kernels', [conv(4, { ...input, kernelSize: 2 }), layers.maxPooling2d({}), ...end()], /odd/],
    ['average pooling', [conv(4, input), layers.averagePooling2d({}), ...end()], /AveragePooling2D.*not read/],
    ['a wide pooling', [conv(4, input), layers.maxPooling2d({ poolSize: 3 }), ...end()], /pool_size/],
    ['no pooling', [conv(4, input), ...end()], /must end in a pooling/],
    [
      'different stages',
      [conv(4, input), layers.maxPooling2d({}), conv(4), conv(4), layers.maxPooling2d({}), ...end()],
      /differ/,
    ],
    [
      'another activation',
      [
        layers.flatten(input),
        layers.dense({ units: 3, activation: 'elu' }),
        layers.dense({ units: 2, activation: 'softmax' }),
      ],
      /elu/,
    ],
    [
      'a late normalisation',
      [conv(4, input), layers.batchNormalization(), layers.maxPooling2d({}), ...end()],
      /not the first/,
    ],
    ['a number for an image', [layers.flatten(input), layers.dense({ units: 1 })], /one number/],
    ['words', [layers.embedding({ inputDim: 9, outputDim: 2, inputLength: 4 }), ...end()], /Embedding/],
  ] as const)('%s', async (_, list, words) => {
    const files = await saved(list);
    expect(() => importTfjs(files)).toThrow(FormatError);
    expect(() => importTfjs(files)).toThrow(words);
  });

  it.each(['negative_slope', 'threshold'])(
    'a ReLU with a %s, as Keras writes it; without, it is one',
    async (field) => {
      const files = await saved([
        layers.dense({ units: 4, inputShape: [3] }),
        layers.reLU(),
        layers.dense({ units: 1 }),
      ]);
      const json = JSON.parse(new TextDecoder().decode(files.get(TFJS_FILE)));
      const relu = json.modelTopology.config.layers.find((one: Json) => one.class_name === 'ReLU');
      const with_ = (value: number) => {
        relu.config[field] = value;
        return importTfjs(new Map(files).set(TFJS_FILE, encodeJson(json)));
      };
      expect(with_(0).kind).toBe('stream');
      expect(() => with_(0.2)).toThrow('has a slope below 0, or a threshold');
    },
  );

  it.each(['bias', 'gamma', 'beta'])('a layer without the %s that it has by its options', async (weight) => {
    const files = await saved([
      layers.batchNormalization({ inputShape: [3] }),
      layers.dense({ units: 2, activation: 'softmax' }),
    ]);
    expect(importTfjs(files).kind).toBe('stream');
    const json = new TextDecoder().decode(files.get(TFJS_FILE));
    const renamed = json.replace(new RegExp(`/${weight}"`), '/other"');
    const changed = new Map(files).set(TFJS_FILE, new TextEncoder().encode(renamed));
    expect(() => importTfjs(changed)).toThrow(`has no weights “${weight}”`);
  });

  it('files that are missing, cut off, of another kind, or damaged', async () => {
    const files = streamToTfjs(readStreamModel((await learnt({}, { kind: 'regression' })).files));
    const json = JSON.parse(new TextDecoder().decode(files.get(TFJS_FILE))) as {
      weightsManifest: { weights: object[] }[];
    } & Json;
    const [shard] = [...files.keys()].filter((name) => name.endsWith('.bin'));
    const changed = (change: object) => new Map(files).set(TFJS_FILE, encodeJson({ ...json, ...change }));
    const nan = files.get(shard)!.slice().fill(255);
    const cases: readonly (readonly [Files, RegExp])[] = [
      [new Map(), /There is no model.json/],
      [new Map([[TFJS_FILE, files.get(TFJS_FILE)!]]), /There is no group1/],
      [new Map(files).set(shard, files.get(shard)!.slice(4)), /end before/],
      [new Map(files).set(shard, new Uint8Array(10_000)), /too many/],
      [new Map(files).set(shard, nan), /NaN/],
      [changed({ format: 'graph-model' }), /graph model/],
      [changed({ modelTopology: { class_name: 'Model', config: {} } }), /Sequential/],
      [changed({ modelTopology: { class_name: 'Sequential', config: { layers: [7] } } }), /list of/],
      [changed({ weightsManifest: [{ paths: ['../x'], weights: [] }] }), /There is no ..\/x/],
      // Were they joined, they would be gigabytes.
      [changed({ weightsManifest: [{ paths: new Array(9000).fill(shard), weights: [] }] }), /named twice/],
      [
        changed({
          weightsManifest: [{ paths: [shard], weights: [{ name: 'a/b', shape: [1e9, 1e9], dtype: 'float32' }] }],
        }),
        /end before/,
      ],
      [changed({ weightsManifest: 'no' }), /weightsManifest/],
    ];
    for (const [given, words] of cases) {
      expect(() => importTfjs(given)).toThrow(FormatError);
      expect(() => importTfjs(given)).toThrow(words);
    }
  });
});
