// Models in less precision: smaller by what it should be, answering nearly the same, and as they were once nothing is lost.

import { describe, expect, it } from 'vitest';
import { presetConfig } from '../../bert/config';
import { ReferenceBackend } from '../../compute/nn/reference';
import { readImageModel, writeImageModel } from '../../image/files';
import { ImageModel } from '../../image/model';
import { smallConfig } from '../../image/problem.fixture';
import { Rng } from '../../rng';
import { freshEncoder } from '../../text/encoder/model';
import { freshTextModel, loadTextModel } from '../../text/load';
import { differing } from '../bytes.fixture';
import { FormatError } from '../errors';
import { type Files, PRECISIONS } from '../files';
import { largestDifference } from '../onnx/run-onnx.fixture';
import { bytesOf } from '../sizes';
import { learnt } from '../stream/learner.fixture';
import { readStreamModel } from '../stream/model';
import { atPrecision, precisionsOf } from './precision';

const VOCABULARY = new TextEncoder().encode(
  ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'film', 'a', 'b'].join('\n'),
);

function textFiles(kind: 'encoder' | 'combined'): Files {
  const changes = { initializer_range: 0.3, max_position_embeddings: 16 };
  if (kind === 'encoder') return freshEncoder(presetConfig('L-1_H-64_A-2', 8, changes), VOCABULARY, 2);
  return freshTextModel({ kind, architecture: 'L-1_H-64_A-2', vocabulary: VOCABULARY, seed: 2, changes });
}

async function imageFiles(): Promise<Files> {
  const config = { ...smallConfig('cnn'), structure: { kind: 'cnn', stages: [8, 16], hidden: [32] } } as const;
  const model = new ImageModel(new ReferenceBackend(), config, new Rng(1));
  return writeImageModel(config, await model.weights());
}

const sizesIn = (files: Files) => {
  expect(precisionsOf(files)).toEqual(PRECISIONS);
  return PRECISIONS.map((precision) => bytesOf(atPrecision(files, precision)));
};

const TOLERANCE = { float32: 1e-6, float16: 5e-3, int8: 0.15 } as const;

describe('another precision', () => {
  it.each(['encoder', 'combined'] as const)('of a text model: %s', async (kind) => {
    const files = textFiles(kind);
    const answers = async (some: Files) =>
      (await loadTextModel(new ReferenceBackend(), some).score(['a film', 'b b'])).map(({ logit }) => logit);
    const want = await answers(files);
    const [full, half, eighth] = sizesIn(files);
    expect(half / full).toBeLessThan(0.56);
    expect(eighth / full).toBeLessThan(0.36);
    for (const precision of PRECISIONS) {
      const small = atPrecision(files, precision);
      expect(largestDifference(await answers(small), want)).toBeLessThan(TOLERANCE[precision]);
      // What is once in this precision loses nothing more.
      expect(differing(atPrecision(atPrecision(small, 'float32'), precision), small)).toEqual([]);
    }
  });

  it('of an image model, kernels too', async () => {
    const files = await imageFiles();
    const pixels = Float32Array.from({ length: 48 }, (_, i) => (i % 5) / 5);
    const answers = async (some: Files) => {
      const { config, weights } = readImageModel(some);
      return new ImageModel(new ReferenceBackend(), config, weights).predict(pixels);
    };
    const want = await answers(files);
    const [full, half, eighth] = sizesIn(files);
    expect(half / full).toBeLessThan(0.6);
    expect(eighth / full).toBeLessThan(0.45);
    for (const precision of PRECISIONS) {
      expect(largestDifference(await answers(atPrecision(files, precision)), want)).toBeLessThan(TOLERANCE[precision]);
    }
  });

  it('of a stream’s network', async () => {
    const { files } = await learnt({ hidden: [32, 32] }, { kind: 'classification', n_classes: 3 });
    const [full, half, eighth] = sizesIn(files);
    expect(half).toBeLessThan(full);
    expect(eighth).toBeLessThan(half);
    expect(readStreamModel(atPrecision(files, 'int8')).about).toEqual(readStreamModel(files).about);
  });

  it('there is none of what is kept in full alone', async () => {
    const ngram = freshTextModel({ kind: 'ngram', architecture: '', vocabulary: VOCABULARY, seed: 1 });
    const mixture = (await learnt({ id: 'mixture' }, { kind: 'density' })).files;
    const points = new Map([['mixture.json', new Uint8Array(2)]]);
    for (const files of [ngram, mixture, points]) {
      expect(precisionsOf(files)).toEqual([]);
      expect(() => atPrecision(files, 'int8')).toThrow(FormatError);
      expect(() => atPrecision(files, 'int8')).toThrow('is kept in its own precision alone');
    }
  });

  it('numbers too large for float16 are refused, not made infinite', async () => {
    const files = await imageFiles();
    const { config, weights } = readImageModel(files);
    const large = new Map(weights).set('classifier.bias', Float32Array.of(1, 2, 1e6));
    expect(() => atPrecision(writeImageModel(config, large), 'float16')).toThrow(/classifier.bias.*65504/);
  });
});
