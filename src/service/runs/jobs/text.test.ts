// Text models as runs: rows as they are written by Lightning, files that score as they say, and going on bit for bit,
// mid-epoch and at an epoch's end, with the best and the patience that it had.

import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWasmBackend } from '../../../ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../../ml/compute/nn/wasm/env.node';
import { Rng } from '../../../ml/rng';
import { joinCombined } from '../../../ml/text/combined/files';
import { loadTextModel } from '../../../ml/text/load';
import { NgramModel } from '../../../ml/text/ngram/model';
import type { LabelledText, ModelFiles } from '../../../ml/text/types';
import { TINY_PRE, tinyFiles } from '../../../ml/trainer/encoder.fixture';
import type { Plain } from '../../configs/yaml';
import { importFile, open, tar } from '../../datasets/datasets.fixture';
import type { JobEvent, JobRequest } from '../job';
import { configOf, difference, nodeHost, runInTwo, runToEnd } from './jobs.fixture';
import { testTextsOf, textPartsOf } from './text-data';

const POSITIVE = ['great', 'good', 'fun', 'love'];
const NEGATIVE = ['awful', 'bad', 'dull', 'hate'];
const PLAIN = ['the', 'film', 'is', 'was', 'very', 'plot', 'acting', 'i', 'it', 'and', 'but'];

/** Different short texts of one label each, some of which say the opposite. */
function sentences(n: number, seed: number): LabelledText[] {
  const rng = new Rng(seed);
  const word = (words: readonly string[]) => words[rng.integer(words.length)];
  const found = new Map<string, number>();
  while (found.size < n) {
    const label = found.size % 2;
    const own = rng.uniform() < 0.85 ? label : 1 - label;
    const text = [word(PLAIN), word(PLAIN), word(own ? POSITIVE : NEGATIVE), word(PLAIN), word(PLAIN), word(PLAIN)];
    if (!found.has(text.join(' '))) found.set(text.join(' '), label);
  }
  return [...found].map(([text, label]) => ({ text, label }));
}

const filesOf = (part: string, texts: readonly LabelledText[]) =>
  texts.map(({ text, label }, i): [string, string] => [`${part}/${label ? 'pos' : 'neg'}/${i}.txt`, text]);

let parted = '';
let bare = '';

beforeAll(async () => {
  const all = sentences(200, 1);
  const [train, val, test] = [all.slice(0, 80), all.slice(80, 144), all.slice(144)];
  const { service } = await open();
  const archive = async (files: readonly [string, string][]) => new Blob([await tar(Object.fromEntries(files))]);
  const whole = await archive([...filesOf('train', train), ...filesOf('val', val), ...filesOf('test', test)]);
  parted = (await importFile(service, whole, { name: 'Sentences' })).id;
  // Some of the test part stand in the training part, too.
  const half = await archive([...filesOf('train', train), ...filesOf('test', train.slice(0, 10))]);
  bare = (await importFile(service, half, { name: 'Without val' })).id;
});

const BASES: Readonly<Record<string, ModelFiles>> = {
  encoder: tinyFiles(TINY_PRE),
  combined: joinCombined({
    encoder: tinyFiles(TINY_PRE),
    ngram: NgramModel.fresh().saveNow(),
    combination: { encoder: 1, ngram: 1, offset: 0 },
  }),
};

type Asked = JobRequest & {
  readonly config: ReturnType<typeof configOf<'text'>>;
  readonly data: Extract<JobRequest['data'], { kind: 'texts' }>;
};

function request(architecture: string, trainer: Record<string, Plain> = {}, data: Record<string, Plain> = {}): Asked {
  const base = BASES[architecture] ?? null;
  const config = configOf({
    kind: 'text',
    model: { architecture, base: base && 'tiny' },
    data,
    trainer: {
      ...{ epochs: 3, batch_size: 16, metrics: ['acc', 'auc', 'f1', 'precision', 'recall'] },
      ...(base ? { learning_rate: 0.01, max_length: 16 } : {}),
      ...trainer,
    },
  });
  const parts = { train: 'train', val: null, test: 'test' } as const;
  return {
    config,
    data: { kind: 'texts', dataset: parted, parts, base },
    checkpoint: null,
    backend: { kind: 'wasm', threads: 1 },
  };
}

