// The parts of a training: options, schedule, order of texts, tasks, and the n-gram and combined learners.

import { describe, expect, it } from 'vitest';
import { ReferenceBackend } from '../compute/nn/reference';
import { Rng } from '../rng';
import { joinCombined, splitCombined } from '../text/combined/files';
import { loadTextModel } from '../text/load';
import { NgramModel } from '../text/ngram/model';
import type { LabelledText, ModelFiles } from '../text/types';
import { createTrainer, resumeTrainer } from '.';
import { EIGHT, TINY_PRE, tinyFiles } from './encoder.fixture';
import { checkOptions, DEFAULT_OPTIONS } from './options';
import { epochBatches } from './order';
import { learningRate } from './schedule';
import { makeTask } from './tasks';
import type { TextTrainer, TrainEvent, TrainOptions } from './types';

describe('options', () => {
  it('have defaults', () => {
    expect(checkOptions({})).toEqual(DEFAULT_OPTIONS);
  });

  it.each<[string, Partial<Record<keyof TrainOptions, unknown>>]>([
    ['epochs', { epochs: 0 }],
    ['epochs', { epochs: 1.5 }],
    ['learning_rate', { learning_rate: Number.NaN }],
    ['batch_size', { batch_size: '16' }],
    ['schedule', { schedule: 'step' }],
    ['objective', { objective: null }],
    ['trainable', { trainable: null }],
    ['trainable.rank', { trainable: { kind: 'lora', rank: 0, alpha: 1 } }],
    ['trainable.layers', { trainable: { kind: 'top' } }],
    ['early_stopping', { early_stopping: 0 }],
    ['seed', { seed: -1 }],
  ])('with a wrong %s are refused by name', (field, given) => {
    expect(() => checkOptions(given as Partial<TrainOptions>)).toThrow(field);
  });
});

