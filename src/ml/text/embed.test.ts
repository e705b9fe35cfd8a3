// Embeddings of the shipped models: where texts stand to each other.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWasmBackend } from '../compute/nn/wasm/create';
import { nodeNnEnv } from '../compute/nn/wasm/env.node';
import { Rng } from '../rng';
import { CombinedModel } from './combined/model';
import { EncoderModel } from './encoder/model';
import { embedPrints, NGRAM_EMBEDDING } from './ngram/embed';
import { NgramModel } from './ngram/model';
import type { ModelFiles } from './types';

const file = (path: string) => new Uint8Array(readFileSync(join('public/models', path)));
const GOOD = 'A warm, funny film with a perfect cast. I loved every minute of it.';
const ALSO_GOOD = 'Funny and warm, with a wonderful cast: I loved it.';
const BAD = 'Terrible. The plot makes no sense and the acting is wooden. A waste of two hours.';

let encoder: EncoderModel;
let combined: CombinedModel;
let ngram: NgramModel;
beforeAll(async () => {
  const nn = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
  const files: ModelFiles = new Map([
    ['config.json', file('small/config.json')],
    ['model.safetensors', file('small/model.safetensors')],
    ['vocab.txt', file('small/vocab.txt')],
  ]);
  encoder = new EncoderModel(nn, files);
  const under = [...files].map(([name, bytes]) => [`encoder/${name}`, bytes] as const);
  const ngramFile = file('nano/ngram.bin');
  combined = new CombinedModel(
    nn,
    new Map([...under, ['ngram/ngram.bin', ngramFile], ['combined.json', file('small/combined.json')]]),
  );
  ngram = NgramModel.fromFiles(new Map([['ngram.bin', ngramFile]]));
});

function distance(data: Float32Array, d: number, i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k < d; k++) sum += (data[i * d + k] - data[j * d + k]) ** 2;
  return Math.sqrt(sum);
}

describe('embeddings', () => {
  it('of the n-gram model have 64 numbers and length one, zeros for a text without words', async () => {
    const { d, data } = await ngram.embed([GOOD, 'frotz', '', ' \n', '😀'.repeat(3)]);
    expect(d).toBe(64);
    const lengths = [0, 1, 2, 3].map((i) => Math.hypot(...data.subarray(i * d, (i + 1) * d)));
    expect(lengths[0]).toBeCloseTo(1, 6);
    expect(lengths[1]).toBeCloseTo(1, 6);
    expect(lengths.slice(2)).toEqual([0, 0]);
    expect(data.every(Number.isFinite)).toBe(true);
  });

  it('of like texts are near each other, under every model', async () => {
    for (const model of [ngram, encoder, combined]) {
      const { d, data } = await model.embed([GOOD, ALSO_GOOD, BAD]);
      expect(distance(data, d, 0, 1)).toBeLessThan(distance(data, d, 0, 2));
      expect(distance(data, d, 0, 1)).toBeLessThan(distance(data, d, 1, 2));
    }
  });

  it('of the combined model are the encoder’s, one for each text in its place', async () => {
    const texts = [BAD, '', GOOD.repeat(40), 'ok', GOOD];
    const [one, other] = [await encoder.embed(texts), await combined.embed(texts)];
    expect(other).toEqual(one);
    expect(one.d).toBe(128);
    const { data } = await encoder.embed([GOOD]);
    data.forEach((value, k) => {
      expect(one.data[4 * one.d + k]).toBeCloseTo(value, 4);
    });
  });

  it('leave scores as they were', async () => {
    const [before] = await combined.score([GOOD]);
    await combined.embed([BAD, GOOD]);
    expect((await combined.score([GOOD]))[0]).toEqual(before);
  });
});

describe('the projection of prints', () => {
  it('keeps angles: sets of features that share nothing are about at right angles, and halves in between', () => {
    const rng = new Rng(11);
    const cosines = { apart: 0, half: 0 };
    const rounds = 200;
    const none = new Map<number, number>();
    for (let round = 0; round < rounds; round++) {
      const prints = Array.from({ length: 300 }, () => rng.uint32());
      const first = embedPrints(prints.slice(0, 100), none);
      const dot = (other: Float32Array) => first.reduce((sum, value, k) => sum + value * (other[k] ?? 0), 0);
      cosines.apart += dot(embedPrints(prints.slice(200), none)) / rounds;
      cosines.half += dot(embedPrints(prints.slice(50, 150), none)) / rounds;
    }
    // The standard error of either mean is below 1 / √(64 · 200).
    const tolerance = 4 / Math.sqrt(NGRAM_EMBEDDING * rounds);
    expect(Math.abs(cosines.apart)).toBeLessThan(tolerance);
    expect(Math.abs(cosines.half - 0.5)).toBeLessThan(tolerance);
  });

  it('counts a feature by the size of its weight', () => {
    const weights = new Map([[7, -3]]);
    const strong = embedPrints([7, 8], weights);
    const alone = embedPrints([7], weights);
    expect(strong.reduce((sum, value, k) => sum + value * (alone[k] ?? 0), 0)).toBeGreaterThan(0.99);
  });
});
