// Models as ONNX in onnxruntime-web: the same answers as the product's own, to 1e-4 and better.

import { describe, expect, it } from 'vitest';
import { ReferenceBackend } from '../../compute/nn/reference';
import { fromNested } from '../../gmm/nested';
import { respond } from '../../gmm/score';
import type { CovarianceType, Mixture, NestedNumbers } from '../../gmm/types';
import type { ImageModelConfig, ImageStructure } from '../../image/config';
import { ImageModel } from '../../image/model';
import { Rng } from '../../rng';
import { sameBytes } from '../bytes.fixture';
import { PRECISIONS } from '../files';
import { imageToOnnx } from './image';
import { mixtureToOnnx } from './mixture';
import { largestDifference, runOnnx } from './run-onnx.fixture';

const COVARIANCES: readonly (readonly [CovarianceType, NestedNumbers])[] = [
  [
    'full',
    [
      [
        [2, 0.5, 0],
        [0.5, 1, 0.2],
        [0, 0.2, 3],
      ],
      [
        [1, 0, 0],
        [0, 1e-3, 0],
        [0, 0, 5],
      ],
    ],
  ],
  [
    'tied',
    [
      [2, 0.5, 0],
      [0.5, 1, 0.2],
      [0, 0.2, 3],
    ],
  ],
  [
    'diag',
    [
      [1, 2, 3],
      [0.1, 0.2, 0.3],
    ],
  ],
  ['spherical', [0.5, 4]],
];

function mixtureOf(covariance_type: CovarianceType, covariances: NestedNumbers, weights = [0.3, 0.7]): Mixture {
  // Far from the origin, where single precision would lose the density.
  return fromNested({
    covariance_type,
    weights,
    means: [
      [1000, -5, 2],
      [1001, 4, 0],
    ],
    covariances,
  });
}

describe('a mixture as ONNX', () => {
  const data = Float64Array.of(1000, -5, 2, 1001.5, 3.9, 1, 990, 0, 0, 1e5, 1, 1);
  const points = { type: 'float64', data, dims: [4, 3] } as const;

  it.each(COVARIANCES)('%s', async (type, covariances) => {
    const mixture = mixtureOf(type, covariances);
    const got = await runOnnx(mixtureToOnnx(mixture), { points });
    const want = respond(mixture, { data, n: 4, d: 3 });
    expect(got.log_density.dims).toEqual([4]);
    const relative = want.logDensity.map((value, i) => Math.abs(got.log_density.data[i] / value - 1));
    expect(Math.max(...relative)).toBeLessThan(1e-12);
    expect(got.responsibilities.dims).toEqual([4, 2]);
    expect(largestDifference(got.responsibilities.data, want.responsibilities)).toBeLessThan(1e-12);
    expect(got.label.data).toEqual([...want.labels]);
  });

  it('with a component of no weight', async () => {
    const mixture = mixtureOf('spherical', [0.5, 4], [1, 0]);
    const got = await runOnnx(mixtureToOnnx(mixture), { points });
    const want = respond(mixture, { data, n: 4, d: 3 });
    expect(largestDifference(got.responsibilities.data, want.responsibilities)).toBe(0);
  });
});

const STRUCTURES: readonly (readonly [string, ImageStructure])[] = [
  ['a CNN', { kind: 'cnn', stages: [3, 4], hidden: [6] }],
  [
    'a CNN of single 5×5 convolutions with tanh',
    {
      ...{ kind: 'cnn', stages: [3], hidden: [], convolutions: 1, kernel_size: 5 },
      ...{ activation: 'tanh', dropout: 0.5 },
    },
  ],
  ['an MLP with the logistic function', { kind: 'mlp', hidden: [8, 5], activation: 'sigmoid', dropout: 0.2 }],
  ['a linear classifier', { kind: 'mlp', hidden: [] }],
];

function imageConfig(structure: ImageStructure): ImageModelConfig {
  const shape = { height: 9, width: 6, channels: 3 };
  return { shape, structure, classes: ['cat', 'dog', 'eel'], mean: [0.4, 0.5, 0.2], std: [0.25, 0.1, 0.3] };
}

describe('an image model as ONNX', () => {
  const rng = new Rng(3);
  const data = Float32Array.from({ length: 2 * 9 * 6 * 3 }, () => rng.uniform());
  const pixels = { type: 'float32', data, dims: [2, 9, 6, 3] } as const;

  it.each(STRUCTURES)('%s', async (_, structure) => {
    const config = imageConfig(structure);
    const model = new ImageModel(new ReferenceBackend(), config, new Rng(5));
    const weights = await model.weights();
    const want = await model.predict(data);
    // Kernels and matrices in every precision: one network has both.
    for (const precision of structure.kind === 'cnn' && structure.hidden.length > 0
      ? PRECISIONS
      : (['float32'] as const)) {
      const bytes = imageToOnnx(config, weights, precision);
      expect(sameBytes(imageToOnnx(config, weights, precision), bytes)).toBe(true);
      const { probabilities } = await runOnnx(bytes, { pixels });
      expect(probabilities.dims).toEqual([2, 3]);
      const tolerance = { float32: 1e-6, float16: 2e-3, int8: 3e-2 }[precision];
      expect(largestDifference(probabilities.data, want), precision).toBeLessThan(tolerance);
    }
  });
});
