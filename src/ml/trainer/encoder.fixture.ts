// A vocabulary of whole words and a tiny encoder, for tests.

import type { EncoderConfig } from '../bert/config';
import { parseConfig } from '../bert/config';
import { writeSafetensors } from '../bert/safetensors';
import { freshWeights, toFile } from '../bert/weights';
import { CONFIG_FILE, VOCABULARY_FILE, WEIGHTS_FILE, writeConfig } from '../text/encoder/files';
import type { LabelledText, ModelFiles } from '../text/types';

const WORDS = 'a the film is was very not good bad great awful dull fun plot acting i it and but love hate'.split(' ');
const PIECES = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...WORDS];

export const EIGHT: readonly LabelledText[] = [
  { text: 'the film is great', label: 1 },
  { text: 'the film is awful', label: 0 },
  { text: 'i love it and the plot', label: 1 },
  { text: 'i hate it', label: 0 },
  { text: 'not bad', label: 1 },
  { text: 'not good and not fun', label: 0 },
  { text: 'very good acting but a dull plot', label: 1 },
  { text: 'dull', label: 0 },
];

export const TINY = {
  vocab_size: PIECES.length,
  hidden_size: 8,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  intermediate_size: 12,
  max_position_embeddings: 16,
} as const;

/** Pre-LN with relative positions and attention pooling, as the base model is. */
export const TINY_PRE = {
  ...TINY,
  hidden_act: 'relu',
  layer_norm_eps: 1e-5,
  type_vocab_size: 0,
  norm_position: 'pre',
  position_embedding_type: 'relative_bias',
  relative_attention_max_distance: 3,
  pooling: 'attention',
} as const;

/** Fresh weights large enough that a tiny model computes something. */
export function tinyFiles(changes: Partial<EncoderConfig> = {}, seed = 1): ModelFiles {
  const config = parseConfig({ ...TINY, initializer_range: 0.3, ...changes });
  const weights = writeSafetensors(toFile(config, freshWeights(config, seed)));
  return new Map([
    [CONFIG_FILE, writeConfig(config)],
    [VOCABULARY_FILE, new TextEncoder().encode(PIECES.join('\n'))],
    [WEIGHTS_FILE, weights],
  ]);
}
