// How much memory a training holds, and what it does where there is too little.

import { describe, expect, it } from 'vitest';
import { activationBytes, makeActivations } from '../bert/activations';
import { presetConfig } from '../bert/config';
import { Encoder } from '../bert/encoder';
import { ClassifierHead, MaskedHead, ReplacedHead } from '../bert/heads';
import { Loss } from '../bert/loss';
import { freshWeights, type Weights } from '../bert/weights';
import { ReferenceBackend } from '../compute/nn/reference';
import { countingBackend } from '../compute/nn/testing/counting.fixture';
import { backendInMemory } from '../compute/nn/testing/small-memory.fixture';
import { type Floats, type NnBackend, NnMemoryError } from '../compute/nn/types';
import { Rng } from '../rng';
import { createTrainer } from '.';
import { EIGHT, tinyFiles } from './encoder.fixture';
import { Machine } from './machine';
import { Optimiser } from './optimiser';
import { DEFAULT_OPTIONS } from './options';
import { epochBatches } from './order';
import { makeTask } from './tasks';
import type { TrainOptions } from './types';

const SPECIAL = { pad: 0, unknown: 1, cls: 2, sep: 3, mask: 4 };
const WASM = 2 ** 32;

/** Steps and a judgement of texts as long as film reviews are. */
async function trainOn(nn: NnBackend, size: string, steps: number, changes: Partial<TrainOptions>): Promise<void> {
  const options = { ...DEFAULT_OPTIONS, ...changes };
  const { max_length: longest, batch_size: batch } = options;
  const rng = new Rng(3);
  const length = () => Math.max(4, Math.min(longest, Math.round(215 * Math.exp(0.75 * rng.normal()))));
  const texts = Array.from({ length: steps * batch }, () => ({ ids: new Int32Array(length()), label: 1 }));
  const config = presetConfig(size, 8192, { max_position_embeddings: longest });
  const task = makeTask(options, 8192, SPECIAL, texts);
  // Numbers that nobody reads.
  const weights: Weights = { heads: ['classifier', task.head], values: new Map() };
  const encoder = new Encoder(nn, config, weights);
  const optimiser = new Optimiser(encoder, weights, options, task.head, rng);
  const machine = new Machine(encoder, task, SPECIAL.pad, { batch, length: longest });
  const lengths = texts.map(({ ids }) => ids.length);
  for (const { members, length } of epochBatches(lengths, batch, longest, rng)) {
    const some = members.map((i) => texts[i]);
    machine.learn(some, length, null, optimiser, rng);
  }
  await machine.evaluate(texts.slice(0, 10 * batch));
  machine.free();
  optimiser.free();
  encoder.dispose();
}

describe('the largest models that may be trained', () => {
  it.each([
    ['L-8_H-512_A-8', 256, 16, 'classification', 200],
    ['L-8_H-512_A-8', 512, 16, 'masked-lm', 60],
    ['L-12_H-384_A-12', 512, 32, 'replaced-token', 60],
  ] as const)(
    '%s at %i × %i by %s stay far within WebAssembly’s memory',
    async (size, max_length, batch_size, objective, steps) => {
      const { nn, peak } = countingBackend();
      await trainOn(nn, size, steps, { max_length, batch_size, objective });
      expect(peak()).toBeLessThan(0.8 * WASM);
      expect(nn.memory()).toEqual({ buffers: 0, bytes: 0 });
    },
  );

  it('and one larger still goes on in smaller parts', async () => {
    const { nn, peak } = countingBackend(WASM);
    await trainOn(nn, 'L-12_H-768_A-12', 40, { max_length: 512 });
    expect(peak()).toBeGreaterThan(0.5 * WASM);
    expect(nn.memory()).toEqual({ buffers: 0, bytes: 0 });
  });
});

it('bytes of a shape are known before it is made', () => {
  for (const size of ['L-1_H-8_A-2', 'L-3_H-32_A-4']) {
    const config = presetConfig(size, 10);
    const { nn } = countingBackend();
    for (const purpose of ['training', 'inference'] as const) {
      const shape = { batch: 3, length: 17 };
      const made = makeActivations(nn, config, shape, purpose);
      expect(made.bytes).toBe(nn.memory().bytes);
      expect(activationBytes(config, shape, purpose)).toBe(made.bytes);
      made.free();
    }
  }
});

