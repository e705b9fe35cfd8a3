// Figures over classes against scikit-learn's (macro averages of precision_recall_fscore_support, zero_division=0), of
// predictions that are given: each image says its logits itself.

import { describe, expect, it } from 'vitest';
import { ReferenceBackend } from '../compute/nn/reference';
import type { ImageModelConfig } from './config';
import { evaluateImages } from './evaluate';
import type { Images } from './images';
import { ImageModel } from './model';

const nn = new ReferenceBackend();
const CONFIG: ImageModelConfig = {
  shape: { height: 1, width: 1, channels: 4 },
  structure: { kind: 'mlp', hidden: [] },
  classes: ['a', 'b', 'c', 'd'],
  ...{ mean: [0, 0, 0, 0], std: [1, 1, 1, 1] },
};
const UNIT = Float64Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 1 : 0));

/** Its logits are the images' channels. */
function mirror(bias = 0): ImageModel {
  const weights = new Map([
    ['classifier.weight', UNIT],
    ['classifier.bias', Float64Array.of(bias, 0, 0, 0)],
  ]);
  return new ImageModel(nn, CONFIG, weights);
}

function imagesOf(labels: readonly number[], predicted: readonly number[]): Images {
  return {
    ...{ shape: CONFIG.shape, size: labels.length, labels: Int32Array.from(labels) },
    load: async (indices, out) => {
      Array.from(indices).forEach((index, i) => {
        out[4 * i + predicted[index]] = 1;
      });
    },
  };
}

describe('means over classes', () => {
  it.each([
    // Each class present is predicted, and no other.
    [[0, 0, 1, 1], [0, 1, 1, 1], { f1: 11 / 15, precision: 5 / 6, recall: 3 / 4 }],
    // Class 2 is predicted, and has no images; class 3 is neither.
    [[0, 0, 1, 1], [0, 2, 1, 1], { f1: 5 / 9, precision: 2 / 3, recall: 1 / 2 }],
    // Class 1 has images, and is never predicted.
    [[0, 0, 1, 1], [0, 0, 0, 0], { f1: 1 / 3, precision: 1 / 4, recall: 1 / 2 }],
    // All of them, one way or the other.
    [[0, 1, 1, 3], [2, 1, 1, 0], { f1: 1 / 4, precision: 1 / 4, recall: 1 / 4 }],
  ])('of %j taken for %j are over those present or predicted', async (labels, predicted, { f1, precision, recall }) => {
    const figures = await evaluateImages(mirror(), imagesOf(labels, predicted));
    expect(figures.macroF1).toBeCloseTo(f1, 12);
    expect(figures.macroPrecision).toBeCloseTo(precision, 12);
    expect(figures.macroRecall).toBeCloseTo(recall, 12);
  });
});

it.each([Number.NaN, Infinity, -Infinity])('refuses a model whose answers are no numbers: %f', async (bias) => {
  const images = imagesOf([0, 0, 1, 1], [0, 2, 1, 1]);
  await expect(evaluateImages(mirror(bias), images)).rejects.toThrow(expect.objectContaining({ field: 'logits' }));
});
