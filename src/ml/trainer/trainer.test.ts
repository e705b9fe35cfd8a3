// Training a tiny encoder: it learns, it leaves alone what is not to learn, it goes on from a checkpoint bit for
// bit, and it keeps no buffer that it does not need.

import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../bert/safetensors';
import { ReferenceBackend } from '../compute/nn/reference';
import type { NnBackend } from '../compute/nn/types';
import { createWasmBackend } from '../compute/nn/wasm/create';
import { nodeNnEnv } from '../compute/nn/wasm/env.node';
import { WEIGHTS_FILE } from '../text/encoder/files';
import type { ModelFiles } from '../text/types';
import { createTrainer, resumeTrainer } from '.';
import { readCheckpoint } from './checkpoint';
import { EIGHT, TINY_PRE, tinyFiles } from './encoder.fixture';
import { TrainError } from './errors';
import type { TextTrainer, TrainCheckpoint, TrainData, TrainEvent, TrainOptions } from './types';

const DATA: TrainData = { train: EIGHT, held_out: EIGHT.slice(0, 4) };
const FAST = { learning_rate: 0.01, batch_size: 4, max_length: 16, dropout: 0, epochs: 3 } as const;

function start(given: Partial<TrainOptions>, files = tinyFiles(), data = DATA, nn: NnBackend = new ReferenceBackend()) {
  return createTrainer(nn, files, data, { ...FAST, ...given });
}

/** Through bytes, as a checkpoint in storage. */
function resume(checkpoint: TrainCheckpoint, nn: NnBackend = new ReferenceBackend()) {
  const files = new Map([...checkpoint.files].map(([name, bytes]) => [name, bytes.slice()]));
  return resumeTrainer(nn, { ...checkpoint, files }, DATA);
}

const wasm = () => createWasmBackend({ env: nodeNnEnv(), threads: 1 });

async function finish(trainer: TextTrainer): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  for (;;) {
    const event = await trainer.next();
    events.push(event);
    if (event.kind === 'done') return events;
  }
}

function losses(events: readonly TrainEvent[]): number[] {
  return events.flatMap((event) => (event.kind === 'step' ? [event.loss] : []));
}

/** Names of tensors that differ between two models. */
function changed(before: ModelFiles, after: ModelFiles): string[] {
  const was = readSafetensors(before.get(WEIGHTS_FILE)!);
  const is = readSafetensors(after.get(WEIGHTS_FILE)!);
  return [...was].filter(([name, { data }]) => data.some((x, i) => x !== is.get(name)!.data[i])).map(([name]) => name);
}

describe('training an encoder', () => {
  it.each([
    ['post-LN with pooler', {}],
    ['pre-LN with attention pooling', TINY_PRE],
  ])('learns eight sentences by heart: %s', async (_name, config) => {
    const trainer = start({ epochs: 40 }, tinyFiles(config), { train: EIGHT, held_out: EIGHT });
    const events = await finish(trainer);
    const last = events.filter((event) => event.kind === 'epoch').at(-1)!;
    expect(last.held_out.accuracy).toBe(1);
    expect(last.held_out.loss).toBeLessThan(0.1);
    expect(losses(events)[0]).toBeGreaterThan(0.3);
    expect(losses(events)).toHaveLength(80);
    expect(events.at(-1)).toMatchObject({ kind: 'done', reason: 'finished' });
  });

  it.each(['masked-lm', 'replaced-token', 'distillation'] as const)('lowers the loss of %s', async (objective) => {
    const trainer = start({ objective, epochs: 120 }, tinyFiles(TINY_PRE));
    const got = losses(await finish(trainer));
    const mean = (some: number[]) => some.reduce((a, b) => a + b, 0) / some.length;
    expect(mean(got.slice(-16))).toBeLessThan(0.85 * mean(got.slice(0, 16)));
  });

  it.each([
    ['head', { kind: 'head' }, /^(bert\.pooler|classifier)/],
    ['top layer', { kind: 'top', layers: 1 }, /^(bert\.pooler|classifier|bert\.encoder\.layer\.1|bert\.LayerNorm)/],
    ['LoRA', { kind: 'lora', rank: 2, alpha: 4 }, /^(bert\.pooler|classifier|.*self\.(query|key|value)\.weight)/],
  ] as const)('changes only what is to learn: %s', async (_name, trainable, allowed) => {
    for (const config of [{}, TINY_PRE]) {
      const files = tinyFiles(config);
      const trainer = start({ trainable, dropout: 0.1 }, files);
      await finish(trainer);
      const names = changed(files, await trainer.result());
      expect(names.filter((name) => !allowed.test(name))).toEqual([]);
      expect(names).toContain('classifier.weight');
      if (trainable.kind === 'lora') expect(names).toContain('bert.encoder.layer.0.attention.self.query.weight');
      if (trainable.kind === 'top') expect(names).toContain('bert.encoder.layer.1.attention.self.query.weight');
    }
  });

  it('changes everything when all is to learn', async () => {
    const files = tinyFiles(TINY_PRE);
    const trainer = start({ weight_decay: 0 }, files);
    await finish(trainer);
    const names = changed(files, await trainer.result());
    const same = [...readSafetensors(files.get(WEIGHTS_FILE)!).keys()].filter((name) => !names.includes(name));
    // Softmax does not see a number that is added to all scores: such biases have no gradient.
    expect(same.filter((name) => !/pooler\.attention\.bias|key\.bias/.test(name))).toEqual([]);
  });

  it('keeps the best epoch, and stops early when it gets worse', async () => {
    const opposite = EIGHT.map(({ text, label }) => ({ text, label: 1 - label }));
    const trainer = start({ epochs: 30, early_stopping: 2 }, tinyFiles(), { train: EIGHT, held_out: opposite });
    const events = await finish(trainer);
    const epochs = events.filter((event) => event.kind === 'epoch');
    const done = events.at(-1)!;
    expect(done).toMatchObject({ kind: 'done', reason: 'early-stopping' });
    const lowest = epochs.reduce((a, b) => (b.held_out.loss < a.held_out.loss ? b : a));
    expect(done.kind === 'done' && done.best_epoch).toBe(lowest.epoch);
    expect(epochs).toHaveLength(lowest.epoch + 2);
  });
});

