// Models of streams as files: what a run leaves is read, goes on as it was, is smaller as layers alone, and answers the same
// as ONNX; what is no such model is refused in words.

import { describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../bert/safetensors';
import { createLearner } from '../../stream/learners';
import type { LearnerConfig } from '../../stream/learners/config';
import type { Task } from '../../stream/types';
import { FormatError } from '../errors';
import { encodeJson, type Files, type Json } from '../files';
import { largestDifference, runOnnx } from '../onnx/run-onnx.fixture';
import { streamToOnnx } from '../onnx/stream';
import { COLUMNS, learnt, rowsOf } from './learner.fixture';
import { parametersOf, readStreamModel, STREAM_FILE, STREAM_WEIGHTS_FILE, writeNetwork } from './model';

const THREE: Task = { kind: 'classification', n_classes: 3 };
const CASES: readonly (readonly [string, Partial<LearnerConfig>, Task])[] = [
  ['a network of three classes', {}, THREE],
  [
    'a network that predicts a number',
    { activation: 'tanh', hidden: [6], optimizer: 'momentum' },
    { kind: 'regression' },
  ],
  ['a network with the logistic function', { activation: 'sigmoid', optimizer: 'sgd' }, THREE],
  ['logistic regression of two classes', { id: 'linear' }, { kind: 'classification', n_classes: 2 }],
  ['linear regression', { id: 'linear', optimizer: 'sgd', learning_rate: 0.001 }, { kind: 'regression' }],
  ['a mixture', { id: 'mixture' }, { kind: 'density' }],
];

describe.each(CASES)('%s', (_, changes, task) => {
  const n = 9;
  const X = rowsOf(n, 99);

  it('goes on as it was', async () => {
    const { learner, scaler, files } = await learnt(changes, task);
    const model = readStreamModel(files);
    const again = await createLearner(model.config, COLUMNS, model.task, model.state);
    expect(await again.predict(model.scaler.transform(X, n), n)).toEqual(
      await learner.predict(scaler.transform(X, n), n),
    );
  });

  it('answers the same as ONNX', async () => {
    const { learner, scaler, files } = await learnt(changes, task);
    const want = await learner.predict(scaler.transform(X, n), n);
    const name = task.kind === 'density' ? 'points' : 'features';
    const got = await runOnnx(streamToOnnx(readStreamModel(files)), {
      [name]: { type: 'float64', data: X, dims: [n, COLUMNS] },
    });
    const output = { density: 'log_density', regression: 'prediction', classification: 'probabilities' }[task.kind];
    expect(largestDifference(got[output].data, want)).toBeLessThan(task.kind === 'density' ? 1e-9 : 1e-5);
  });
});

describe('a network for use alone', () => {
  it.each([
    ['F32', 1e-6],
    ['F16', 1e-3],
    ['I8', 0.03],
  ] as const)('in %s keeps what it learnt, and its answers', async (dtype, tolerance) => {
    const { files, learner, scaler } = await learnt({ hidden: [32, 32] }, THREE);
    const model = readStreamModel(files);
    const small = writeNetwork(model.about, parametersOf(model), dtype);
    expect(small.get(STREAM_WEIGHTS_FILE)!.length).toBeLessThan(files.get(STREAM_WEIGHTS_FILE)!.length / 4);
    const again = readStreamModel(small);
    expect(largestDifference(parametersOf(again), parametersOf(model))).toBeLessThan(tolerance);
    const use = await createLearner(again.config, COLUMNS, again.task, again.state);
    const scaled = scaler.transform(rowsOf(5, 1), 5);
    expect(largestDifference(await use.predict(scaled, 5), await learner.predict(scaled, 5))).toBeLessThan(tolerance);
  });
});

describe('parameters alone, as train.py leaves them of layers', () => {
  it.each(['sgd', 'momentum', 'adam'] as const)('are read, and %s begins anew', async (optimizer) => {
    const { files } = await learnt({ optimizer }, THREE);
    const parameters = readSafetensors(files.get(STREAM_WEIGHTS_FILE)!).get('parameters')!;
    const alone = new Map(files).set(STREAM_WEIGHTS_FILE, writeSafetensors(new Map([['parameters', parameters]])));
    const { state, config } = readStreamModel(alone);
    expect(state.arrays.parameters).toEqual(parameters.data);
    await expect(createLearner(config, COLUMNS, THREE, state)).resolves.toBeDefined();
  });
});

describe('what is no model of a stream is refused', () => {
  const refused = (files: Files, field: string, words: RegExp) => {
    expect(() => readStreamModel(files)).toThrow(FormatError);
    expect(() => readStreamModel(files)).toThrow(expect.objectContaining({ field }));
    expect(() => readStreamModel(files)).toThrow(words);
  };

  it.each([
    ['another model', (json: Json) => ({ ...json, model_type: 'bert' }), /model_type/],
    ['no features', (json: Json) => ({ ...json, features: [] }), /features/],
    ['another scaler', (json: Json) => ({ ...json, scaler: { n: 1, means: [1], squares: [1] } }), /scaler/],
    [
      'an enormous network',
      (json: Json) => ({ ...json, learner: { ...(json.learner as Json), hidden: [65536, 65536] } }),
      /at most/,
    ],
    ['another header', (json: Json) => ({ ...json, header: {} }), /no state of a learner/],
    ['other widths', (json: Json) => ({ ...json, learner: { ...(json.learner as Json), hidden: [7] } }), /parameters/],
  ] as const)('%s', async (_, change, words) => {
    const { files } = await learnt({}, THREE, 1);
    const json = JSON.parse(new TextDecoder().decode(files.get(STREAM_FILE))) as Json;
    const changed = new Map(files).set(STREAM_FILE, encodeJson(change(json)));
    expect(() => readStreamModel(changed)).toThrow(FormatError);
    expect(() => readStreamModel(changed)).toThrow(words);
  });

  it('missing and damaged files', async () => {
    const { files } = await learnt({}, THREE, 1);
    refused(new Map(), STREAM_FILE, /There is no stream.json/);
    refused(new Map([...files].slice(0, 1)), STREAM_WEIGHTS_FILE, /There is no/);
    refused(new Map(files).set(STREAM_WEIGHTS_FILE, new Uint8Array(9)), STREAM_WEIGHTS_FILE, /cannot be read/);
    refused(new Map(files).set(STREAM_FILE, new TextEncoder().encode('[]')), STREAM_FILE, /object/);
  });

  it('a state of random numbers that is none', async () => {
    const { files } = await learnt({ id: 'mixture' }, { kind: 'density' }, 3);
    const json = JSON.parse(new TextDecoder().decode(files.get(STREAM_FILE))) as Json;
    const header = Object.fromEntries(Object.keys(json.header as Json).map((name) => [name, {}]));
    const changed = new Map(files).set(STREAM_FILE, encodeJson({ ...json, header }));
    refused(changed, STREAM_FILE, /no state of a learner: the header holds other values/);
  });

  it.each([
    ['mixture', { rng: 'abcd' }],
    ['mixture', { rng: [1, 2, 3] }],
    ['mixture', { begun: 'yes' }],
    ['mixture', { waiting: 0.5 }],
    ['network', { rng: 'abcd' }],
    ['network', { powers: [1, null] }],
  ] as const)('a %s that goes on from %j', async (id, wrong) => {
    const { files } = await (id === 'mixture' ? learnt({ id }, { kind: 'density' }, 3) : learnt({}, THREE, 1));
    const json = JSON.parse(new TextDecoder().decode(files.get(STREAM_FILE))) as Json;
    const header = { ...(json.header as Json), ...wrong };
    const changed = new Map(files).set(STREAM_FILE, encodeJson({ ...json, header }));
    refused(changed, STREAM_FILE, /no state of a learner: the header holds other values/);
  });

  it('a mixture that has not begun is no ONNX', async () => {
    const { files } = await learnt({ id: 'mixture' }, { kind: 'density' }, 1);
    expect(() => streamToOnnx(readStreamModel(files))).toThrow(/not seen enough/);
  });
});
