// A text encoder as ONNX: token numbers to logits, for every architecture of ../../bert/config.ts. Operators (ONNX operator
// set 17): Add, Cast, Clip, Div, Erf, Gather, Identity, LayerNormalization, MatMul, Mul, Range, ReduceSum, Relu, Reshape,
// Shape, Slice, Softmax, Split, Squeeze, Sub, Tanh, Transpose, Unsqueeze. LayerNormalization and GELU (½ x (1 + erf(x / √2)),
// Hendrycks and Gimpel 2016) stand as runtimes expect them, to put in their fused ones.

import type { EncoderConfig } from '../../bert/config';
import { layerName, normNames, parameterTable } from '../../bert/parameters';
import type { Weights } from '../../bert/weights';
import type { Precision } from '../files';
import { Graph } from './graph';
import { ClassifierBuild } from './text-head';

/**
 * Inputs `input_ids` and `attention_mask` (1 for tokens, then 0 for padding), int64 [batch, length]; output `logits` float
 * [batch, num_labels]. `length` is at most max_position_embeddings where positions are absolute. One row of
 * `attention_mask` needs at least one token.
 *
 * @throws FormatError where a parameter is missing
 */
export function encoderToOnnx(
  config: EncoderConfig,
  weights: Weights,
  precision: Precision = 'float32',
): Uint8Array<ArrayBuffer> {
  const graph = new Graph(precision);
  const logits = encoderLogits(graph, config, weights);
  const classes = config.num_labels;
  const meaning = classes === 2 ? 'Negative, positive: their softmax is the score.' : 'One for each class.';
  graph.output(logits, 'logits', 'float', ['batch', classes], meaning);
  const { num_hidden_layers: layers, hidden_size: hidden, max_position_embeddings: longest } = config;
  const doc = `Text classifier: BERT encoder, ${layers} layers of ${hidden}; reads ${longest} pieces of a text.`;
  return graph.finish({ name: 'encoder', doc, metadata: { max_length: String(longest) } });
}

/** Declares the encoder's two inputs; its logits, [batch, num_labels]. */
export function encoderLogits(graph: Graph, config: EncoderConfig, weights: Weights): string {
  const dims = ['batch', 'length'];
  const ids = graph.input('input_ids', 'int64', dims, 'Numbers of the pieces by vocab.txt: [CLS] … [SEP], then [PAD].');
  const mask = graph.input('attention_mask', 'int64', dims, '1 for each piece, 0 for padding, which comes last.');
  const build = new EncoderBuild(graph, config, weights);
  return build.classify(build.encode(ids, mask), mask);
}

class EncoderBuild extends ClassifierBuild {
  /** The numbers of the batch's length: [1]. */
  private length = '';

  constructor(graph: Graph, config: EncoderConfig, weights: Weights) {
    super(
      graph,
      config,
      new Map(parameterTable(config, ['classifier']).map((spec) => [spec.name, spec.shape])),
      weights,
    );
  }

  /** [batch, length, hidden]. As Encoder.forward: part k reads LayerNorm k−1's output, LayerNorm k takes the sum. */
  encode(ids: string, mask: string): string {
    const { graph, config } = this;
    this.length = graph.add('Gather', [graph.add('Shape', [ids]), graph.whole(1)], { axis: 0 });
    const norms = normNames(config);
    const pre = config.norm_position === 'pre';
    const away = this.away(mask);
    let sum = this.embed(ids);
    let normed = this.norm(sum, norms[0]);
    for (let k = 1; k < norms.length; k++) {
      const layer = layerName((k - 1) >> 1);
      const part = k % 2 === 1 ? this.attend(normed, layer, away) : this.feed(normed, layer);
      sum = graph.add('Add', [part, pre ? sum : normed]);
      normed = this.norm(sum, norms[k]);
    }
    return normed;
  }

