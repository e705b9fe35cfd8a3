// An encoder as files: config.json and model.safetensors by Hugging Face's names, and the tokenizer's.

import { type EncoderConfig, parseConfig } from '../../bert/config';
import { EncoderError } from '../../bert/errors';
import { viewSafetensors, type WeightDtype, writeSafetensors } from '../../bert/safetensors';
import { fromFile, toFile, type Weights } from '../../bert/weights';
import { parseVocabulary } from '../tokenizer/vocabulary';
import { WordPieceTokenizer } from '../tokenizer/wordpiece';
import type { ModelFiles } from '../types';
import type { PieceTokenizer } from './reader';

export const CONFIG_FILE = 'config.json';
export const WEIGHTS_FILE = 'model.safetensors';
export const VOCABULARY_FILE = 'vocab.txt';
/** Bytes of config.json and the like: they have some hundreds, and millions of brackets would fill the memory. */
export const MAX_CONFIG = 2 ** 20;

export interface EncoderFiles {
  readonly config: EncoderConfig;
  readonly weights: Weights;
}

/**
 * Weights may be views of the file. Throws EncoderError where a file is missing, damaged or does not fit the others. A missing
 * classifier is fresh by `seed`.
 */
export function readEncoder(files: ModelFiles, seed = 0): EncoderFiles {
  const config = parseConfig(parseJson(files, CONFIG_FILE));
  const bytes = requiredFile(files, WEIGHTS_FILE);
  return { config, weights: fromFile(config, viewSafetensors(bytes), seed) };
}

/** Throws EncoderError or VocabularyError where the vocabulary is missing, no vocabulary, or not the configuration's. */
export function readTokenizer(files: ModelFiles, config: EncoderConfig): PieceTokenizer {
  const text = new TextDecoder().decode(requiredFile(files, VOCABULARY_FILE));
  const tokenizer = new WordPieceTokenizer(parseVocabulary(text));
  if (tokenizer.size !== config.vocab_size) {
    throw new EncoderError(
      'vocab_size',
      `${VOCABULARY_FILE} has ${tokenizer.size} pieces, the configuration says ${config.vocab_size}`,
    );
  }
  return tokenizer;
}

/** The files of `start` with other weights in place of its own. */
export function withWeights(
  start: ModelFiles,
  config: EncoderConfig,
  weights: Weights,
  dtype: WeightDtype = 'F32',
): ModelFiles {
  const files = new Map(start);
  files.set(WEIGHTS_FILE, writeSafetensors(toFile(config, weights), dtype));
  return files;
}

/** The same model with its matrices in another precision: int8 and float16 for rest, float32 to train. */
export function withDtype(files: ModelFiles, dtype: WeightDtype): ModelFiles {
  const { config, weights } = readEncoder(files);
  return withWeights(files, config, weights, dtype);
}

export function writeConfig(config: EncoderConfig): Uint8Array {
  const json = { model_type: 'bert', architectures: ['BertForSequenceClassification'], ...config };
  return new TextEncoder().encode(`${JSON.stringify(json, null, 2)}\n`);
}

export function requiredFile(files: ModelFiles, name: string): Uint8Array {
  const bytes = files.get(name);
  if (!bytes)
    throw new EncoderError(name, `The model has no ${name}; it has ${[...files.keys()].join(', ') || 'no files'}`);
  return bytes;
}

export function parseJson(files: ModelFiles, name: string): unknown {
  const bytes = requiredFile(files, name);
  if (bytes.length > MAX_CONFIG) {
    throw new EncoderError(name, `${name} has ${bytes.length} bytes: at most ${MAX_CONFIG}`);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new EncoderError(name, `${name} is not JSON`);
  }
}
