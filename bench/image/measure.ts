// What bench/image/run.mjs measures: images a second of a training step, ours on WASM against tfjs-layers, all on one thread.
// Writes JSON: --out <file> --rounds N

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import { createWasmBackend } from '../../src/ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../src/ml/compute/nn/wasm/env.node';
import { IMAGE_TRAINING, type ImageStructure } from '../../src/ml/image/config';
import { byteImages } from '../../src/ml/image/images';
import { ImageTrainer } from '../../src/ml/image/trainer';
import { SAMPLE_IMAGES, sampleImages } from '../../src/ml/samples/images';

const STRUCTURES: readonly ImageStructure[] = [
  { kind: 'cnn', stages: [16, 32], hidden: [64] },
  { kind: 'mlp', hidden: [128] },
];
const BATCH = 32;
/** Milliseconds after which a contender has been seen enough. */
const ENOUGH = 20_000;
const { shape, classes } = SAMPLE_IMAGES;

interface Contender {
  readonly name: string;
  /** Takes one step and waits for it. */
  step(): Promise<unknown>;
  end(): void;
}

async function ours(structure: ImageStructure): Promise<Contender> {
  const nn = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
  const { pixels, labels } = sampleImages({ n: 10 * BATCH, seed: 1 });
  const config = { shape, structure, classes, mean: [0.1], std: [0.3] };
  const options = { ...IMAGE_TRAINING, batch_size: BATCH, epochs: 10_000, schedule: 'constant' as const };
  const trainer = new ImageTrainer({ nn, images: byteImages(pixels, labels, shape) }, { config, options });
  return { name: `Millrace, ${nn.description}`, step: () => trainer.next(), end: () => nn.dispose() };
}

/** The same layers and widths, fitted on one batch at a time. */
async function layers(structure: ImageStructure, backend: 'wasm' | 'cpu'): Promise<Contender> {
  await tf.setBackend(backend);
  const model = tf.sequential();
  const inputShape = [shape.height, shape.width, shape.channels];
  model.add(tf.layers.activation({ activation: 'linear', inputShape }));
  for (const filters of structure.kind === 'cnn' ? structure.stages : []) {
    for (let i = 0; i < 2; i++) {
      model.add(tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu' }));
    }
    model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
  }
  model.add(tf.layers.flatten());
  for (const units of structure.hidden) model.add(tf.layers.dense({ units, activation: 'relu' }));
  model.add(tf.layers.dense({ units: classes.length, activation: 'softmax' }));
  model.compile({ optimizer: tf.train.adam(IMAGE_TRAINING.learning_rate), loss: 'categoricalCrossentropy' });
  const x = tf.randomUniform([BATCH, ...inputShape]);
  const y = tf.oneHot(tf.range(0, BATCH, 1, 'int32').mod(tf.scalar(classes.length, 'int32')), classes.length);
  return {
    name: `tfjs-layers ${tf.version.tfjs}, ${backend}`,
    step: async () => {
      await tf.setBackend(backend);
      await model.fit(x, y, { batchSize: BATCH, epochs: 1, verbose: 0, yieldEvery: 'never' });
    },
    end: () => model.dispose(),
  };
}

/** Images a second, by contender; null where it cannot train. */
async function race(contenders: readonly Contender[], rounds: number): Promise<Map<string, number[] | null>> {
  const rates = new Map<string, number[] | null>();
  for (const { name, step } of contenders) {
    // Warm, and weeded out.
    try {
      await step();
      rates.set(name, []);
    } catch (error) {
      console.log(`${name} cannot train: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
      rates.set(name, null);
    }
  }
  // In turns, so that what else the machine does meets all alike.
  for (let round = 0; round < rounds; round++) {
    for (const { name, step } of contenders) {
      const times = rates.get(name);
      if (!times) continue;
      if (times.reduce((sum, rate) => sum + (1000 * BATCH) / rate, 0) > ENOUGH) continue;
      const start = performance.now();
      await step();
      times.push((1000 * BATCH) / (performance.now() - start));
    }
  }
  return rates;
}

const NAMED = { cnn: 'A convolutional network', mlp: 'A network of dense layers' } as const;

export default async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { out: { type: 'string' }, rounds: { type: 'string', default: '15' } },
  });
  setFlagsFromString('--experimental-wasm-relaxed-simd');
  const groups = [];
  for (const structure of STRUCTURES) {
    const contenders = [await ours(structure), await layers(structure, 'wasm'), await layers(structure, 'cpu')];
    const rates = await race(contenders, Number(values.rounds));
    const rows = [...rates].map(([name, samples]) => ({ name, imagesPerSecond: samples }));
    groups.push({ title: NAMED[structure.kind], structure, rows });
    for (const contender of contenders) contender.end();
  }
  if (values.out) writeFileSync(values.out, JSON.stringify({ batch: BATCH, groups }));
}