const rowsOf = (events: readonly JobEvent[]) => events.flatMap((event) => (event.kind === 'row' ? [event] : []));

/** Figures by their definitions, from scores of a model loaded from its files. */
async function judgedAnew(files: ModelFiles, texts: readonly LabelledText[], part: string) {
  const nn = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
  const scores = await loadTextModel(nn, files).score(texts.map(({ text }) => text));
  nn.dispose();
  const rows = texts.map(({ label }, i) => ({ label, p: scores[i].score, called: scores[i].score >= 0.5 ? 1 : 0 }));
  const count = (test: (row: (typeof rows)[number]) => boolean) => rows.filter(test).length;
  const tp = count(({ label, called }) => label === 1 && called === 1);
  const precision = tp / count(({ called }) => called === 1);
  const recall = tp / count(({ label }) => label === 1);
  const pairs = rows.flatMap((a) => rows.flatMap((b) => (a.label > b.label ? [[a.p, b.p] as const] : [])));
  const won = pairs.reduce((sum, [a, b]) => sum + (a > b ? 1 : a === b ? 0.5 : 0), 0);
  return {
    [`${part}_loss`]: rows.reduce((sum, { label, p }) => sum - Math.log(label ? p : 1 - p), 0) / rows.length,
    [`${part}_acc`]: count(({ label, called }) => label === called) / rows.length,
    [`${part}_auc`]: won / pairs.length,
    [`${part}_f1`]: (2 * precision * recall) / (precision + recall),
    [`${part}_precision`]: precision,
    [`${part}_recall`]: recall,
  };
}

function expectFigures(
  got: Readonly<Record<string, number>> | undefined,
  want: Readonly<Record<string, number>>,
): void {
  expect(Object.keys(got ?? {}).sort()).toEqual(Object.keys(want).sort());
  for (const [name, value] of Object.entries(want)) expect(got?.[name], name).toBeCloseTo(value, 5);
}

describe.each(['ngram', 'encoder', 'combined'])('a run of a text model, %s', (architecture) => {
  it('has a row a step and one an epoch, and files that score as they say', async () => {
    const asked = request(architecture);
    const host = nodeHost();
    expect(await host.open(asked)).toMatchObject({
      data: 'Sentences: 80 train, 64 val, 56 test',
      ...{ epochs: 3, steps: 15 },
      engine: architecture === 'ngram' ? 'JavaScript' : expect.stringMatching(/^WASM/),
    });
    const events: JobEvent[] = [];
    for (let done = false; !done; ) {
      const stretch = await host.advance(1e6);
      events.push(...stretch.events);
      done = stretch.done;
    }
    const rows = rowsOf(events);
    const steps = rows.filter(({ values }) => 'train_loss' in values);
    const ends = rows.filter(({ values }) => 'val_loss' in values);
    expect(steps.map(({ step, epoch }) => [step, epoch])).toEqual(
      Array.from({ length: 15 }, (_, i) => [i, Math.floor(i / 5)]),
    );
    expect(ends.map(({ step, epoch }) => [step, epoch])).toEqual([0, 1, 2].map((epoch) => [5 * epoch + 4, epoch]));
    expect(Object.keys(steps[0].values)).toEqual([
      'train_loss',
      'lr',
      ...(architecture === 'ngram' ? [] : ['grad_norm']),
    ]);
    const mean = steps.slice(0, 5).reduce((sum, { values }) => sum + values.train_loss / 5, 0);
    expect(ends[0].values.train_loss_epoch).toBeCloseTo(mean, 10);
    expect(Object.keys(ends[2].histograms ?? {}).length).toBeGreaterThan(0);
    const lowest = ends.reduce((best, row) => (row.values.val_loss < best.values.val_loss ? row : best));
    const best = await host.result('best');
    expect([best.epoch, best.step]).toEqual([lowest.epoch, lowest.step]);
    const { held_out } = await textPartsOf(asked.data, asked.config);
    expectFigures(best.metrics, await judgedAnew(best.files, held_out, 'val'));
    const last = await host.result('last');
    expectFigures(last.metrics, await judgedAnew(last.files, held_out, 'val'));
    const judged = await host.test();
    const tests = await testTextsOf(asked.data);
    expectFigures(judged?.values, await judgedAnew(best.files, tests, 'test'));
    expect(await host.judged()).toEqual({ n: tests.length, of: tests.length });
    await host.close();
  });

  it('goes on bit for bit from anywhere', async () => {
    const learning_rate = architecture === 'ngram' ? 3 : 0.1;
    const asked = request(architecture, { early_stopping: 1, epochs: 4, learning_rate }, { limit: 48 });
    const whole = await runToEnd(asked);
    const stretches = whole.events.filter(({ kind }) => kind !== 'epoch').length;
    // The first and a later epoch's midst, before and after one is judged, and before the end is told.
    for (const at of [1, 3, 4, 6, stretches - 1]) expect(difference(await runInTwo(asked, at), whole)).toBeNull();
  });
});