describe('a checkpoint', () => {
  it.each(['{', 'null', '7', '[]', '{"version": {"toString": 1}}'])('that says %s is refused in words', (json) => {
    const files = new Map([['trainer.json', new TextEncoder().encode(json)]]);
    expect(() => readCheckpoint(files)).toThrow(TrainError);
  });

  const rich = { dropout: 0.2, epochs: 3, trainable: { kind: 'all' } } as const;
  const cases = [
    ['all', {}, 3],
    ['all, at an epoch’s end', {}, 2],
    ['LoRA', { trainable: { kind: 'lora', rank: 2, alpha: 4 } }, 4],
    ['masked-LM', { objective: 'masked-lm' }, 4],
    ['replaced tokens', { objective: 'replaced-token' }, 1],
  ] as const;

  async function check(backend: () => Promise<NnBackend>, changes: Partial<TrainOptions>, after: number) {
    const files = tinyFiles(TINY_PRE);
    const whole = start({ ...rich, ...changes }, files, DATA, await backend());
    const events = await finish(whole);
    const first = start({ ...rich, ...changes }, files, DATA, await backend());
    for (let i = 0; i < after; i++) await first.next();
    const checkpoint = await first.checkpoint();
    expect(checkpoint.step).toBeGreaterThan(0);
    const second = resume(checkpoint, await backend());
    expect(await finish(second)).toEqual(events.slice(after));
    expect(await second.result()).toEqual(await whole.result());
    expect(await second.checkpoint()).toEqual(await whole.checkpoint());
  }

  it.each(cases)('lets a run go on bit for bit: %s', async (_name, changes, after) => {
    await check(async () => new ReferenceBackend(), changes, after);
  });

  it.each(cases)('lets a run go on bit for bit on WASM: %s', async (_name, changes, after) => {
    await check(wasm, changes, after);
  });
});

describe('a checkpoint of other data', () => {
  it('is refused, and nothing is left in memory', async () => {
    const trainer = start({});
    await trainer.next();
    const nn = new ReferenceBackend();
    const other = { train: EIGHT.slice(1), held_out: [] };
    const checkpoint = await trainer.checkpoint();
    expect(() => resumeTrainer(nn, checkpoint, other)).toThrow('changed since');
    expect(nn.memory().buffers).toBe(0);
    expect(() => resumeTrainer(nn, { step: 1, files: new Map() }, DATA)).toThrow('no checkpoint');
  });
});

describe('memory', () => {
  it.each([
    ['the reference', async () => new ReferenceBackend()],
    ['WASM', wasm],
  ])('on %s is the same after 1,000 steps, and nothing is left at the end', async (_name, backend) => {
    const nn = await backend();
    const empty = nn.memory();
    const trainer = start({ epochs: 500, dropout: 0.1 }, tinyFiles({ num_hidden_layers: 1 }), DATA, nn);
    for (let i = 0; i < 6; i++) await trainer.next();
    const before = nn.memory();
    const events = await finish(trainer);
    expect(losses(events).length).toBeGreaterThan(990);
    expect(nn.memory()).toEqual(before);
    trainer.dispose();
    expect(nn.memory()).toEqual(empty);
  });
});

describe('what it cannot train on', () => {
  it('is refused with the reason', () => {
    expect(() => start({}, tinyFiles(), { train: [], held_out: [] })).toThrow('no texts');
    expect(() => start({ learning_rate: -1 })).toThrow('learning_rate');
    expect(() => start({}, new Map())).toThrow('no text model');
  });
});