  private embed(ids: string): string {
    const { graph, config } = this;
    const at = 'bert.embeddings';
    const table = (name: string) => this.tensor(`${at}.${name}.weight`);
    const words = table('word_embeddings');
    let value = graph.rows(words.name, words.data, words.dims, ids);
    if (config.position_embedding_type === 'absolute') {
      const { name, data, dims } = table('position_embeddings');
      const places = graph.add('Slice', [graph.matrix(name, data, dims), graph.whole(0), this.length, graph.whole(0)]);
      value = graph.add('Add', [value, places]);
    }
    if (config.type_vocab_size === 0) return value;
    const { name, data } = table('token_type_embeddings');
    // Every text is the first of its segments.
    return graph.add('Add', [value, graph.vector(name, data.subarray(0, config.hidden_size))]);
  }

  private norm(value: string, name: string): string {
    const inputs = [value, this.vector(`${name}.weight`), this.vector(`${name}.bias`)];
    return this.graph.add('LayerNormalization', inputs, { axis: -1, epsilon: { float: this.config.layer_norm_eps } });
  }

  /** [batch, 1, 1, length]: 0 where a token is, and far below where none is. */
  private away(mask: string): string {
    return this.graph.add('Unsqueeze', [this.absent(mask), this.graph.whole(1, 2)]);
  }

  private attend(x: string, layer: string, away: string): string {
    const { graph, config } = this;
    const { hidden_size: hidden, num_attention_heads: heads } = config;
    const size = hidden / heads;
    const at = `${layer}.attention`;
    const parts = graph.several('Split', [this.linear(x, `${at}.self.qkv`)], 3, { axis: 2 });
    const apart = parts.map((part) => graph.add('Reshape', [part, graph.whole(0, 0, heads, size)]));
    const [q, v] = [apart[0], apart[2]].map((part) => graph.add('Transpose', [part], { perm: [0, 2, 1, 3] }));
    const k = graph.add('Transpose', [apart[1]], { perm: [0, 2, 3, 1] });
    let scores = graph.add('Div', [graph.add('MatMul', [q, k]), graph.scalar(Math.sqrt(size))]);
    if (config.position_embedding_type === 'relative_bias') scores = graph.add('Add', [scores, this.bias(at)]);
    const shares = graph.add('Softmax', [graph.add('Add', [scores, away])], { axis: -1 });
    const mixed = graph.add('Transpose', [graph.add('MatMul', [shares, v])], { perm: [0, 2, 1, 3] });
    const joined = graph.add('Reshape', [mixed, graph.whole(0, 0, hidden)]);
    return this.linear(joined, `${at}.output.dense`);
  }

  /** [heads, length, length]: the number learnt for the distance from query i to key j, j − i, clipped. */
  private bias(at: string): string {
    const { graph, config } = this;
    const most = config.relative_attention_max_distance;
    const int = (value: number) => graph.add('Squeeze', [graph.whole(value)]);
    const places = graph.add('Range', [int(0), graph.add('Squeeze', [this.length]), int(1)]);
    const [keys, queries] = [0, 1].map((axis) => graph.add('Unsqueeze', [places, graph.whole(axis)]));
    const clipped = graph.add('Clip', [graph.add('Sub', [keys, queries]), int(-most), int(most)]);
    const rows = graph.add('Add', [clipped, int(most)]);
    const { name, data, dims } = this.tensor(`${at}.self.relative_attention_bias.weight`);
    const found = graph.add('Gather', [graph.matrix(name, data, dims), rows]);
    return graph.add('Transpose', [found], { perm: [2, 0, 1] });
  }

  private feed(x: string, layer: string): string {
    const { graph, config } = this;
    const wide = this.linear(x, `${layer}.intermediate.dense`);
    const active = config.hidden_act === 'relu' ? graph.add('Relu', [wide]) : this.gelu(wide);
    return this.linear(active, `${layer}.output.dense`);
  }

  private gelu(x: string): string {
    const { graph } = this;
    const erf = graph.add('Erf', [graph.add('Div', [x, graph.scalar(Math.SQRT2)])]);
    const product = graph.add('Mul', [x, graph.add('Add', [erf, graph.scalar(1)])]);
    return graph.add('Mul', [product, graph.scalar(0.5)]);
  }
}
