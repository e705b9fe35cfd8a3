// Configurations from YAML: the shipped ones, defaults, overrides, and what is said of what is wrong.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS } from '../../ml/gmm/types';
import { better } from '../../ml/logs';
import { defaultOptions } from '../../ml/trainer';
import { checkOptions } from '../../ml/trainer/options';
import { ServiceError } from '../../wire/errors';
import { DEFAULT_STREAM_CONFIG } from '../../wire/stream-defaults';
import { streamConfigSchema } from '../../wire/stream-schemas';
import {
  CONFIG_KINDS,
  completionsAt,
  configFrom,
  fitOptionsOf,
  resolveConfig,
  scheduleOptionsOf,
  streamConfigOf,
  trainOptionsOf,
} from '.';
import { readYaml } from './yaml';

const SHIPPED = join(import.meta.dirname, '../../../public/configs/experiment');
const names = readdirSync(SHIPPED).filter((name) => name.endsWith('.yaml'));
const shipped = names.map((name) => ({ name, text: readFileSync(join(SHIPPED, name), 'utf8') }));

/** Of the first problem. */
function problem(text: string, overrides: readonly string[] = []): string {
  const resolved = resolveConfig(text, overrides);
  if (resolved.ok) throw new Error('This should not have been accepted.');
  const [{ line, column, message }] = resolved.problems;
  return line === null ? message : `${line}:${column} ${message}`;
}

describe('shipped configurations', () => {
  it('are all in the list, for a static host lists no folders', () => {
    expect(JSON.parse(readFileSync(join(SHIPPED, 'index.json'), 'utf8'))).toEqual(names.sort());
  });

  it('are there for every kind of model', () => {
    const kinds = shipped.map(({ text }) => configFrom(text).kind);
    expect([...new Set(kinds)].sort()).toEqual([...CONFIG_KINDS].sort());
    expect(shipped.map(({ name }) => name)).toContain('review-ngram.yaml');
  });

  it.each(shipped)('$name is in order, named and described', ({ text }) => {
    const config = configFrom(text);
    expect(config.name).not.toBeNull();
    expect(config.description).not.toBe('');
    expect(text.startsWith('# ')).toBe(true);
  });
});

describe('defaults', () => {
  it('of a mixture are those of the Points page', () => {
    const config = configFrom('kind: mixture');
    expect(config.kind === 'mixture' && fitOptionsOf(config)).toEqual(DEFAULT_OPTIONS);
  });

  it('of a stream are those of the Stream page', () => {
    const config = configFrom('kind: stream');
    const stream = config.kind === 'stream' && streamConfigOf(config);
    expect(stream).toEqual(DEFAULT_STREAM_CONFIG);
    expect(streamConfigSchema.parse(stream)).toEqual(stream);
  });

  it.each([
    ['model: {architecture: ngram}', defaultOptions('ngram')],
    ['model: {base: base}', defaultOptions('encoder')],
    ['model: {architecture: combined, base: nano}', defaultOptions('combined')],
    ['', defaultOptions('encoder', true)],
  ])('of a text model with %s are the trainer’s', (model, options) => {
    const config = configFrom(`kind: text\n${model}`);
    const made = config.kind === 'text' && trainOptionsOf(config);
    expect(made).toEqual({ ...options, seed: 1 });
    expect(made && checkOptions(made)).toEqual(made);
  });

  it('of an image classifier are all filled in', () => {
    const config = configFrom('kind: image\ntrainer: {schedule: step, step_size: 2}');
    expect(config).toMatchObject({
      seed: 1,
      model: { architecture: 'cnn', filters: [16, 32], hidden: [64] },
      data: { held_out: 0.2, augmentation: { flip: false } },
      trainer: { epochs: 10, optimizer: 'adam', checkpoint: { save_last: true, save_top_k: 1, every_n_steps: null } },
    });
    expect(config.kind === 'image' && scheduleOptionsOf(config, 100)).toMatchObject({
      schedule: 'step',
      step_size: 200,
    });
  });

  it('are plain data, and the same at each reading', () => {
    for (const kind of CONFIG_KINDS) {
      const config = configFrom(`kind: ${kind}`);
      expect(structuredClone(config)).toEqual(config);
      expect(configFrom(`kind: ${kind}`)).toEqual(config);
      expect(Object.getPrototypeOf(config)).toBe(Object.prototype);
    }
  });
});

