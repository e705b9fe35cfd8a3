// Tiny convolutional networks and perceptrons against PyTorch (scripts/golden_image.py): logits, loss, every
// gradient, three steps of both optimisers, and the explanation; in float64 to many digits, on WASM and through
// TensorFlow.js to float32's.

import { describe, expect, it } from 'vitest';
import { readNumbers } from '../bert/numbers';
import { ReferenceBackend } from '../compute/nn/reference';
import { createTfjsBackend } from '../compute/nn/tfjs';
import type { NnBackend } from '../compute/nn/types';
import { createWasmBackend } from '../compute/nn/wasm/create';
import { nodeNnEnv } from '../compute/nn/wasm/env.node';
import { Rng } from '../rng';
import { IMAGE_TRAINING, type ImageModelConfig } from './config';
import cnn from './golden/cnn.json';
import cnnSigmoid from './golden/cnn-sigmoid.json';
import cnnTanh from './golden/cnn-tanh.json';
import mlp from './golden/mlp.json';
import mlpSigmoid from './golden/mlp-sigmoid.json';
import type { Images } from './images';
import { ImageModel } from './model';
import { ImageTrainer, type ImageTrainState } from './trainer';

type Golden = typeof cnn | typeof mlp | typeof cnnTanh | typeof cnnSigmoid | typeof mlpSigmoid;

const BACKENDS: readonly (readonly [string, () => Promise<NnBackend>, number])[] = [
  ['float64', async () => new ReferenceBackend(), 1e-10],
  ['WASM SIMD', () => createWasmBackend({ env: nodeNnEnv(), threads: 1, relaxed: false }), 1e-5],
  ['TensorFlow.js', () => createTfjsBackend('cpu'), 1e-5],
];

const numbersOf = (by: Record<string, number[]>) =>
  new Map(Object.entries(by).map(([name, values]) => [name, Float64Array.from(values)]));

function imagesOf({ images, labels, config }: Golden): Images {
  const each = images.length / labels.length;
  return {
    shape: config.shape,
    size: labels.length,
    labels: Int32Array.from(labels),
    load(indices, out) {
      for (let i = 0; i < indices.length; i++) {
        out.set(images.slice(indices[i] * each, (indices[i] + 1) * each), i * each);
      }
    },
  };
}

function expectNear(got: ArrayLike<number>, want: readonly number[], tolerance: number, name: string): void {
  expect(got.length, name).toBe(want.length);
  const worst = want.reduce((top, value, i) => Math.max(top, Math.abs(value - got[i])), 0);
  expect(worst, name).toBeLessThan(tolerance);
}

describe.each(BACKENDS)('on %s', (_, start, tolerance) => {
  describe.each([
    ['a convolutional network', cnn],
    ['a perceptron', mlp],
    ['single convolutions of 5×5 with tanh', cnnTanh],
    ['a convolution with the logistic function', cnnSigmoid],
    ['a perceptron with the logistic function', mlpSigmoid],
  ] as [string, Golden][])('%s', (_name, golden) => {
    const config = golden.config as ImageModelConfig;

    it('has the logits and the explanation', async () => {
      const nn = await start();
      const model = new ImageModel(nn, config, numbersOf(golden.weights));
      expectNear(await model.logits(Float32Array.from(golden.images)), golden.logits, tolerance, 'logits');
      const each = golden.images.length / golden.labels.length;
      const { image, class: target, values } = golden.explained;
      const pixels = Float32Array.from(golden.images.slice(image * each, (image + 1) * each));
      const explanation = await model.explain(pixels, target);
      expect(explanation.kind).toBe(config.structure.kind === 'cnn' ? 'grad-cam' : 'saliency');
      expectNear(explanation.values, values, tolerance, 'explanation');
      expect(Math.max(...explanation.values)).toBeGreaterThan(0.01);
      model.dispose();
      expect(nn.memory().buffers).toBe(0);
      nn.dispose();
    });

    it('has the loss and every gradient', async () => {
      const nn = await start();
      const model = new ImageModel(nn, config, numbersOf(golden.weights));
      const { network } = model;
      const work = network.workspace(4);
      const pixels = Float32Array.from(golden.images);
      model.normalise(pixels);
      nn.write(work.values[0], pixels);
      network.forward(work);
      const [labels, weights, loss] = [nn.ints(4), nn.floats(4), nn.floats(4)];
      nn.writeInts(labels, Int32Array.from(golden.labels));
      nn.write(weights, new Float32Array(4).fill(0.25));
      const targets = { kind: 'labels' as const, labels, smoothing: golden.options.label_smoothing };
      const logits = work.values[work.values.length - 1];
      const args = { logits, targets, rows: 4, classes: 3, weights };
      nn.softmaxCrossEntropy(args, loss, work.gradients[work.gradients.length - 1]);
      const sums = new Map([...network.parameters].map(([name, { spec }]) => [name, nn.floats(spec.size)]));
      network.backward(work, sums);
      const total = Array.from(await readNumbers(nn, loss)).reduce((sum, part) => sum + part, 0);
      expect(Math.abs(total - golden.loss)).toBeLessThan(tolerance);
      const wanted: Record<string, number[]> = golden.gradients;
      expect([...sums.keys()].sort()).toEqual(Object.keys(wanted).sort());
      for (const [name, sum] of sums) expectNear(await readNumbers(nn, sum), wanted[name], tolerance, name);
      nn.dispose();
    });

    it.each(['adamw', 'sgd'] as const)('has the weights and losses of three steps of %s', async (optimizer) => {
      const nn = await start();
      const options = {
        ...{ ...IMAGE_TRAINING, ...golden.options, optimizer, epochs: 3, batch_size: 4, warmup_ratio: 0 },
        ...{ learning_rate: golden.rates[optimizer], schedule: 'constant' as const },
      };
      const weights = numbersOf(golden.weights);
      const moments = optimizer === 'adamw' ? ['m', 'v'] : ['m'];
      const zeros = moments.flatMap((moment) =>
        [...weights].map(([name, { length }]): [string, Float64Array] => [
          `${moment}:${name}`,
          new Float64Array(length),
        ]),
      );
      const state: ImageTrainState = {
        ...{ version: 1, config, options, images: 4, step: 0, order: Uint32Array.of(0, 1, 2, 3) },
        ...{ rng: new Rng(1).state(), weights, optimizer: new Map(zeros) },
      };
      const trainer = new ImageTrainer({ nn, images: imagesOf(golden) }, state);
      const { losses, weights: trained } = golden.trained[optimizer];
      for (const loss of losses) expect(Math.abs((await trainer.next()).loss! - loss)).toBeLessThan(tolerance);
      expect(trainer.done).toBe(true);
      const wanted: Record<string, number[]> = trained;
      for (const [name, values] of await trainer.model.weights()) expectNear(values, wanted[name], tolerance, name);
      trainer.dispose();
      expect(nn.memory().buffers).toBe(0);
      nn.dispose();
    });
  });
});
