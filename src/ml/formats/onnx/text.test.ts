// Text encoders as ONNX in onnxruntime-web: the product's logits to 1e-4 and better, in every architecture, whatever the
// padding.

import { describe, expect, it } from 'vitest';
import { type EncoderConfig, parseConfig, presetConfig } from '../../bert/config';
import { Encoder } from '../../bert/encoder';
import { ClassifierHead } from '../../bert/heads';
import { readNumbers } from '../../bert/numbers';
import { readSafetensors, type Tensor, writeSafetensors } from '../../bert/safetensors';
import { freshWeights, type Weights } from '../../bert/weights';
import { ReferenceBackend } from '../../compute/nn/reference';
import { Rng } from '../../rng';
import { WEIGHTS_FILE } from '../../text/encoder/files';
import { freshEncoder } from '../../text/encoder/model';
import { loadTextModel } from '../../text/load';
import { sameBytes } from '../bytes.fixture';
import { exportAs, ONNX_FILE } from '../export';
import { encodeText, PRECISIONS } from '../files';
import { atPrecision } from '../precision/precision';
import { largestDifference, runOnnx } from './run-onnx.fixture';
import { encoderToOnnx } from './text';

const IDS = [
  [2, 7, 9, 11, 12, 8, 3],
  [2, 5, 3, 0, 0, 0, 0],
  [2, 14, 14, 6, 3, 0, 0],
];
const LENGTHS = [7, 3, 5];

async function productLogits(config: EncoderConfig, weights: Weights): Promise<number[]> {
  const nn = new ReferenceBackend();
  const encoder = new Encoder(nn, config, weights);
  const act = encoder.activations({ batch: 3, length: 7 }, 'inference');
  nn.writeInts(act.ids, Int32Array.from(IDS.flat()));
  nn.writeInts(act.lengths, Int32Array.from(LENGTHS));
  encoder.forward(act, null);
  const head = new ClassifierHead(encoder, act);
  head.forward(act, null);
  return Array.from(await readNumbers(nn, head.logits));
}

const inputs = {
  input_ids: { type: 'int64', data: IDS.flat(), dims: [3, 7] },
  attention_mask: {
    type: 'int64',
    data: LENGTHS.flatMap((n) => Array.from({ length: 7 }, (_, i) => Number(i < n))),
    dims: [3, 7],
  },
} as const;

const PRE = {
  norm_position: 'pre',
  position_embedding_type: 'relative_bias',
  relative_attention_max_distance: 3,
} as const;
const VARIANTS: readonly (readonly [string, Partial<EncoderConfig>])[] = [
  ['BERT', {}],
  [
    'ReLU, mean pooling, no segments, three classes',
    { hidden_act: 'relu', pooling: 'mean', type_vocab_size: 0, num_labels: 3 },
  ],
  ['pre-LN, relative bias, attention pooling', { ...PRE, pooling: 'attention', layer_norm_eps: 1e-5 }],
  ['post-LN, relative bias', { position_embedding_type: 'relative_bias' }],
  ['pre-LN, absolute positions', { norm_position: 'pre', pooling: 'mean' }],
];

describe('a text encoder as ONNX', () => {
  it.each(VARIANTS)('%s', async (_, changes) => {
    const config = presetConfig('L-2_H-16_A-4', 20, {
      max_position_embeddings: 12,
      initializer_range: 0.3,
      ...changes,
    });
    const weights = freshWeights(parseConfig(config), 4);
    const want = await productLogits(config, weights);
    // The rest of the precisions is the same for all: once is enough.
    for (const precision of config.pooling === 'attention' ? PRECISIONS : (['float32'] as const)) {
      const bytes = encoderToOnnx(config, weights, precision);
      const { logits } = await runOnnx(bytes, inputs);
      expect(logits.dims).toEqual([3, config.num_labels]);
      const tolerance = { float32: 1e-5, float16: 0.02, int8: 0.5 }[precision];
      expect(largestDifference(logits.data, want), precision).toBeLessThan(tolerance);
    }
  });

  it('is smaller in less precision, and the same bytes again', () => {
    const config = presetConfig('L-1_H-64_A-2', 500, { max_position_embeddings: 64 });
    const weights = freshWeights(config, 1);
    const [full, half, eighth] = PRECISIONS.map((precision) => encoderToOnnx(config, weights, precision));
    expect(half.length / full.length).toBeLessThan(0.6);
    expect(eighth.length / full.length).toBeLessThan(0.4);
    expect(sameBytes(encoderToOnnx(config, weights, 'int8'), eighth)).toBe(true);
  });

  it.each(PRECISIONS)('computes with the very numbers that the product keeps in %s', async (precision) => {
    const vocabulary = encodeText(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'film', 'a', 'b'].join('\n'));
    const config = presetConfig('L-2_H-16_A-4', 8, { max_position_embeddings: 8, initializer_range: 0.3 });
    const fresh = freshEncoder(config, vocabulary, 3);
    const rng = new Rng(4);
    // Biases are zeros at first, which every precision has.
    const tensors = [...readSafetensors(fresh.get(WEIGHTS_FILE)!)].map(([name, { shape, data }]): [string, Tensor] => {
      return [name, { shape, data: shape.length > 1 ? data : data.map((value) => value + 0.3 * rng.normal()) }];
    });
    const files = new Map(fresh).set(WEIGHTS_FILE, writeSafetensors(new Map(tensors)));
    const model = loadTextModel(new ReferenceBackend(), atPrecision(files, precision));
    const [{ logit }] = await model.score(['a film b']);
    const ids = { type: 'int64', data: [2, 6, 5, 7, 3], dims: [1, 5] } as const;
    const { logits } = await runOnnx(exportAs(files, 'onnx', precision).get(ONNX_FILE)!, {
      ...{ input_ids: ids, attention_mask: { ...ids, data: ids.data.map(() => 1) } },
    });
    expect(logits.data[1] - logits.data[0]).toBeCloseTo(logit, 5);
  });
});
