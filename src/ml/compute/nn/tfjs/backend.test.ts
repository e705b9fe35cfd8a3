// The operations through TensorFlow.js against the float64 reference, here on its plain JavaScript backend, and the
// promises around them. On WebGL and WebGPU the same cases run in the browser, e2e/nn.spec.ts.

import { beforeAll, describe, expect, it } from 'vitest';
import { tf } from '../../tf';
import { ReferenceBackend } from '../reference';
import type { Case } from '../testing/bench.fixture';
import { everyCase } from '../testing/cases.fixture';
import { difference, outputs } from '../testing/compare.fixture';
import { manySteps } from '../testing/steps.fixture';
import { type NnBackend, NnMemoryError } from '../types';
import { createTfjsBackend } from '.';
import { TfjsBackend } from './backend';
import { plainKernels } from './plain';

let nn: NnBackend;
beforeAll(async () => {
  nn = await createTfjsBackend('cpu');
});

describe('operations', () => {
  const reference = new ReferenceBackend();

  it.each(everyCase().map((each): [string, Case] => [each.name, each]))('%s', async (_name, each) => {
    const before = tf.memory().numTensors;
    const expected = await outputs(reference, each);
    const got = await outputs(nn, each);
    expect([...got.keys()]).toEqual([...expected.keys()]);
    for (const [name, values] of expected) {
      expect(values.length).toBeGreaterThan(0);
      expect(difference(got.get(name)!, values), name).toBeLessThan(1e-5);
    }
    expect(nn.memory()).toEqual({ buffers: 0, bytes: 0 });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('buffers', () => {
  it('start as zeros and keep what lies beyond an operation', async () => {
    const [long, short] = [nn.floats(5), nn.floats(2)];
    expect(await nn.read(long)).toEqual(new Float32Array(5));
    nn.write(long, Float32Array.of(1, 2, 3, 4, 5));
    nn.write(short, Float32Array.of(10, 20));
    nn.addScaled(long, short, 0.5);
    expect(await nn.read(long)).toEqual(Float32Array.of(6, 12, 3, 4, 5));
    nn.activationBackward('none', short, short, long, 2);
    expect(await nn.read(long)).toEqual(Float32Array.of(10, 20, 3, 4, 5));
    nn.zero(long);
    nn.addScaled(long, short, 1);
    expect(await nn.read(long)).toEqual(Float32Array.of(10, 20, 0, 0, 0));
    nn.free(long, short);
  });

  it('are copies: neither what was written nor what was read is shared', async () => {
    const x = nn.floats(2);
    const written = Float32Array.of(1, 2);
    nn.write(x, written);
    written[0] = 9;
    const read = await nn.read(x);
    read[1] = 9;
    expect(await nn.read(x)).toEqual(Float32Array.of(1, 2));
    // What is read is as it was when asked for.
    const asked = nn.read(x);
    nn.zero(x);
    expect(await asked).toEqual(Float32Array.of(1, 2));
    nn.free(x);
  });

  it('are refused when there is no room, when freed, when of another backend, and when too small', async () => {
    const other = await createTfjsBackend('cpu');
    const x = nn.floats(4);
    expect(() => other.zero(x)).toThrow(/another backend/);
    expect(() => nn.write(x, new Float32Array(5))).toThrow(RangeError);
    expect(() => nn.dropout(x, 5, { rate: 0.5, seed: 1 })).toThrow(RangeError);
    const ids = nn.ints(2);
    nn.writeInts(ids, Int32Array.of(0, 4));
    expect(() => nn.scatterAddRows(x, ids, x, 2, 1)).toThrow(RangeError);
    nn.free(x, ids);
    expect(() => nn.zero(x)).toThrow(/freed/);
    expect(() => nn.free(x)).toThrow(/freed/);
    const small = new TfjsBackend('cpu', plainKernels, 100, 'small');
    expect(() => small.floats(101)).toThrow(NnMemoryError);
    expect(small.floats(100).size).toBe(100);
  });
});

it('leaves nothing behind in 1,000 steps, nor once disposed of', async () => {
  const before = tf.memory().numTensors;
  const own = await createTfjsBackend('cpu');
  const { grown, parameters } = await manySteps(own, 1000, () => tf.memory().numTensors);
  expect(grown).toBe(0);
  expect(parameters.every(Number.isFinite)).toBe(true);
  own.dispose();
  expect(own.memory()).toEqual({ buffers: 0, bytes: 0 });
  expect(tf.memory().numTensors).toBe(before);
}, 120_000);
