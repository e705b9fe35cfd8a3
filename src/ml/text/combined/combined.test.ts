// Encoder and n-gram model joined: the sum, its explanation, its files, and the fit of the sum.

import { describe, expect, it } from 'vitest';
import { presetConfig } from '../../bert/config';
import { EncoderError } from '../../bert/errors';
import { ReferenceBackend } from '../../compute/nn/reference';
import { Rng } from '../../rng';
import { EncoderModel, freshEncoder } from '../encoder/model';
import { NgramModel } from '../ngram/model';
import { COMBINED_FILE, joinCombined, splitCombined } from './files';
import { combine, fitCombination } from './fit';
import { CombinedModel, mergeWords } from './model';

const PIECES = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'the', 'film', 'don', "'", 't', 'like', 'great', '.'];
const vocabulary = new TextEncoder().encode(PIECES.join('\n'));
const COMBINATION = { encoder: 0.7, ngram: 1.3, offset: -0.1 };

function files() {
  const config = presetConfig('L-2_H-8_A-2', PIECES.length, { initializer_range: 0.4 });
  const encoder = freshEncoder(config, vocabulary, 2);
  const ngram = NgramModel.fresh();
  for (let i = 0; i < 20; i++) {
    ngram.learn("don't like the film", 0);
    ngram.learn('great film', 1);
  }
  return joinCombined({ encoder, ngram: ngram.saveNow(), combination: COMBINATION });
}

describe('the combined model', () => {
  const TEXTS = ["I don't like the great film.", '', 'the '.repeat(700), '\ud800'];

  it('scores the weighted sum of both logits', async () => {
    const nn = new ReferenceBackend();
    const parts = splitCombined(files());
    const scores = await new CombinedModel(nn, files()).score(TEXTS);
    const encoder = await new EncoderModel(nn, parts.encoder).score(TEXTS);
    const ngram = await NgramModel.fromFiles(parts.ngram).score(TEXTS);
    scores.forEach(({ logit, score, tokensRead }, i) => {
      expect(logit).toBeCloseTo(combine(COMBINATION, encoder[i].logit, ngram[i].logit), 10);
      expect(score).toBeCloseTo(1 / (1 + Math.exp(-logit)), 10);
      expect(tokensRead).toBe(encoder[i].tokensRead);
    });
  });

  it('explains by the words of both, apart from each other, that add up', async () => {
    const model = new CombinedModel(new ReferenceBackend(), files());
    const { words, base, gap, score } = await model.explain(TEXTS[0]);
    expect(words.map(({ start, end }) => TEXTS[0].slice(start, end))).toEqual([
      'I',
      "don't",
      'like',
      'the',
      'great',
      'film',
      '.',
    ]);
    expect(Math.abs(words.reduce((sum, { weight }) => sum + weight, base) - score.logit)).toBeCloseTo(gap, 10);
    expect(gap).toBeLessThan(0.1);
  });

  it('saves what it was loaded from, and counts its parameters', async () => {
    const model = new CombinedModel(new ReferenceBackend(), files());
    expect(model.info.kind).toBe('combined');
    expect(await model.save()).toEqual(files());
    const total = model.structure().reduce((sum, { parameters }) => sum + parameters, 0);
    expect(total).toBe(model.info.parameters);
  });

  it.each(['{}', '[]', 'x', '{"encoder":1,"ngram":1}', '{"encoder":1,"ngram":"1","offset":0}'])(
    'refuses %s',
    (json) => {
      const broken = new Map(files()).set(COMBINED_FILE, new TextEncoder().encode(json));
      expect(() => new CombinedModel(new ReferenceBackend(), broken)).toThrow(EncoderError);
    },
  );

  it.each([COMBINED_FILE, 'encoder/config.json'])('refuses a %s of more than a megabyte unread', (name) => {
    const given = files();
    const bytes = new Uint8Array(2 ** 20 + 1).fill(0x20);
    bytes.set(given.get(name)!);
    const broken = new Map(given).set(name, bytes);
    expect(() => new CombinedModel(new ReferenceBackend(), broken)).toThrow('has 1048577 bytes: at most 1048576');
  });

  it('leaves nothing in memory', () => {
    const nn = new ReferenceBackend();
    new CombinedModel(nn, files()).dispose();
    expect(nn.memory().buffers).toBe(0);
    expect(() => new CombinedModel(nn, new Map())).toThrow(COMBINED_FILE);
  });
});

describe('stretches of text', () => {
  it('become one where they overlap, and stay apart where they touch', () => {
    const word = (start: number, end: number, weight: number) => ({ start, end, weight });
    expect(mergeWords([word(0, 3, 1), word(3, 4, 2), word(4, 5, 4), word(0, 5, 8), word(5, 6, 16)])).toEqual([
      word(0, 5, 15),
      word(5, 6, 16),
    ]);
  });
});

describe('the fit of the combination', () => {
  const prior = { encoder: 1, ngram: 1, offset: 0 };

  it('finds the numbers that the labels were drawn with', () => {
    const rng = new Rng(4);
    const truth = { encoder: 0.8, ngram: 0.3, offset: -0.5 };
    const e = Float64Array.from({ length: 20_000 }, () => 2 * rng.normal());
    const n = Float64Array.from({ length: 20_000 }, () => 3 * rng.normal());
    const labels = Float64Array.from(e, (_, i) =>
      rng.uniform() < 1 / (1 + Math.exp(-combine(truth, e[i], n[i]))) ? 1 : 0,
    );
    const fit = fitCombination(prior, e, n, labels);
    expect(fit.encoder).toBeCloseTo(0.8, 1);
    expect(fit.ngram).toBeCloseTo(0.3, 1);
    expect(fit.offset).toBeCloseTo(-0.5, 1);
  });

  it('stays near what it was for few labels, separable or all alike', () => {
    for (const labels of [
      [1, 0],
      [1, 1],
    ]) {
      const fit = fitCombination(prior, [5, -5], [4, -4], labels);
      expect(Math.abs(fit.encoder - 1)).toBeLessThan(0.1);
      expect(Math.abs(fit.offset)).toBeLessThan(0.1);
    }
    expect(fitCombination(prior, [0, 0], [0, 0], [1, 0])).toEqual(prior);
  });
});
