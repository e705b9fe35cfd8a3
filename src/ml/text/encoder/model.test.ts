// The encoder as a text model, on the float64 reference: scores do not depend on company, explanations add up,
// any string is fine, and nothing is left in memory.

import { describe, expect, it } from 'vitest';
import { presetConfig } from '../../bert/config';
import { ReferenceBackend } from '../../compute/nn/reference';
import { WEIGHTS_FILE, withDtype } from './files';
import { EncoderModel, freshEncoder } from './model';
import { keptPieces } from './reader';

const WORDS = ['the', 'film', 'is', 'great', 'aw', '##ful', 'not', ',', '.', 'very', 'e', '##d', 'x'];
const VOCABULARY = new TextEncoder().encode(`${['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...WORDS].join('\n')}\n`);
const PRE = {
  hidden_act: 'relu',
  layer_norm_eps: 1e-5,
  type_vocab_size: 0,
  norm_position: 'pre',
  position_embedding_type: 'relative_bias',
  pooling: 'attention',
} as const;

function make(changes: object = {}) {
  const config = presetConfig('L-2_H-8_A-2', 5 + WORDS.length, {
    max_position_embeddings: 12,
    initializer_range: 0.4,
    ...changes,
  });
  const nn = new ReferenceBackend();
  return { nn, model: new EncoderModel(nn, freshEncoder(config, VOCABULARY, 3)) };
}

const ODD = [
  '',
  ' ',
  '\u200b\u200d',
  '\ud800',
  '👍🏽 great',
  '电影很好',
  'فيلم رائع',
  'x'.repeat(1000),
  'the '.repeat(3000),
  '\0\n\t',
];

describe.each([
  ['post-LN', {}],
  ['mean pooling', { pooling: 'mean' as const }],
  ['pre-LN', PRE],
])('an encoder (%s)', (_name, config) => {
  it('scores a text the same alone and among others', async () => {
    const { model } = make(config);
    const texts = ['the film is great', 'awful.', '', 'not very great, the film', 'the '.repeat(40)];
    const together = await model.score(texts);
    for (const [i, text] of texts.entries()) {
      const [alone] = await model.score([text]);
      expect(alone.logit).toBeCloseTo(together[i].logit, 6);
      expect(alone.score).toBeCloseTo(1 / (1 + Math.exp(-alone.logit)), 12);
    }
    expect(await model.score([])).toEqual([]);
  });

  it('takes any string', async () => {
    const { model } = make(config);
    for (const { score, tokensRead } of await model.score(ODD)) {
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThan(1);
      expect(tokensRead).toBeLessThanOrEqual(12);
    }
    for (const text of ODD) expect((await model.explain(text)).gap).toBeLessThan(0.2);
  });

  it('explains by words whose weights add up to the logit', async () => {
    const { model } = make(config);
    const text = 'The film, awful; NOT great.';
    const { words, base, score, gap } = await model.explain(text);
    expect(words.map(({ start, end }) => text.slice(start, end))).toEqual([
      'The',
      'film',
      ',',
      'awful',
      ';',
      'NOT',
      'great',
      '.',
    ]);
    const sum = words.reduce((total, { weight }) => total + weight, base);
    expect(Math.abs(sum - score.logit)).toBeCloseTo(gap, 10);
    // Random weights bend more sharply than trained ones: those stay below 0.02.
    expect(gap).toBeLessThan(0.06 * Math.max(1, Math.abs(score.logit - base)));
    expect((await model.score([text]))[0].logit).toBeCloseTo(score.logit, 6);
  });

  it('pauses while it explains, and what is scored meanwhile changes nothing', async () => {
    const { model } = make({ ...config, max_position_embeddings: 192 });
    const text = 'the film is not great , awful . '.repeat(18);
    const alone = await model.explain(text);
    const texts = ['the film', 'awful', text.slice(0, 30)];
    const scores = await model.score(texts);
    let pauses = 0;
    const disturbed = await model.explain(text, async () => {
      const at = pauses++ % texts.length;
      expect((await model.score([texts[at]]))[0].logit).toBeCloseTo(scores[at].logit, 10);
    });
    expect(disturbed).toEqual(alone);
    expect(pauses).toBeGreaterThan(1);
  });

  it('counts its parameters, and saves what it was loaded from', async () => {
    const { nn, model } = make(config);
    const total = model.structure().reduce((sum, { parameters }) => sum + parameters, 0);
    expect(total).toBe(model.info.parameters);
    const again = new EncoderModel(nn, await model.save());
    expect(await again.score(['the film'])).toEqual(await model.score(['the film']));
    again.dispose();
    model.dispose();
    expect(nn.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  it('keeps no more memory after a thousand scores of few lengths', async () => {
    const { nn, model } = make(config);
    await model.score(['the film is great', 'the']);
    await model.explain('the film is great');
    const before = nn.memory();
    for (let i = 0; i < 1000; i++) await model.score(['the film is great', 'the']);
    await model.explain('the film is great');
    expect(nn.memory()).toEqual(before);
  });
});

describe('weights at rest', () => {
  it('score nearly the same in half precision and int8, from smaller files', async () => {
    const { nn, model } = make(PRE);
    const files = await model.save();
    const texts = ['the film is great', 'not awful, the film'];
    const exact = await model.score(texts);
    for (const [dtype, tolerance] of [
      ['F16', 0.01],
      ['I8', 0.1],
    ] as const) {
      const small = withDtype(files, dtype);
      expect(small.get(WEIGHTS_FILE)!.length).toBeLessThan(files.get(WEIGHTS_FILE)!.length);
      const scores = await new EncoderModel(nn, small).score(texts);
      scores.forEach(({ logit }, i) => {
        expect(Math.abs(logit - exact[i].logit)).toBeLessThan(tolerance);
      });
      // Once in this precision, nothing more is lost.
      expect(withDtype(withDtype(small, 'F32'), 'F32')).toEqual(withDtype(small, 'F32'));
    }
  });
});

describe('a long text', () => {
  it('is read a quarter from its beginning and the rest from its end', () => {
    expect([...keptPieces(20, 8)]).toEqual([0, 1, 14, 15, 16, 17, 18, 19]);
    expect([...keptPieces(3, 8)]).toEqual([0, 1, 2]);
  });

  it('tells how much of it was read', async () => {
    const { model } = make();
    const [score] = await model.score(['the '.repeat(30)]);
    expect(score).toMatchObject({ tokens: 32, tokensRead: 12 });
  });
});
