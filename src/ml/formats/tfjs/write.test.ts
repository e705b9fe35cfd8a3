// Models as TensorFlow.js layers models, loaded by TensorFlow.js: the product's answers to 1e-4 and better.

import { describe, expect, it } from 'vitest';
import { ReferenceBackend } from '../../compute/nn/reference';
import type { ImageModelConfig, ImageStructure } from '../../image/config';
import { ImageModel } from '../../image/model';
import { Rng } from '../../rng';
import type { LearnerConfig } from '../../stream/learners/config';
import type { Task } from '../../stream/types';
import { differing } from '../bytes.fixture';
import { PRECISIONS } from '../files';
import { largestDifference } from '../onnx/run-onnx.fixture';
import { COLUMNS, learnt, rowsOf } from '../stream/learner.fixture';
import { readStreamModel } from '../stream/model';
import { runTfjs } from './run-tfjs.fixture';
import { imageToTfjs, streamToTfjs } from './write';

const STRUCTURES: readonly (readonly [string, ImageStructure])[] = [
  ['a CNN', { kind: 'cnn', stages: [3, 4], hidden: [6], dropout: 0.3 }],
  [
    'a CNN of single 5×5 convolutions with tanh',
    { kind: 'cnn', stages: [3], hidden: [], convolutions: 1, kernel_size: 5, activation: 'tanh' },
  ],
  ['an MLP with the logistic function', { kind: 'mlp', hidden: [8], activation: 'sigmoid' }],
];

describe('an image model as a layers model', () => {
  it.each(STRUCTURES)('%s', async (_, structure) => {
    const shape = { height: 9, width: 6, channels: 3 };
    const config: ImageModelConfig = {
      shape,
      structure,
      classes: ['a', 'b', 'c'],
      mean: [0.4, 0.5, 0.2],
      std: [0.25, 0.1, 0.3],
    };
    const model = new ImageModel(new ReferenceBackend(), config, new Rng(5));
    const rng = new Rng(3);
    const pixels = Float32Array.from({ length: 2 * 9 * 6 * 3 }, () => rng.uniform());
    const [weights, want] = [await model.weights(), await model.predict(pixels)];
    for (const precision of PRECISIONS) {
      const files = imageToTfjs(config, weights, precision);
      expect(differing(imageToTfjs(config, weights, precision), files)).toEqual([]);
      const tolerance = { float32: 1e-6, float16: 2e-3, int8: 0.05 }[precision];
      expect(largestDifference(await runTfjs(files, pixels, [2, 9, 6, 3]), want), precision).toBeLessThan(tolerance);
    }
  });
});

const THREE: Task = { kind: 'classification', n_classes: 3 };
const CASES: readonly (readonly [string, Partial<LearnerConfig>, Task])[] = [
  ['of three classes', {}, THREE],
  ['of a number', { activation: 'tanh' }, { kind: 'regression' }],
  ['without hidden layers, of two classes', { id: 'linear' }, { kind: 'classification', n_classes: 2 }],
];

describe('a stream’s network as a layers model', () => {
  it.each(CASES)('%s', async (_, changes, task) => {
    const { files, learner, scaler } = await learnt(changes, task);
    const X = rowsOf(8, 50);
    // What single precision makes of times is what both are given.
    for (let i = 0; i < X.length; i++) X[i] = Math.fround(X[i]);
    const want = await learner.predict(scaler.transform(X, 8), 8);
    const got = await runTfjs(streamToTfjs(readStreamModel(files)), Float32Array.from(X), [8, COLUMNS]);
    expect(largestDifference(got, want)).toBeLessThan(1e-5);
  });
});