describe('what is wrong', () => {
  it.each([
    ['', '1:1 kind is required: it must be one of mixture, text, stream, image.'],
    ['# nothing\n', '1:1 kind is required: it must be one of mixture, text, stream, image.'],
    [
      '- a',
      '1:1 A configuration is a list of “key: value”, beginning with kind (mixture, text, stream, image), not a list.',
    ],
    ['kind: imge', '1:7 kind must be one of mixture, text, stream, image, not “imge”; did you mean image?'],
    ['knd: image', '1:1 kind is required: it must be one of mixture, text, stream, image.'],
    ['kind: image\ntrainer:\n  epochs: 0', '3:11 trainer.epochs must be a whole number from 1 to 1,000, not 0.'],
    ['kind: image\ntrainer:\n  epochs: 3 x', '3:11 trainer.epochs must be a whole number from 1 to 1,000, not “3 x”.'],
    ['kind: image\ntrainer: 5', '2:10 trainer must be a section with the keys epochs, batch_size,'],
    [
      'kind: image\ntrainer:\n  optimizer: adm',
      '3:14 trainer.optimizer must be one of sgd, momentum, adam, adamw, not “adm”; did you mean adam?',
    ],
    ['kind: image\ntrainer:\n  epoch: 3', '3:3 “epoch” is not known in trainer; did you mean epochs?'],
    // As Lightning, transformers, PEFT and scikit-learn have it.
    ['kind: image\ntrainer:\n  max_epochs: 3', '3:3 “max_epochs” is called epochs here.'],
    ['kind: text\ntrainer:\n  gradient_clip_val: 1', '3:3 “gradient_clip_val” is called max_grad_norm here.'],
    ['kind: text\nmodel:\n  size: { hidden_size: 128 }', '3:11 “hidden_size” is called hidden here.'],
    [
      'kind: text\ntrainer:\n  trainable: { kind: lora, rank: 8, alpha: 16, lora_alpha: 16 }',
      '“lora_alpha” is called alpha here.',
    ],
    ['kind: mixture\nrandom_state: 1', '2:1 “random_state” is called seed here.'],
    ['kind: image\nlearning_rate: 1', '2:1 “learning_rate” does not stand here; it belongs under trainer.'],
    [
      'kind: image\nfoo: 1',
      '2:1 “foo” is not known here; accepted are kind, name, description, tags, seed, model, data, trainer.',
    ],
    ['kind: image\n__proto__: 1', '2:1 “__proto__” is not known here;'],
    ['kind: image\nmodel: {filters: [8, x]}', '2:22 model.filters.1 must be a whole number from 1 to 256, not “x”.'],
    [
      'kind: image\nmodel: {filters: [1,1,1,1,1,1], image_size: 32}',
      '2:18 model.filters must be at most 5 for 32 pixels: each halves the image.',
    ],
    ['kind: image\ntrainer: {monitor: val_f1}', '2:20 trainer.monitor is not among the metrics: add f1 to them.'],
    ['kind: text\nmodel: {size: {hidden: 10, heads: 4}}', '2:35 model.size.heads must divide hidden.'],
    ['kind: text\ntrainer: {trainable: {kind: tpo}}', '2:29 trainer.trainable.kind must have a kind: all, head, top'],
    [
      'kind: text\ntrainer: {trainable: {kind: top}}',
      '2:11 trainer.trainable.layers is required: it must be a whole number from 1 to 24.',
    ],
    [
      'kind: mixture\ntrainer: {epochs: soon}',
      '2:19 trainer.epochs must be a whole number from 1 to 100,000, or auto, not “soon”.',
    ],
    ['kind: mixture\nseed: .nan', '2:7 seed must be a whole number from 0 to 4,294,967,295, not NaN.'],
    ['kind: mixture\ndata: {source: dataset}', '2:1 data.dataset is required where the source is dataset'],
    ['kind: stream\ndata: {source: file}', '2:1 data.file is required where the source is file'],
    [
      'kind: stream\ndata: {drift: {kind: slow}}',
      '2:22 data.drift.kind must be one of none, abrupt, gradual, recurring, not “slow”.',
    ],
    ['kind: image\nseed: 1\nseed: 2', '3:1 The key “seed” comes twice.'],
    ['kind: image\n\tseed: 1', '2:1 Lines are indented by blanks, not by tabs.'],
    [
      'kind: image\nname: a: b',
      '2:7 A line has more than one “key: value”; put each on a line of its own, or the text in quotes.',
    ],
    ['kind: "image', '1:13 This is no YAML: missing closing "quote.'],
    ['kind: image\n---\nkind: text', 'A configuration is one document'],
    ['kind: image\nname: *x', '2:7 No anchor “&x” stands before this alias.'],
    ['kind: image\ntags: &x [*x]', '2:11 “*x” stands inside of what it repeats.'],
    ['kind: image\n{a: 1}: 2', 'A key must be a word, followed by a colon.'],
  ])('is said, with its place: %j', (text, said) => {
    expect(problem(text)).toContain(said);
  });

  it('is said all at once, in the order of the file', () => {
    const resolved = resolveConfig('kind: image\nseed: -1\nmodel:\n  dropout: 2\ntrainer:\n  epochs: no\n  foo: 1\n');
    const places = resolved.ok ? [] : resolved.problems.map(({ line, path }) => `${line} ${path.join('.')}`);
    expect(places).toEqual(['2 seed', '4 model.dropout', '6 trainer.epochs', '7 trainer.foo']);
  });

  it('is thrown as the service’s error by configFrom, naming each field', () => {
    const wrong = () => configFrom('kind: image\nseed: -1\ntrainer: {epochs: 0}');
    expect(wrong).toThrow(ServiceError);
    expect(wrong).toThrow(
      'seed must be a whole number from 0 to 4,294,967,295, not -1. (line 2, column 7) (and 1 more)',
    );
  });
});

