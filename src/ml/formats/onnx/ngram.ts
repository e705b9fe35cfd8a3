// The n-gram model, alone and together with an encoder, as ONNX. Its features are hashes of words and runs of words
// (../../text/ngram/features.ts), which no operator computes: they go in as numbers, and LabelEncoder (ai.onnx.ml, operator set
// 3) gives each its weight. Other operators (ONNX operator set 17): Add, Concat, Mul, ReduceSum, Slice, Sub, and the encoder's
// (./text.ts).

import type { EncoderConfig } from '../../bert/config';
import type { Weights } from '../../bert/weights';
import type { Combination } from '../../text/combined/files';
import { DEFAULT_ORDER } from '../../text/ngram/features';
import type { NgramNumbers } from '../../text/ngram/file';
import { runsOf } from '../../text/ngram/structure';
import type { Precision } from '../files';
import { type Described, Graph, ML_DOMAIN } from './graph';
import { encoderLogits } from './text';

/** No feature's number: what fills the rows of `ngrams`. */
export const NO_FEATURE = -1;

/**
 * Input `ngrams` int64 [batch, features]: the numbers of each text's distinct words and pairs, or longer runs where the
 * metadata have `ngram_order`, filled up with −1; output `logits` float [batch, 2]: 0 for negative, and the logit for positive.
 */
export function ngramToOnnx(numbers: NgramNumbers): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  const doc = `Text classifier: weights of ${runsOf(numbers.order)}.`;
  return finish(graph, ngramLogit(graph, numbers), { name: 'ngram', doc, metadata: orderOf(numbers) });
}

/**
 * Inputs of the encoder (`encoderToOnnx`) and of the n-gram model for the same texts; output `logits` float [batch, 2]: 0 for
 * negative, and the joint logit for positive.
 */
export function combinedToOnnx(
  config: EncoderConfig,
  weights: Weights,
  numbers: NgramNumbers,
  combination: Combination,
  precision: Precision = 'float32',
): Uint8Array<ArrayBuffer> {
  const graph = new Graph(precision);
  const both = encoderLogits(graph, config, weights);
  const [negative, positive] = [0, 1].map((at) => {
    return graph.add('Slice', [both, graph.whole(at), graph.whole(at + 1), graph.whole(1)]);
  });
  const encoder = graph.add('Mul', [graph.add('Sub', [positive, negative]), graph.scalar(combination.encoder)]);
  const ngram = graph.add('Mul', [ngramLogit(graph, numbers), graph.scalar(combination.ngram)]);
  const logit = graph.add('Add', [graph.add('Add', [encoder, ngram]), graph.scalar(combination.offset)]);
  const longest = String(config.max_position_embeddings);
  const doc = `Text classifier: BERT encoder, reading ${longest} pieces of a text, and ${runsOf(numbers.order)} of all of it.`;
  return finish(graph, logit, { name: 'combined', doc, metadata: { max_length: longest, ...orderOf(numbers) } });
}

/** Nothing for pairs: such models stay the same bytes that they always were, by which archives are known again. */
function orderOf({ order }: NgramNumbers): Readonly<Record<string, string>> {
  return order === DEFAULT_ORDER ? {} : { ngram_order: String(order) };
}

/** [batch, 1] */
function ngramLogit(graph: Graph, { bias, weights, order }: NgramNumbers): string {
  const how = `Hashes of the distinct ${runsOf(order)} of each text, filled up with -1.`;
  const found = graph.input('ngrams', 'int64', ['batch', 'features'], how);
  const sorted = [...weights].sort(([a], [b]) => a - b);
  const each = graph.add(`${ML_DOMAIN}/LabelEncoder`, [found], {
    keys_int64s: sorted.map(([print]) => print),
    values_floats: { floats: sorted.map(([, weight]) => weight) },
    default_float: { float: 0 },
  });
  const sum = graph.add('ReduceSum', [each, graph.whole(1)], { keepdims: 1 });
  return graph.add('Add', [sum, graph.scalar(bias)]);
}

function finish(graph: Graph, logit: string, about: Described): Uint8Array<ArrayBuffer> {
  const none = graph.add('Sub', [logit, logit]);
  const logits = graph.add('Concat', [none, logit], { axis: 1 });
  graph.output(logits, 'logits', 'float', ['batch', 2], 'Negative, positive: their softmax is the score.');
  return graph.finish(about);
}