describe('without room', () => {
  const config = presetConfig('L-2_H-128_A-2', 1000);
  const shape = { batch: 8, length: 64 };
  const { heads, values } = freshWeights(config, 1, ['mlm', 'rtd']);

  it.each<[string, number, (encoder: Encoder) => unknown]>([
    ['activations', 1_000_000, (encoder) => encoder.activations(shape, 'training')],
    ['a classifier', 10_000, (encoder) => new ClassifierHead(encoder, shape)],
    ['a masked-LM head', 60_000, (encoder) => new MaskedHead(encoder, 10)],
    ['a replaced-token head', 300_000, (encoder) => new ReplacedHead(encoder, shape)],
    ['a loss', 4_000, (encoder) => new Loss(encoder, { rows: 512, classes: 2 } as never)],
    ['an encoder', 800_000, ({ nn }) => new Encoder(nn, config, { heads, values })],
    [
      'an optimiser',
      1_000_000,
      (encoder) => new Optimiser(encoder, { heads, values }, DEFAULT_OPTIONS, 'classifier', new Rng(1)),
    ],
    [
      'low-rank additions',
      500_000,
      (encoder) => {
        const options = { ...DEFAULT_OPTIONS, trainable: { kind: 'lora', rank: 4, alpha: 4 } as const };
        return new Optimiser(encoder, { heads, values }, options, 'classifier', new Rng(1));
      },
    ],
  ])('%s leave nothing half made', (_name, room, make) => {
    const { nn, limit, peak } = countingBackend();
    const encoder = new Encoder(nn, config, { heads, values });
    const before = nn.memory();
    limit(before.bytes + room);
    expect(() => make(encoder)).toThrow(NnMemoryError);
    expect(nn.memory()).toEqual(before);
    // Some were made: the error did not come from the first.
    expect(peak()).toBeGreaterThan(before.bytes);
  });

  it('is never refused to a step on its way: it is found out before, and the step goes on in smaller parts', async () => {
    const long = { batch_size: 2, max_length: 512 };
    const small = presetConfig('L-1_H-64_A-2', 100, { max_position_embeddings: 512 });
    const fresh = freshWeights(small, 1, []);
    /** The most that a step holds, in a memory of so many pages. */
    const step = async (pages?: number) => {
      const { nn, heap } = await backendInMemory(pages);
      const weights = { heads: fresh.heads, values: fresh.values };
      const encoder = new Encoder(nn, small, weights);
      const rng = new Rng(1);
      const optimiser = new Optimiser(encoder, weights, { ...DEFAULT_OPTIONS, ...long }, 'classifier', rng);
      const texts = [0, 1].map((label) => ({ ids: new Int32Array(512), label }));
      const task = makeTask({ ...DEFAULT_OPTIONS, ...long }, 100, SPECIAL, texts);
      const machine = new Machine(encoder, task, SPECIAL.pad, { batch: 2, length: 512 });
      machine.learn(texts, 512, null, optimiser, rng);
      return heap.peak;
    };
    const whole = await step();
    const used = Math.ceil(whole / 2 ** 16) + 2;
    let smaller = 0;
    // From room for all of it down to room for no scratch: 2 MB of it are the attention's.
    for (let pages = used; pages > used - 48; pages -= 8) {
      if ((await step(pages)) < whole) smaller += 1;
    }
    expect(smaller).toBeGreaterThan(2);
  });

  it('a step learns the same from half as many texts at a time', async () => {
    class Limited extends ReferenceBackend {
      room = Number.POSITIVE_INFINITY;
      override floats(size: number): Floats {
        if (this.memory().bytes + 8 * size > this.room) throw new NnMemoryError('There is no room.');
        return super.floats(size);
      }
    }
    const step = async (share: number) => {
      const nn = new Limited();
      const options = { batch_size: 8, dropout: 0, epochs: 1 };
      const trainer = createTrainer(nn, tinyFiles(), { train: EIGHT, held_out: EIGHT }, options);
      const before = nn.memory().bytes;
      nn.room = before + share;
      const event = await trainer.next();
      const taken = nn.memory().bytes - before;
      trainer.dispose();
      expect(nn.memory().buffers).toBe(0);
      return { event, taken };
    };
    const whole = await step(Number.POSITIVE_INFINITY);
    const halves = await step(0.6 * whole.taken);
    expect(halves.taken).toBeLessThan(0.6 * whole.taken);
    if (whole.event.kind !== 'step' || halves.event.kind !== 'step') throw new Error('The first event is no step');
    expect(halves.event.loss).toBeCloseTo(whole.event.loss, 6);
    expect(halves.event.grad_norm).toBeCloseTo(whole.event.grad_norm, 6);
    await expect(step(100)).rejects.toThrow(NnMemoryError);
  });
});
