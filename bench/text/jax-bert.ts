// Textbook BERT in jax-js's own operations (Devlin et al. 2019; post-LN, GELU by erf, pooler, classifier), written to be compiled
// as one by its `jit`. Each parameter is used once: jax-js counts references, and a use takes one away.

import { nn, numpy as np } from '@jax-js/jax';
import type { EncoderConfig } from '../../src/ml/bert/config';
import { toFile, type Weights } from '../../src/ml/bert/weights';

/** By Hugging Face's names; linear weights are held [inputs, outputs]. */
export type Parameters = Record<string, np.Array>;

export function parametersOf(config: EncoderConfig, weights: Weights): Parameters {
  const parameters: Parameters = {};
  for (const [name, { shape, data }] of toFile(config, weights)) {
    const array = np.array(Float32Array.from(data)).reshape([...shape]);
    const linear = shape.length === 2 && !name.includes('embeddings');
    parameters[name] = linear ? array.transpose() : array;
  }
  return parameters;
}

/** tokens [batch × length], int32 → [batch, labels]. Takes what it is given. */
export function logitsOf(config: EncoderConfig, given: Parameters, tokens: np.Array, length: number): np.Array {
  const {
    hidden_size: hidden,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    layer_norm_eps: epsilon,
  } = config;
  const batch = tokens.size / length;
  const value = (name: string): np.Array => {
    const array = given[name];
    if (!array) throw new Error(`The model has no ${name}`);
    return array;
  };
  const linear = (x: np.Array, name: string) => np.matmul(x, value(`${name}.weight`)).add(value(`${name}.bias`));
  const norm = (x: np.Array, name: string) =>
    nn
      .standardize(x, -1, { epsilon })
      .mul(value(`${name}.weight`))
      .add(value(`${name}.bias`));
  const split = (x: np.Array) => x.reshape([batch, length, heads, hidden / heads]);
  const attend = (x: np.Array, at: string) => {
    const [query, key, values] = ['query', 'key', 'value'].map((part) => split(linear(x.ref, `${at}.${part}`)));
    x.dispose();
    return nn.dotProductAttention(query, key, values).reshape([batch * length, hidden]);
  };

  const embeddings = 'bert.embeddings';
  const words = value(`${embeddings}.word_embeddings.weight`).slice(tokens);
  const positions = value(`${embeddings}.position_embeddings.weight`).slice([0, length]);
  const segment = value(`${embeddings}.token_type_embeddings.weight`).slice(0);
  // Rows of texts from here on: what comes back to `slice` may not be reshaped, or `jit` refuses its gradient.
  const places = np.broadcastTo(positions.add(segment), [batch, length, hidden]).reshape([batch * length, hidden]);
  let x = norm(words.add(places), `${embeddings}.LayerNorm`);
  for (let i = 0; i < layers; i++) {
    const at = `bert.encoder.layer.${i}`;
    const attended = linear(attend(x.ref, `${at}.attention.self`), `${at}.attention.output.dense`);
    x = norm(x.add(attended), `${at}.attention.output.LayerNorm`);
    const wide = nn.gelu(linear(x.ref, `${at}.intermediate.dense`), { approximate: false });
    x = norm(x.add(linear(wide, `${at}.output.dense`)), `${at}.output.LayerNorm`);
  }
  const first = x.reshape([batch, length, hidden]).slice([], 0);
  return linear(np.tanh(linear(first, 'bert.pooler.dense')), 'classifier');
}
