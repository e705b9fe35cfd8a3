// The table of an encoder's parameters: names, shapes, which part they belong to, how they begin. Names are those
// of Hugging Face's BertForSequenceClassification; query, key and value stand in one tensor here (…self.qkv…)
// and in three in files.

import type { EncoderConfig } from './config';

/** Where in the computation a parameter stands; tells which parameters train together. */
export type ParameterPart =
  | { readonly kind: 'embeddings' }
  | { readonly kind: 'layer'; readonly layer: number }
  | { readonly kind: 'final-norm' }
  | { readonly kind: 'head'; readonly head: HeadKind };

/** classifier: pooling and classifier · mlm: masked-LM · rtd: replaced-token detection. */
export type HeadKind = 'classifier' | 'mlm' | 'rtd';

export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
  readonly part: ParameterPart;
  /** Weight decay applies: matrices, not biases, LayerNorms or the relative bias. */
  readonly decay: boolean;
  /** How it begins when fresh. */
  readonly fresh: 'zeros' | 'ones' | 'normal';
  /** Its names in a file, equal slices of its rows: three for qkv, otherwise its own. */
  readonly files: readonly string[];
}

/** All parameters in a fixed order: embeddings, layers, final norm, then the heads asked for. */
export function parameterTable(config: EncoderConfig, heads: readonly HeadKind[]): readonly ParameterSpec[] {
  const table = new Table(config.hidden_size);
  embeddings(table, config);
  for (let i = 0; i < config.num_hidden_layers; i++) layer(table, config, i);
  if (config.norm_position === 'pre') table.norm('bert.LayerNorm', { kind: 'final-norm' });
  if (heads.includes('classifier')) classifier(table, config);
  if (heads.includes('mlm')) maskedHead(table, config);
  if (heads.includes('rtd')) replacedHead(table, config);
  return table.specs;
}

class Table {
  readonly specs: ParameterSpec[] = [];

  constructor(private readonly hidden: number) {}

  add(
    name: string,
    shape: readonly number[],
    part: ParameterPart,
    fresh: ParameterSpec['fresh'],
    decay: boolean,
    files: readonly string[] = [name],
  ): void {
    this.specs.push({ name, shape, size: shape.reduce((a, b) => a * b, 1), part, decay, fresh, files });
  }

  linear(name: string, outputs: number, inputs: number, part: ParameterPart): void {
    this.add(`${name}.weight`, [outputs, inputs], part, 'normal', true);
    this.add(`${name}.bias`, [outputs], part, 'zeros', false);
  }

  norm(name: string, part: ParameterPart): void {
    this.add(`${name}.weight`, [this.hidden], part, 'ones', false);
    this.add(`${name}.bias`, [this.hidden], part, 'zeros', false);
  }
}

function embeddings(table: Table, config: EncoderConfig): void {
  const part = { kind: 'embeddings' } as const;
  const at = 'bert.embeddings';
  const hidden = config.hidden_size;
  table.add(`${at}.word_embeddings.weight`, [config.vocab_size, hidden], part, 'normal', true);
  if (config.position_embedding_type === 'absolute') {
    const rows = config.max_position_embeddings;
    table.add(`${at}.position_embeddings.weight`, [rows, hidden], part, 'normal', true);
  }
  if (config.type_vocab_size > 0) {
    table.add(`${at}.token_type_embeddings.weight`, [config.type_vocab_size, hidden], part, 'normal', true);
  }
  if (config.norm_position === 'post') table.norm(`${at}.LayerNorm`, part);
}

function layer(table: Table, config: EncoderConfig, index: number): void {
  const part = { kind: 'layer', layer: index } as const;
  const at = layerName(index);
  const { hidden_size: hidden, intermediate_size: wide } = config;
  const pre = config.norm_position === 'pre';
  if (pre) table.norm(`${at}.attention.LayerNorm`, part);
  const self = `${at}.attention.self`;
  const names = (kind: string) => ['query', 'key', 'value'].map((name) => `${self}.${name}.${kind}`);
  table.add(`${self}.qkv.weight`, [3 * hidden, hidden], part, 'normal', true, names('weight'));
  table.add(`${self}.qkv.bias`, [3 * hidden], part, 'zeros', false, names('bias'));
  if (config.position_embedding_type === 'relative_bias') {
    const rows = 2 * config.relative_attention_max_distance + 1;
    const name = `${self}.relative_attention_bias.weight`;
    table.add(name, [rows, config.num_attention_heads], part, 'zeros', false);
  }
  table.linear(`${at}.attention.output.dense`, hidden, hidden, part);
  table.norm(pre ? `${at}.intermediate.LayerNorm` : `${at}.attention.output.LayerNorm`, part);
  table.linear(`${at}.intermediate.dense`, wide, hidden, part);
  table.linear(`${at}.output.dense`, hidden, wide, part);
  if (!pre) table.norm(`${at}.output.LayerNorm`, part);
}

function classifier(table: Table, config: EncoderConfig): void {
  const part = { kind: 'head', head: 'classifier' } as const;
  const hidden = config.hidden_size;
  if (config.pooling === 'pooler') table.linear('bert.pooler.dense', hidden, hidden, part);
  if (config.pooling === 'attention') table.linear('bert.pooler.attention', 1, hidden, part);
  table.linear('classifier', config.num_labels, hidden, part);
}

function maskedHead(table: Table, config: EncoderConfig): void {
  const part = { kind: 'head', head: 'mlm' } as const;
  const at = 'cls.predictions';
  table.linear(`${at}.transform.dense`, config.hidden_size, config.hidden_size, part);
  table.norm(`${at}.transform.LayerNorm`, part);
  table.add(`${at}.bias`, [config.vocab_size], part, 'zeros', false);
}

/** As ELECTRA's discriminator, with a number for "original" and one for "replaced". */
function replacedHead(table: Table, config: EncoderConfig): void {
  const part = { kind: 'head', head: 'rtd' } as const;
  table.linear('discriminator_predictions.dense', config.hidden_size, config.hidden_size, part);
  table.linear('discriminator_predictions.dense_prediction', 2, config.hidden_size, part);
}

export function layerName(index: number): string {
  return `bert.encoder.layer.${index}`;
}

/**
 * The names of the 2·layers + 1 LayerNorms in order of computation: before or after the embeddings' end, then
 * after each attention and feed-forward part (post), which in a pre-LN encoder is before the next one.
 */
export function normNames(config: EncoderConfig): readonly string[] {
  const layers = Array.from({ length: config.num_hidden_layers }, (_, i) => layerName(i));
  if (config.norm_position === 'pre') {
    return [...layers.flatMap((at) => [`${at}.attention.LayerNorm`, `${at}.intermediate.LayerNorm`]), 'bert.LayerNorm'];
  }
  const after = layers.flatMap((at) => [`${at}.attention.output.LayerNorm`, `${at}.output.LayerNorm`]);
  return ['bert.embeddings.LayerNorm', ...after];
}
