// For the tests: a few small images that can be told apart, and models and options small enough for every backend.

import { Rng } from '../rng';
import { IMAGE_TRAINING, type ImageModelConfig, type ImageStructure, type ImageTrainOptions } from './config';
import { byteImages, type Images } from './images';

const SHAPE = { height: 8, width: 6, channels: 1 };

/** Bright above, bright below, or bright on the left, in noise. */
export function smallImages(n: number, seed: number): Images {
  const rng = new Rng(seed);
  const { height, width } = SHAPE;
  const labels = Int32Array.from({ length: n }, (_, i) => i % 3);
  const pixels = new Uint8Array(n * height * width);
  labels.forEach((label, i) => {
    for (let at = 0; at < height * width; at++) {
      const [row, column] = [Math.floor(at / width), at % width];
      const bright = [row < height / 2, row >= height / 2, column < width / 2][label];
      pixels[i * height * width + at] = (bright ? 150 : 40) + rng.integer(90);
    }
  });
  return byteImages(pixels, labels, SHAPE);
}

export function smallConfig(kind: ImageStructure['kind']): ImageModelConfig {
  const structure: ImageStructure =
    kind === 'cnn' ? { kind, stages: [3, 4], hidden: [6] } : { kind: 'mlp', hidden: [8] };
  return { shape: SHAPE, structure, classes: ['above', 'below', 'left'], mean: [0.4], std: [0.25] };
}

export function smallOptions(options: Partial<ImageTrainOptions> = {}): ImageTrainOptions {
  return { ...IMAGE_TRAINING, epochs: 2, batch_size: 6, learning_rate: 0.01, ...options };
}