describe('metrics', () => {
  it('have one way that is better, so that a run has its best', () => {
    for (const kind of CONFIG_KINDS) {
      const { values } = completionsAt({ kind }, ['trainer', 'metrics', 0]);
      expect(values.length).toBeGreaterThan(2);
      for (const name of values) expect(better(`val_${name}`), name).not.toBeNull();
    }
  });
});

describe('anchors', () => {
  it('repeat what they name', () => {
    const config = configFrom('kind: image\nmodel: {hidden: &h [8, 4]}\ntags: [a, b]\ndescription: &d text\nname: *d');
    expect(config).toMatchObject({ name: 'text', description: 'text', model: { hidden: [8, 4] } });
  });

  it.each([
    ['the nearest before them', 'a: &x 1\nb: *x\nc: &x 2\nd: *x', { a: 1, b: 1, c: 2, d: 2 }],
    // What stands in a repeated part meant what it meant where it was written, and defines nothing anew.
    [
      'as they did where they stand',
      'a: &x 1\no: &o {p: *x}\nc: &x 2\nr: *o\nd: *x',
      { a: 1, o: { p: 1 }, c: 2, r: { p: 1 }, d: 2 },
    ],
    [
      'what was defined last, not repeated last',
      'o: &o {p: &x 1}\nc: &x 2\nr: *o\nd: *x',
      { o: { p: 1 }, c: 2, r: { p: 1 }, d: 2 },
    ],
    ['a key as well', '&k a: 1\nb: *k', { a: 1, b: 'a' }],
  ])('of one name that come twice mean %s', (_, text, value) => {
    expect(readYaml(text)).toMatchObject({ ok: true, value });
  });
});

describe('overrides', () => {
  const text = 'kind: image\ntrainer:\n  epochs: 10\nmodel:\n  hidden: [64, 32]\n';

  it('take the place of what the file says', () => {
    const overrides = [
      'trainer.epochs=3',
      'model.hidden.1=16',
      'data.train_data_dir=a b',
      'tags=[x, "y"]',
      ' seed = 7',
    ];
    expect(configFrom(text, overrides)).toMatchObject({
      seed: 7,
      tags: ['x', 'y'],
      model: { hidden: [64, 16] },
      data: { train_data_dir: 'a b' },
      trainer: { epochs: 3 },
    });
    expect(configFrom(text, ['trainer.epochs=3', 'trainer.epochs=4'])).toMatchObject({ trainer: { epochs: 4 } });
    expect(configFrom(text, ['kind=mixture', 'trainer=null', 'trainer={tol: 0}', 'model={}'])).toMatchObject({
      kind: 'mixture',
    });
  });

  it.each([
    [
      'trainer.epochs=0',
      'trainer.epochs must be a whole number from 1 to 1,000, not 0. (from the override trainer.epochs=0)',
    ],
    ['trainer.epoch=3', '“epoch” is not known in trainer; did you mean epochs? (from the override trainer.epoch=3)'],
    ['trainer.epochs', 'The override “trainer.epochs” must be key=value, such as trainer.epochs=3.'],
    ['=3', 'must be key=value'],
    ['a..b=3', 'must be key=value'],
    ['tags=[a', 'The value of the override tags is not readable'],
    ['model.hidden.x=3', 'The override model.hidden.x does not fit: a list has entries 0, 1, … and no keys.'],
    ['model.hidden.7=3', 'does not fit'],
    ['__proto__.polluted=1', '“__proto__” is not known here'],
  ])('that are wrong are named: %s', (override, said) => {
    expect(problem(text, [override])).toContain(said);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('leave the places of other problems in the file', () => {
    expect(problem('kind: image\nseed: x', ['trainer.epochs=3'])).toMatch(/^2:7 seed/);
  });
});
