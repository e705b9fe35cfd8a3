// A training run can be stopped anywhere and goes on bit for bit; a step that fails leaves no trace; nothing leaks; and
// the sample images are learnt.

import { describe, expect, it } from 'vitest';
import { ReferenceBackend } from '../compute/nn/reference';
import { createTfjsBackend } from '../compute/nn/tfjs';
import type { NnBackend } from '../compute/nn/types';
import { createWasmBackend } from '../compute/nn/wasm/create';
import { nodeNnEnv } from '../compute/nn/wasm/env.node';
import { tf } from '../compute/tf';
import { SAMPLE_IMAGES, sampleImages } from '../samples/images';
import { IMAGE_TRAINING, type ImageStructure, type ImageTrainOptions } from './config';
import { ImageError } from './errors';
import { evaluateImages } from './evaluate';
import { byteImages, measureChannels } from './images';
import { smallConfig, smallImages, smallOptions } from './problem.fixture';
import { type ImageStep, ImageTrainer, type ImageTrainState } from './trainer';

const wasm = () => createWasmBackend({ env: nodeNnEnv(), threads: 1, relaxed: false });
const BACKENDS: readonly (readonly [string, () => Promise<NnBackend>])[] = [
  ['float64', async () => new ReferenceBackend()],
  ['WASM SIMD', wasm],
  ['TensorFlow.js', () => createTfjsBackend('cpu')],
];

const images = smallImages(20, 4);
const AUGMENTED = { shift: 0.1, rotate: 15, scale: 0.1, flip: true };

async function take(trainer: ImageTrainer, steps: number): Promise<ImageStep[]> {
  const taken: ImageStep[] = [];
  for (let i = 0; i < steps; i++) taken.push(await trainer.next());
  return taken;
}

/** Through a structured clone, as storage does. */
const kept = async (trainer: ImageTrainer): Promise<ImageTrainState> => structuredClone(await trainer.state());

describe.each(BACKENDS)('a run on %s', (_, start) => {
  it.each([
    ['cnn', { augmentation: AUGMENTED }],
    ['cnn', { optimizer: 'sgd', label_smoothing: 0.1 }],
    ['mlp', { augmentation: AUGMENTED, schedule: 'linear' }],
  ] as const)(
    'of a %s with %o goes on from any step bit for bit',
    async (kind, options: Partial<ImageTrainOptions>) => {
      const nn = await start();
      const whole = new ImageTrainer({ nn, images }, { config: smallConfig(kind), options: smallOptions(options) });
      const states = [await kept(whole)];
      const steps: ImageStep[] = [];
      while (!whole.done) {
        steps.push(...(await take(whole, 1)));
        states.push(await kept(whole));
      }
      // 20 images in batches of 6: the fourth of each epoch has two.
      expect(steps.map((step) => step.images)).toEqual([6, 6, 6, 2, 6, 6, 6, 2]);
      for (const at of [0, 3, 4, 7]) {
        const resumed = new ImageTrainer({ nn, images }, states[at]);
        expect(await take(resumed, 8 - at)).toEqual(steps.slice(at));
        expect(await kept(resumed)).toEqual(states[8]);
        resumed.dispose();
      }
      whole.dispose();
      expect(nn.memory()).toEqual({ buffers: 0, bytes: 0 });
      nn.dispose();
    },
  );
});

describe('a step', () => {
  it('that fails or is ended half-way has changed nothing', async () => {
    const nn = await wasm();
    let fail: 'pause' | 'load' | null = null;
    let loads = 0;
    const failing = {
      ...images,
      load(indices: ArrayLike<number>, out: Float32Array) {
        loads += 1;
        if (fail === 'load' && loads % 2 === 0) throw new Error('unreadable');
        return images.load(indices, out);
      },
    };
    const pause = async () => {
      if (fail === 'pause') throw new Error('stopped');
    };
    const options = smallOptions({ batch_size: 2, augmentation: AUGMENTED });
    const trainer = new ImageTrainer({ nn, images: failing, pause, part: 1 }, { config: smallConfig('cnn'), options });
    const before = await kept(trainer);
    fail = 'pause';
    await expect(trainer.next()).rejects.toThrow('stopped');
    fail = 'load';
    loads = 0;
    await expect(trainer.next()).rejects.toThrow('unreadable');
    expect(await kept(trainer)).toEqual(before);
    fail = null;
    const [step] = await take(trainer, 1);
    const after = await kept(trainer);
    const other = new ImageTrainer({ nn, images, part: 1 }, before);
    expect(await take(other, 1)).toEqual([step]);
    expect(await kept(other)).toEqual(after);
    nn.dispose();
  });

  it('is not disturbed by answers, judgements and saving meanwhile', async () => {
    const nn = await wasm();
    const start = { config: smallConfig('cnn'), options: smallOptions({ batch_size: 8 }) };
    const alone = new ImageTrainer({ nn, images, part: 2 }, start);
    const states = [await kept(alone)];
    await alone.next();
    states.push(await kept(alone));
    const pixels = new Float32Array(48);
    images.load([0], pixels);
    let busy: ImageTrainer | null = null;
    const seen: ImageTrainState[] = [];
    const pause = async () => {
      if (!busy) return;
      await busy.model.predict(pixels);
      await busy.model.explain(pixels, 1);
      seen.push(await kept(busy));
    };
    busy = new ImageTrainer({ nn, images, pause, part: 2 }, states[0]);
    const step = busy.next();
    await expect(busy.next()).rejects.toThrow('under way');
    await step;
    expect(seen.length).toBeGreaterThan(0);
    for (const state of seen) expect(state).toEqual(states[0]);
    expect(await kept(busy)).toEqual(states[1]);
    nn.dispose();
  });

  it('does not come after the last, and an epoch ends where it is told', async () => {
    const nn = await wasm();
    const trainer = new ImageTrainer({ nn, images }, { config: smallConfig('mlp'), options: smallOptions() });
    await trainer.untilEpochEnds((step) => step.step < 2);
    expect([trainer.step, trainer.epoch]).toEqual([2, 1]);
    await trainer.untilEpochEnds();
    expect([trainer.step, trainer.epoch, trainer.done]).toEqual([4, 2, false]);
    await trainer.untilEpochEnds();
    expect([trainer.step, trainer.epoch, trainer.done]).toEqual([8, 2, true]);
    await trainer.untilEpochEnds();
    await expect(trainer.next()).rejects.toThrow('done');
    nn.dispose();
  });
});

