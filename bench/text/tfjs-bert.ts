// Textbook BERT in TensorFlow.js's own operations (Devlin et al. 2019; post-LN, GELU by erf, pooler, classifier).
// Products are 2-D: tfjs's gradient of a product with a broadcast batch is wrong.

import * as tf from '@tensorflow/tfjs';
import type { EncoderConfig } from '../../src/ml/bert/config';
import { toFile, type Weights } from '../../src/ml/bert/weights';

export class StockBert {
  readonly #parameters: ReadonlyMap<string, tf.Variable>;

  constructor(
    private readonly config: EncoderConfig,
    weights: Weights,
    /** Word embeddings as a product with one-hot rows. */
    private readonly oneHot: boolean,
  ) {
    const parameters = new Map<string, tf.Variable>();
    for (const [name, { shape, data }] of toFile(config, weights)) {
      // Linear weights are held [inputs, outputs], which spares a transposition in each product.
      const tensor = tf.tensor(Float32Array.from(data), [...shape]);
      const linear = shape.length === 2 && !name.includes('embeddings');
      parameters.set(name, tf.variable(linear ? tf.transpose(tensor) : tensor, true, name));
    }
    this.#parameters = parameters;
  }

  get variables(): tf.Variable[] {
    return [...this.#parameters.values()];
  }

  /** tokens [batch × length] → [batch, labels]. To be called within tf.tidy. */
  logits(tokens: tf.Tensor1D, length: number): tf.Tensor2D {
    const { hidden_size: hidden, num_hidden_layers: layers } = this.config;
    const batch = tokens.size / length;
    let x = this.#embed(tokens, batch, length);
    for (let i = 0; i < layers; i++) {
      const at = `bert.encoder.layer.${i}`;
      const attended = this.#linear(this.#attend(x, at, batch, length), `${at}.attention.output.dense`);
      x = this.#norm(tf.add(x, attended), `${at}.attention.output.LayerNorm`);
      const wide = gelu(this.#linear(x, `${at}.intermediate.dense`));
      x = this.#norm(tf.add(x, this.#linear(wide, `${at}.output.dense`)), `${at}.output.LayerNorm`);
    }
    const first = tf.reshape(tf.slice(tf.reshape(x, [batch, length, hidden]), [0, 0, 0], [batch, 1, hidden]), [
      batch,
      hidden,
    ]) as tf.Tensor2D;
    return this.#linear(tf.tanh(this.#linear(first, 'bert.pooler.dense')), 'classifier');
  }

  #embed(tokens: tf.Tensor1D, batch: number, length: number): tf.Tensor2D {
    const { hidden_size: hidden, vocab_size: vocabulary } = this.config;
    const at = 'bert.embeddings';
    const table = this.#value(`${at}.word_embeddings.weight`);
    const words = this.oneHot
      ? tf.matMul(tf.cast(tf.oneHot(tokens, vocabulary), 'float32') as tf.Tensor2D, table as tf.Tensor2D)
      : tf.gather(table, tokens);
    const positions = tf.slice(this.#value(`${at}.position_embeddings.weight`), [0, 0], [length, hidden]);
    const segment = tf.slice(this.#value(`${at}.token_type_embeddings.weight`), [0, 0], [1, hidden]);
    const sum = tf.add(tf.reshape(words, [batch, length, hidden]), tf.add(positions, segment));
    return this.#norm(tf.reshape(sum, [batch * length, hidden]), `${at}.LayerNorm`);
  }

  #attend(x: tf.Tensor2D, layer: string, batch: number, length: number): tf.Tensor2D {
    const { hidden_size: hidden, num_attention_heads: heads } = this.config;
    const size = hidden / heads;
    const split = (part: string) => {
      const y = tf.reshape(this.#linear(x, `${layer}.attention.self.${part}`), [batch, length, heads, size]);
      return tf.reshape(tf.transpose(y, [0, 2, 1, 3]), [batch * heads, length, size]) as tf.Tensor3D;
    };
    const scores = tf.mul(tf.matMul(split('query'), split('key'), false, true), 1 / Math.sqrt(size));
    const mixed = tf.matMul(tf.softmax(scores) as tf.Tensor3D, split('value'));
    const together = tf.transpose(tf.reshape(mixed, [batch, heads, length, size]), [0, 2, 1, 3]);
    return tf.reshape(together, [batch * length, hidden]);
  }

  #linear(x: tf.Tensor2D, name: string): tf.Tensor2D {
    const product = tf.matMul(x, this.#value(`${name}.weight`) as tf.Tensor2D);
    return tf.add(product, this.#value(`${name}.bias`));
  }

  #norm(x: tf.Tensor, name: string): tf.Tensor2D {
    const { mean, variance } = tf.moments(x, -1, true);
    const scale = tf.rsqrt(tf.add(variance, this.config.layer_norm_eps));
    const normed = tf.mul(tf.sub(x, mean), scale);
    return tf.add(tf.mul(normed, this.#value(`${name}.weight`)), this.#value(`${name}.bias`));
  }

  #value(name: string): tf.Variable {
    const variable = this.#parameters.get(name);
    if (!variable) throw new Error(`The model has no ${name}`);
    return variable;
  }
}

function gelu(x: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}