describe('the learning rate', () => {
  const rates = (schedule: TrainOptions['schedule'], warmup_ratio: number) => {
    const options = { ...DEFAULT_OPTIONS, learning_rate: 1, schedule, warmup_ratio };
    return Array.from({ length: 10 }, (_, i) => learningRate(options, i + 1, 10));
  };

  it('rises, then falls linearly, by a cosine, or not', () => {
    expect(rates('linear', 0.2)).toEqual([0.5, 1, 1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125]);
    expect(rates('constant', 0.2)).toEqual([0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    const cosine = rates('cosine', 0);
    expect(cosine[0]).toBe(1);
    expect(cosine[5]).toBeCloseTo(0.5, 12);
    expect(cosine.every((rate, i) => rate > 0 && (i === 0 || rate < cosine[i - 1]))).toBe(true);
    expect(rates('linear', 1).at(-1)).toBe(1);
  });
});

describe('an epoch', () => {
  const rng = new Rng(3);
  const lengths = Array.from({ length: 203 }, () => 2 + rng.integer(300));

  it('reads every text once, in as many batches whatever the seed, of few lengths that hold them', () => {
    const counts = [1, 2, 3].map((seed) => {
      const batches = epochBatches(lengths, 16, 256, new Rng(seed));
      const members = batches.flatMap((batch) => [...batch.members]);
      expect(members.sort((a, b) => a - b)).toEqual(lengths.map((_, i) => i));
      for (const batch of batches) {
        for (const i of batch.members) expect(Math.min(256, lengths[i])).toBeLessThanOrEqual(batch.length);
      }
      expect(new Set(batches.map(({ length }) => length)).size).toBeLessThan(10);
      return batches.length;
    });
    expect(new Set(counts).size).toBe(1);
    expect(epochBatches(lengths, 16, 256, new Rng(1))).toEqual(epochBatches(lengths, 16, 256, new Rng(1)));
    expect(epochBatches(lengths, 16, 256, new Rng(1))).not.toEqual(epochBatches(lengths, 16, 256, new Rng(2)));
  });
});

describe('tasks', () => {
  const special = { pad: 0, unknown: 1, cls: 2, sep: 3, mask: 4 };
  const ids = Int32Array.from({ length: 42 }, (_, i) => (i === 0 ? 2 : i === 41 ? 3 : 5 + (i % 7)));
  const examples = Array.from({ length: 50 }, () => ({ ids, label: 1 }));
  const shape = { batch: 64, length: 48 };

  it('mask 15 % of the tokens, eight in ten by [MASK], and remember what stood there', () => {
    const task = makeTask({ ...DEFAULT_OPTIONS, objective: 'masked-lm' }, 12, special, examples);
    const { sequences, targets, weights, places } = task.batch(examples, shape, new Rng(1));
    let masked = 0;
    let count = 0;
    weights.forEach((weight, row) => {
      if (weight === 0) return;
      const [text, place] = [Math.floor(places![row] / 48), places![row] % 48];
      expect(targets.kind === 'labels' && targets.labels[row]).toBe(ids[place]);
      if (sequences[text][place] === special.mask) masked++;
      count++;
    });
    expect(count).toBe(50 * 6);
    expect(Math.abs(masked / count - 0.8)).toBeLessThan(0.1);
    for (const sequence of sequences) expect([sequence[0], sequence[41]]).toEqual([2, 3]);
  });

  it('replace tokens by others of the corpus, and say which', () => {
    const task = makeTask({ ...DEFAULT_OPTIONS, objective: 'replaced-token' }, 12, special, examples);
    const { sequences, targets, weights } = task.batch(examples, shape, new Rng(1));
    let replaced = 0;
    sequences.forEach((sequence, s) => {
      sequence.forEach((id, t) => {
        const label = targets.kind === 'labels' ? targets.labels[s * 48 + t] : -1;
        expect(label).toBe(id === ids[t] ? 0 : 1);
        expect(id).toBeLessThan(12);
        replaced += label;
      });
      expect(weights[s * 48]).toBe(0);
      expect(weights[s * 48 + 1]).toBe(1);
    });
    expect(replaced).toBeGreaterThan(50 * 4);
    expect(weights.slice(50 * 48).every((weight) => weight === 0)).toBe(true);
  });

  it('take texts without a single word', () => {
    const empty = [{ ids: Int32Array.of(2, 3), label: 0 }];
    for (const objective of ['masked-lm', 'replaced-token', 'classification', 'distillation'] as const) {
      const task = makeTask({ ...DEFAULT_OPTIONS, objective }, 12, special, empty);
      const { sequences } = task.batch(empty, { batch: 1, length: 8 }, new Rng(1));
      expect([...sequences[0]]).toEqual([2, 3]);
    }
  });
});

async function finish(trainer: TextTrainer): Promise<TrainEvent[]> {
  for (const events: TrainEvent[] = []; ; ) {
    events.push(await trainer.next());
    if (events.at(-1)!.kind === 'done') return events;
  }
}

function combinedFiles(): ModelFiles {
  const combination = { encoder: 1, ngram: 1, offset: 0 };
  return joinCombined({ encoder: tinyFiles(TINY_PRE), ngram: NgramModel.fresh().saveNow(), combination });
}

const KINDS: readonly (readonly [string, () => ModelFiles])[] = [
  ['n-gram', () => NgramModel.fresh().saveNow()],
  ['combined', combinedFiles],
];

describe.each(KINDS)('the %s model', (_name, files) => {
  const options = { epochs: 20, batch_size: 4, max_length: 16, learning_rate: 0.02 };

  it('learns eight sentences, and scores the same once saved and loaded', async () => {
    const trainer = createTrainer(new ReferenceBackend(), files(), { train: EIGHT, held_out: EIGHT }, options);
    const events = await finish(trainer);
    const last = events.filter((event) => event.kind === 'epoch').at(-1)!;
    expect(last.held_out).toMatchObject({ accuracy: 1, n: 8 });
    const trained = await trainer.result();
    const texts = EIGHT.map(({ text }) => text);
    const scores = await loadTextModel(new ReferenceBackend(), trained).score(texts);
    EIGHT.forEach(({ label }, i) => {
      expect(scores[i].score >= 0.5 ? 1 : 0).toBe(label);
    });
    const loaded = await loadTextModel(new ReferenceBackend(), trained).save();
    const again = await loadTextModel(new ReferenceBackend(), loaded).score(texts);
    expect(again).toEqual(scores);
  });

  it('goes on from a checkpoint bit for bit', async () => {
    const data = { train: EIGHT, held_out: EIGHT.slice(0, 4) };
    const whole = createTrainer(new ReferenceBackend(), files(), data, { ...options, epochs: 3 });
    const events = await finish(whole);
    const first = createTrainer(new ReferenceBackend(), files(), data, { ...options, epochs: 3 });
    for (let i = 0; i < 4; i++) await first.next();
    const second = resumeTrainer(new ReferenceBackend(), await first.checkpoint(), data);
    expect(await finish(second)).toEqual(events.slice(4));
    expect(await second.result()).toEqual(await whole.result());
  });
});

describe('the combined model', () => {
  it('fits its sum anew where enough is held out', async () => {
    const held_out: LabelledText[] = Array.from({ length: 8 }, () => EIGHT).flat();
    const data = { train: EIGHT, held_out };
    const trainer = createTrainer(new ReferenceBackend(), combinedFiles(), data, { epochs: 3, max_length: 16 });
    await finish(trainer);
    const { combination } = splitCombined(await trainer.result());
    expect(combination).not.toEqual({ encoder: 1, ngram: 1, offset: 0 });
    expect(combination.ngram).toBeGreaterThan(0);
  });

  it('trains its encoder alone on texts without labels', async () => {
    const files = combinedFiles();
    const data = { train: EIGHT, held_out: EIGHT };
    const trainer = createTrainer(new ReferenceBackend(), files, data, {
      objective: 'masked-lm',
      epochs: 1,
      max_length: 16,
    });
    await finish(trainer);
    const result = splitCombined(await trainer.result());
    expect(result.ngram).toEqual(splitCombined(files).ngram);
    expect(result.combination).toEqual(splitCombined(files).combination);
    expect(result.encoder).not.toEqual(splitCombined(files).encoder);
  });

  it('refuses what the n-gram model alone cannot learn by', () => {
    const files = NgramModel.fresh().saveNow();
    const make = () => createTrainer(null, files, { train: EIGHT, held_out: [] }, { objective: 'masked-lm' });
    expect(make).toThrow('labels only');
  });
});
