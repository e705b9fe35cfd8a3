// What an encoder is made of: Hugging Face's config.json with four additions for the variants that train better
// when small (norm_position, position_embedding_type relative_bias, pooling, relative_attention_max_distance).

import { inJson } from '../in-json';
import { EncoderError } from './errors';

export interface EncoderConfig {
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly intermediate_size: number;
  readonly hidden_act: 'gelu' | 'relu';
  readonly max_position_embeddings: number;
  /** 0: no segment embeddings. */
  readonly type_vocab_size: number;
  readonly layer_norm_eps: number;
  readonly hidden_dropout_prob: number;
  readonly attention_probs_dropout_prob: number;
  /** Standard deviation of fresh matrices. */
  readonly initializer_range: number;
  readonly num_labels: number;
  /** relative_bias: a learnt number a head and distance, added to the attention's scores; no other positions. */
  readonly position_embedding_type: 'absolute' | 'relative_bias';
  /** Distances beyond it share one bias. */
  readonly relative_attention_max_distance: number;
  /** post: LayerNorm after each residual sum (Devlin et al. 2019) · pre: before each part (Xiong et al. 2020). */
  readonly norm_position: 'post' | 'pre';
  /** pooler: tanh(dense(first token)), as BERT · mean · attention: a learnt weighted mean; both straight to the classifier. */
  readonly pooling: 'pooler' | 'mean' | 'attention';
}

/** What config.json may leave out, as BERT has it. */
const DEFAULTS = {
  hidden_act: 'gelu',
  max_position_embeddings: 512,
  type_vocab_size: 2,
  layer_norm_eps: 1e-12,
  hidden_dropout_prob: 0.1,
  attention_probs_dropout_prob: 0.1,
  initializer_range: 0.02,
  num_labels: 2,
  position_embedding_type: 'absolute',
  relative_attention_max_distance: 32,
  norm_position: 'post',
  pooling: 'pooler',
} as const;

const INTEGERS: Readonly<Record<string, readonly [number, number]>> = {
  vocab_size: [8, 262_144],
  hidden_size: [1, 4096],
  num_hidden_layers: [1, 48],
  num_attention_heads: [1, 128],
  intermediate_size: [1, 16_384],
  max_position_embeddings: [4, 8192],
  type_vocab_size: [0, 16],
  num_labels: [2, 1000],
  relative_attention_max_distance: [1, 1024],
};

const NUMBERS: Readonly<Record<string, readonly [number, number]>> = {
  layer_norm_eps: [1e-15, 0.1],
  hidden_dropout_prob: [0, 0.9],
  attention_probs_dropout_prob: [0, 0.9],
  initializer_range: [1e-6, 1],
};

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  hidden_act: ['gelu', 'relu'],
  position_embedding_type: ['absolute', 'relative_bias'],
  norm_position: ['post', 'pre'],
  pooling: ['pooler', 'mean', 'attention'],
};

/** Switches of Hugging Face's that make another computation of the same weights, and what that is. */
const REFUSED: Readonly<Record<string, string>> = {
  is_decoder: 'a decoder reads each piece from those before it alone, an encoder from all',
  add_cross_attention: 'an encoder has no second text to attend to',
};

/** Largest number of parameters accepted: 2 GB of float32, more than a tab holds. */
const MAX_PARAMETERS = 500e6;

/** Checks what config.json says; fields of Hugging Face's that change nothing here are ignored. Throws EncoderError. */
export function parseConfig(json: unknown): EncoderConfig {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new EncoderError('config', 'An encoder’s configuration must be a JSON object');
  }
  const given = { ...DEFAULTS, ...labelsOf(json), ...json } as Record<string, unknown>;
  const checked: Record<string, unknown> = {};
  for (const [field, [low, high]] of Object.entries(INTEGERS)) {
    checked[field] = checkNumber(field, given[field], low, high, true);
  }
  for (const [field, [low, high]] of Object.entries(NUMBERS)) {
    checked[field] = checkNumber(field, given[field], low, high, false);
  }
  for (const [field, choices] of Object.entries(CHOICES)) {
    if (!choices.includes(given[field] as string)) {
      throw new EncoderError(field, `${field} must be ${choices.join(' or ')}, not ${inJson(given[field])}`);
    }
    checked[field] = given[field];
  }
  for (const [field, why] of Object.entries(REFUSED)) {
    if (given[field] === undefined || given[field] === null || given[field] === false) continue;
    throw new EncoderError(field, `${field} must be false, not ${inJson(given[field])}: ${why}`);
  }
  return checkTogether(checked as unknown as EncoderConfig);
}

/** Hugging Face writes the labels' names where there are other than two. */
function labelsOf(json: object): { num_labels?: number } {
  const names = (json as { id2label?: unknown }).id2label;
  return typeof names === 'object' && names !== null ? { num_labels: Object.keys(names).length } : {};
}

function checkNumber(field: string, value: unknown, low: number, high: number, whole: boolean): number {
  const fits = typeof value === 'number' && value >= low && value <= high && (!whole || Number.isInteger(value));
  if (fits) return value;
  const kind = whole ? 'a whole number' : 'a number';
  const shown = value === undefined ? 'missing' : inJson(value);
  throw new EncoderError(field, `${field} must be ${kind} from ${low} to ${high}, not ${shown}`);
}

function checkTogether(config: EncoderConfig): EncoderConfig {
  const { hidden_size: hidden, num_attention_heads: heads } = config;
  if (hidden % heads !== 0) {
    throw new EncoderError(
      'num_attention_heads',
      `hidden_size ${hidden} must be a multiple of num_attention_heads, ${heads}`,
    );
  }
  const layer = 4 * hidden * hidden + 2 * hidden * config.intermediate_size;
  const about = config.num_hidden_layers * layer + (config.vocab_size + config.max_position_embeddings) * hidden;
  if (about > MAX_PARAMETERS) {
    throw new EncoderError('hidden_size', `about ${Math.round(about / 1e6)} million parameters: at most 500 million`);
  }
  return config;
}

export const PRESETS = ['L-2_H-128_A-2', 'L-4_H-256_A-4', 'L-4_H-512_A-8'] as const;

/** "L-4_H-256_A-4" of a configuration. */
export function architectureName(config: EncoderConfig): string {
  return `L-${config.num_hidden_layers}_H-${config.hidden_size}_A-${config.num_attention_heads}`;
}

/**
 * BERT of a standard size or any other, by its name (Turc et al. 2019): L layers, H wide, A heads,
 * feed-forward 4·H. Throws EncoderError where the name is none.
 */
export function presetConfig(name: string, vocab_size: number, changes: Partial<EncoderConfig> = {}): EncoderConfig {
  const match = /^L-(\d{1,3})_H-(\d{1,5})_A-(\d{1,3})$/.exec(name);
  if (!match) throw new EncoderError('architecture', `“${name}” is no size: write L-2_H-128_A-2`);
  const [layers, hidden, heads] = match.slice(1).map(Number);
  return parseConfig({
    vocab_size,
    num_hidden_layers: layers,
    hidden_size: hidden,
    num_attention_heads: heads,
    intermediate_size: 4 * hidden,
    ...changes,
  });
}
