// A text encoder as a folder of Hugging Face's transformers. Where the architecture is BERT's own (LayerNorm after each sum,
// absolute positions, pooler) `AutoModelForSequenceClassification` opens it as it is. The product's variants carry a model
// type of their own and the code that computes them (modeling_millrace.py), which transformers runs when it is told to trust
// it; README.md in the folder says what is different.

import type { EncoderConfig } from '../../bert/config';
import { writeSafetensors } from '../../bert/safetensors';
import { toFile, type Weights } from '../../bert/weights';
import { parseVocabulary } from '../../text/tokenizer/vocabulary';
import { FormatError, inWords } from '../errors';
import { encodeJson, encodeText, type Precision, type WrittenFiles } from '../files';
import modeling from './modeling_millrace.py?raw';
import { readme } from './readme';
import { writeTokenizer } from './tokenizer';

const SEGMENTS = 'bert.embeddings.token_type_embeddings.weight';
const DTYPES = { float32: 'F32', float16: 'F16' } as const;

/** What differs from BERT, for people; empty where nothing does. */
export function differences({ norm_position, position_embedding_type, pooling }: EncoderConfig): string[] {
  const found: string[] = [];
  if (norm_position === 'pre') {
    found.push(
      '`norm_position: "pre"`: LayerNorm before attention and feed-forward (Xiong et al. 2020), and one at the end.',
    );
  }
  if (position_embedding_type === 'relative_bias') {
    found.push(
      '`position_embedding_type: "relative_bias"`: no position embeddings; a learnt number for each head and distance, clipped at `relative_attention_max_distance`, is added to the attention’s scores.',
    );
  }
  if (pooling !== 'pooler') {
    const how = pooling === 'mean' ? 'the mean over tokens' : 'a mean over tokens weighted by a learnt attention';
    found.push(`\`pooling: "${pooling}"\`: the classifier reads ${how} in place of BERT’s pooler.`);
  }
  return found;
}

/**
 * config.json, model.safetensors, vocab.txt, tokenizer.json, tokenizer_config.json, special_tokens_map.json, README.md, and of
 * the product's variants modeling_millrace.py.
 *
 * @param vocabulary vocab.txt
 * @throws FormatError for int8, which transformers does not read, and where the vocabulary does not fit
 */
export function toHuggingFace(
  config: EncoderConfig,
  weights: Weights,
  vocabulary: string,
  precision: Precision = 'float32',
): WrittenFiles {
  if (precision === 'int8') {
    throw new FormatError('precision', 'transformers reads no int8 of this kind: choose float32 or float16.');
  }
  const { pieces, special } = inWords(() => parseVocabulary(vocabulary));
  if (pieces.length !== config.vocab_size) {
    const message = `The vocabulary has ${pieces.length} pieces, the configuration says ${config.vocab_size}.`;
    throw new FormatError('vocab.txt', message);
  }
  const own = differences(config);
  const tensors = toFile(config, weights);
  // BERT always adds a segment: one of zeros changes nothing.
  const segments = own.length === 0 && config.type_vocab_size === 0 ? 2 : config.type_vocab_size;
  if (segments > config.type_vocab_size) {
    tensors.set(SEGMENTS, {
      shape: [segments, config.hidden_size],
      data: new Float32Array(segments * config.hidden_size),
    });
  }
  const dtype = precision === 'float16' ? 'float16' : 'float32';
  const files: WrittenFiles = new Map([
    [
      'config.json',
      encodeJson({
        ...configJson(config, own.length > 0, dtype),
        type_vocab_size: segments,
        pad_token_id: special.pad,
      }),
    ],
    ['model.safetensors', writeSafetensors(tensors, DTYPES[precision])],
    ...writeTokenizer(pieces, config.max_position_embeddings),
    ['README.md', encodeText(readme(config, own))],
  ]);
  if (own.length > 0) files.set('modeling_millrace.py', encodeText(modeling));
  return files;
}

function configJson(config: EncoderConfig, own: boolean, dtype: string): Record<string, unknown> {
  const names =
    config.num_labels === 2
      ? ['negative', 'positive']
      : Array.from({ length: config.num_labels }, (_, i) => `LABEL_${i}`);
  const file = 'modeling_millrace';
  const kind = own
    ? {
        model_type: 'millrace-bert',
        architectures: ['MillraceForSequenceClassification'],
        auto_map: {
          AutoConfig: `${file}.MillraceConfig`,
          AutoModelForSequenceClassification: `${file}.MillraceForSequenceClassification`,
        },
      }
    : { model_type: 'bert', architectures: ['BertForSequenceClassification'] };
  return {
    ...{ ...kind, ...config },
    id2label: Object.fromEntries(names.map((name, i) => [String(i), name])),
    label2id: Object.fromEntries(names.map((name, i) => [name, i])),
    ...{ problem_type: 'single_label_classification', classifier_dropout: null, torch_dtype: dtype },
  };
}
