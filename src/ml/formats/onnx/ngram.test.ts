// N-gram models, alone and with an encoder, as ONNX in onnxruntime-web: the product's logits to 1e-4 and better.

import { describe, expect, it } from 'vitest';
import { presetConfig } from '../../bert/config';
import { ReferenceBackend } from '../../compute/nn/reference';
import { joinCombined } from '../../text/combined/files';
import { CombinedModel } from '../../text/combined/model';
import { readEncoder, readTokenizer } from '../../text/encoder/files';
import { freshEncoder } from '../../text/encoder/model';
import { readText } from '../../text/encoder/reader';
import { prints } from '../../text/ngram/features';
import { NgramModel } from '../../text/ngram/model';
import { encodeText } from '../files';
import { combinedToOnnx, NO_FEATURE, ngramToOnnx } from './ngram';
import { runOnnx } from './run-onnx.fixture';

const TEXTS = ['a film a film b', 'B!', '', 'nothing of this is known'];

function trained(): NgramModel {
  const model = new NgramModel({ bias: 0, weights: new Map(), order: 3 });
  for (const [text, label] of [
    ['a film b', 1],
    ['film a', 0],
    ['b b', 1],
  ] as const)
    model.learn(text, label);
  // As files keep it.
  return NgramModel.fromFiles(model.saveNow());
}

function padded(rows: readonly (readonly number[])[], fill: number) {
  const length = Math.max(1, ...rows.map((row) => row.length));
  const data = rows.flatMap((row) => [...row, ...new Array<number>(length - row.length).fill(fill)]);
  return { type: 'int64', data, dims: [rows.length, length] } as const;
}

const ngrams = padded(
  TEXTS.map((text) => [...prints(text, 3)]),
  NO_FEATURE,
);

describe('an n-gram model as ONNX', () => {
  it('gives each text its logit', async () => {
    const model = trained();
    const { logits } = await runOnnx(ngramToOnnx(model.numbers()), { ngrams });
    expect(logits.dims).toEqual([4, 2]);
    TEXTS.forEach((text, i) => {
      expect(logits.data[2 * i]).toBe(0);
      expect(logits.data[2 * i + 1]).toBeCloseTo(model.logit(text), 5);
    });
  });

  it('that knows nothing yet is one too', async () => {
    const { logits } = await runOnnx(ngramToOnnx(NgramModel.fresh().numbers()), { ngrams });
    expect(logits.data).toEqual(new Array(8).fill(0));
  });

  it('together with an encoder', async () => {
    const vocabulary = encodeText(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'film', 'a', 'b'].join('\n'));
    const start = presetConfig('L-1_H-16_A-2', 8, { max_position_embeddings: 8, initializer_range: 0.4 });
    const encoder = freshEncoder(start, vocabulary, 3);
    const ngram = trained();
    const combination = { encoder: 0.7, ngram: 1.3, offset: -0.2 };
    const model = new CombinedModel(
      new ReferenceBackend(),
      joinCombined({ encoder, ngram: ngram.saveNow(), combination }),
    );
    const want = await model.score(TEXTS);
    const { config, weights } = readEncoder(encoder);
    const tokenizer = readTokenizer(encoder, config);
    const read = TEXTS.map((text) => Array.from(readText(tokenizer, text, 8).ids));
    const { logits } = await runOnnx(combinedToOnnx(config, weights, ngram.numbers(), combination), {
      ngrams,
      input_ids: padded(read, tokenizer.special.pad),
      attention_mask: padded(
        read.map((ids) => ids.map(() => 1)),
        0,
      ),
    });
    want.forEach(({ logit }, i) => {
      expect(logits.data[2 * i + 1]).toBeCloseTo(logit, 5);
    });
  });
});