it('holds no more after twenty steps than after two', async () => {
  const nn = await createTfjsBackend('cpu');
  const before = tf.memory().numTensors;
  const options = smallOptions({ epochs: 5, augmentation: AUGMENTED });
  const trainer = new ImageTrainer({ nn, images }, { config: smallConfig('cnn'), options });
  await take(trainer, 2);
  await trainer.model.explain(new Float32Array(48), 0);
  await evaluateImages(trainer.model, images);
  const held = [tf.memory().numTensors, nn.memory()];
  await take(trainer, 18);
  await trainer.model.explain(new Float32Array(48), 0);
  await evaluateImages(trainer.model, images);
  expect([tf.memory().numTensors, nn.memory()]).toEqual(held);
  trainer.dispose();
  expect([tf.memory().numTensors, nn.memory().buffers]).toEqual([before, 0]);
});

describe('what cannot be trained', () => {
  const config = smallConfig('cnn');
  const options = smallOptions();

  it.each([
    ['stages', { config: { ...config, structure: { kind: 'cnn', stages: [2, 2, 2], hidden: [] } }, options }],
    ['hidden', { config: { ...config, structure: { kind: 'mlp', hidden: [0] } }, options }],
    ['classes', { config: { ...config, classes: ['a', 'a', 'b'] }, options }],
    ['labels', { config: { ...config, classes: ['a', 'b'] }, options }],
    ['images', { config: { ...config, shape: { height: 6, width: 8, channels: 1 } }, options }],
    ['mean', { config: { ...config, mean: [] }, options }],
    ['std', { config: { ...config, std: [0] }, options }],
    ['epochs', { config, options: { ...options, epochs: 0.5 } }],
    ['batch_size', { config, options: { ...options, batch_size: 0 } }],
    ['learning_rate', { config, options: { ...options, learning_rate: Number.NaN } }],
    ['momentum', { config, options: { ...options, momentum: 1 } }],
    ['label_smoothing', { config, options: { ...options, label_smoothing: 1 } }],
    ['augmentation.shift', { config, options: { ...options, augmentation: { ...AUGMENTED, shift: 2 } } }],
  ] as const)('is refused, naming %s, and leaves nothing behind', (field, start) => {
    const nn = new ReferenceBackend();
    expect(() => new ImageTrainer({ nn, images }, start)).toThrow(expect.objectContaining({ field }));
    expect(nn.memory().buffers).toBe(0);
  });

  it('is a checkpoint of other images, or one that lacks something', async () => {
    const nn = new ReferenceBackend();
    const trainer = new ImageTrainer({ nn, images }, { config, options });
    const state = await trainer.state();
    trainer.dispose();
    expect(() => new ImageTrainer({ nn, images: smallImages(21, 1) }, state)).toThrow(ImageError);
    const weights = new Map([...state.weights].slice(1));
    expect(() => new ImageTrainer({ nn, images }, { ...state, weights })).toThrow(/stages\.0\.0\.weight/);
    const optimizer = new Map([...state.optimizer].slice(0, -1));
    expect(() => new ImageTrainer({ nn, images }, { ...state, optimizer })).toThrow(/classifier\.bias/);
    expect(nn.memory().buffers).toBe(0);
  });
});

it('learns the sample images: more than 95 of 100 others are recognised', async () => {
  const nn = await wasm();
  const [train, test] = [sampleImages(SAMPLE_IMAGES.train), sampleImages(SAMPLE_IMAGES.test)];
  const { shape, classes } = SAMPLE_IMAGES;
  const set = byteImages(train.pixels, train.labels, shape);
  const structure: ImageStructure = { kind: 'cnn', stages: [8, 16], hidden: [32], convolutions: 1 };
  const config = { shape, structure, classes, ...(await measureChannels(set)) };
  const options = { ...IMAGE_TRAINING, epochs: 2, learning_rate: 0.005 };
  const trainer = new ImageTrainer({ nn, images: set }, { config, options });
  while (!trainer.done) await trainer.next(false);
  const result = await evaluateImages(trainer.model, byteImages(test.pixels, test.labels, shape));
  expect(result.n).toBe(500);
  expect(result.accuracy).toBeGreaterThan(0.95);
  expect(result.wrong).toHaveLength(500 - Math.round(result.accuracy * 500));
  nn.dispose();
}, 120_000);
