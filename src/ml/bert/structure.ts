// The layers of an encoder for the structure view: shapes, parameters, floating-point operations of one text.

import type { LayerInfo } from '../text/types';
import type { EncoderConfig } from './config';
import { layerName, parameterTable } from './parameters';

/** Tokens of the text that operations are counted for. */
const TOKENS = 128;

type Layer = Omit<LayerInfo, 'parameters'>;

/** In order of computation. A multiply-add counts as two operations; a LayerNorm's number as eight, an activation's as one. */
export function encoderStructure(config: EncoderConfig): LayerInfo[] {
  const layers = [
    ...embeddings(config),
    ...Array.from({ length: config.num_hidden_layers }, (_, i) => layer(config, i)).flat(),
    ...(config.norm_position === 'pre' ? [norm(config, 'bert.LayerNorm')] : []),
    ...head(config),
  ];
  const table = parameterTable(config, ['classifier']);
  return layers.map((info) => {
    const own = table.filter(({ name }) => name === info.name || name.startsWith(`${info.name}.`));
    return { ...info, parameters: own.reduce((sum, { size }) => sum + size, 0) };
  });
}

function tokens(width: number): readonly (string | number)[] {
  return ['batch', 'tokens', width];
}

function norm(config: EncoderConfig, name: string): Layer {
  return { name, kind: 'LayerNorm', output: tokens(config.hidden_size), flops: 8 * TOKENS * config.hidden_size };
}

function linear(name: string, inputs: number, outputs: number, activation = ''): Layer {
  const kind = `Linear ${inputs} → ${outputs}${activation && `, ${activation}`}`;
  const flops = TOKENS * outputs * (2 * inputs + (activation ? 1 : 0));
  return { name, kind, output: tokens(outputs), flops };
}

function embeddings(config: EncoderConfig): Layer[] {
  const at = 'bert.embeddings';
  const { hidden_size: hidden } = config;
  const table = (name: string, rows: number): Layer => {
    return {
      name: `${at}.${name}`,
      kind: `Embedding ${rows} × ${hidden}`,
      output: tokens(hidden),
      flops: TOKENS * hidden,
    };
  };
  const absolute = config.position_embedding_type === 'absolute';
  return [
    table('word_embeddings', config.vocab_size),
    ...(absolute ? [table('position_embeddings', config.max_position_embeddings)] : []),
    ...(config.type_vocab_size > 0 ? [table('token_type_embeddings', config.type_vocab_size)] : []),
    ...(config.norm_position === 'post' ? [norm(config, `${at}.LayerNorm`)] : []),
  ];
}

function layer(config: EncoderConfig, index: number): Layer[] {
  const at = layerName(index);
  const { hidden_size: hidden, intermediate_size: wide, num_attention_heads: heads } = config;
  const pre = config.norm_position === 'pre';
  const bias = config.position_embedding_type === 'relative_bias';
  const attention: Layer = {
    name: `${at}.attention.self.${bias ? 'relative_attention_bias' : 'scores'}`,
    kind: `Attention, ${heads} heads × ${hidden / heads}${bias ? ', relative position bias' : ''}`,
    output: tokens(hidden),
    // Scores and the weighted sum, and some five operations a score for the softmax.
    flops: TOKENS * TOKENS * (4 * hidden + 5 * heads),
  };
  const attend = [
    linear(`${at}.attention.self.qkv`, hidden, 3 * hidden),
    attention,
    linear(`${at}.attention.output.dense`, hidden, hidden),
  ];
  const feed = [
    linear(`${at}.intermediate.dense`, hidden, wide, config.hidden_act === 'gelu' ? 'GELU' : 'ReLU'),
    linear(`${at}.output.dense`, wide, hidden),
  ];
  const norms = pre
    ? ['attention.LayerNorm', 'intermediate.LayerNorm']
    : ['attention.output.LayerNorm', 'output.LayerNorm'];
  const [first, second] = norms.map((name) => norm(config, `${at}.${name}`));
  return pre ? [first, ...attend, second, ...feed] : [...attend, first, ...feed, second];
}

function head(config: EncoderConfig): Layer[] {
  const { hidden_size: hidden, num_labels: classes } = config;
  const classifier: Layer = {
    name: 'classifier',
    kind: `Linear ${hidden} → ${classes}`,
    output: ['batch', classes],
    flops: 2 * hidden * classes,
  };
  const output = ['batch', hidden];
  switch (config.pooling) {
    case 'pooler': {
      const kind = `First token, Linear ${hidden} → ${hidden}, tanh`;
      return [{ name: 'bert.pooler.dense', kind, output, flops: hidden * (2 * hidden + 1) }, classifier];
    }
    case 'mean':
      return [{ name: 'bert.pooler', kind: 'Mean over tokens', output, flops: TOKENS * hidden }, classifier];
    case 'attention': {
      const kind = 'Mean over tokens, weighted by attention';
      return [{ name: 'bert.pooler.attention', kind, output, flops: 4 * TOKENS * hidden }, classifier];
    }
  }
}