it('an objective without classes has a loss alone, and nothing to be tested by', async () => {
  const host = nodeHost();
  await host.open(request('encoder', { objective: 'masked-lm', epochs: 1 }));
  const { events } = await host.advance(1e6);
  const [end] = rowsOf(events).filter(({ values }) => 'val_loss' in values);
  expect(Object.keys(end.values)).toEqual(['train_loss_epoch', 'val_loss']);
  expect((await host.result('best')).metrics).toEqual({ val_loss: end.values.val_loss });
  expect(await host.test()).toBeNull();
  await host.close();
});

describe('the texts of a run', () => {
  it('are held out by seed where there is no part for it, and what the test part says is not trained on', async () => {
    const { config, data } = request('ngram', {}, { held_out: 0.25 });
    const source = { ...data, dataset: bare };
    const parts = await textPartsOf(source, config);
    expect(parts.description).toBe('Without val: 52 train, 18 held out, 10 test');
    const held = new Set([...parts.held_out, ...(await testTextsOf(source))].map(({ text }) => text));
    expect(parts.train.filter(({ text }) => held.has(text))).toEqual([]);
    expect(await textPartsOf(source, config)).toEqual(parts);
    const other = await textPartsOf(source, { ...config, seed: 9 });
    expect(other.held_out).not.toEqual(parts.held_out);
    const few = await textPartsOf(source, { ...config, data: { ...config.data, limit: 20 } });
    expect([few.train.length, few.held_out.length]).toEqual([15, 5]);
  });

  it('may be a part that is the test part to others', async () => {
    const { config, data } = request('ngram');
    const parts = { train: 'test', val: 'val', test: 'test' } as const;
    expect((await textPartsOf({ ...data, parts }, config)).train).toHaveLength(56);
  });
});

describe('a model to start from', () => {
  it('is new, of the size asked for, with the pieces of the shipped one', async () => {
    const asked = request('encoder', {}, { limit: 8 });
    const size = { layers: 1, hidden: 8, heads: 2 };
    const config = { ...asked.config, model: { ...asked.config.model, base: null, size } };
    const host = nodeHost();
    const about = await host.open({ ...asked, config, data: { ...asked.data, base: null } });
    expect(about.model).toMatch(/^L-1_H-8_A-2, [\d,]+ parameters$/);
    await host.close();
  });

  it('is a part of a combined one, and nothing that it is not', async () => {
    const host = nodeHost();
    const alone = request('encoder');
    const part = { ...alone, data: { ...alone.data, base: BASES.combined } };
    expect((await host.open(part)).model).toBe((await host.open(alone)).model);
    const wrong = { ...request('ngram'), data: alone.data };
    await expect(host.open(wrong)).rejects.toMatchObject({
      code: 'invalid',
      details: [{ field: 'model.architecture' }],
    });
  });
});

describe('what cannot be trained on', () => {
  it('is refused in words', async () => {
    const host = nodeHost();
    const asked = request('ngram');
    const gone = { ...asked, data: { ...asked.data, dataset: 'gone' } };
    await expect(host.open(gone)).rejects.toMatchObject({ code: 'not_found' });
    const none = { ...asked.data, parts: { train: 'val', val: 'test', test: 'test' } as const, dataset: bare };
    await expect(host.open({ ...asked, data: none })).rejects.toThrow('no texts to train on');
    expect(() => request('encoder', { objective: 'distillation' })).toThrow('objective');
    await host.open(asked);
    const checkpoint = await host.checkpoint();
    await expect(host.open({ ...asked, data: { ...asked.data, dataset: bare }, checkpoint })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('changed since'),
    });
  });
});
