// Takes in a folder of Hugging Face's with weights of the BERT family: config.json, model.safetensors, and vocab.txt or
// tokenizer.json, whatever else is beside. Other families and kinds of tokenizer are refused in words; a head that does not
// tell two classes apart is left behind, and one that does begins fresh.

import { type EncoderConfig, parseConfig } from '../../bert/config';
import { type Tensor, viewSafetensors, writeSafetensors } from '../../bert/safetensors';
import { fromFile, toFile } from '../../bert/weights';
import { CONFIG_FILE, MAX_CONFIG, VOCABULARY_FILE, WEIGHTS_FILE, writeConfig } from '../../text/encoder/files';
import { parseVocabulary } from '../../text/tokenizer/vocabulary';
import { FormatError, inWords } from '../errors';
import {
  decodeJson,
  decodeText,
  encodeText,
  type Files,
  type Json,
  requireFile,
  shown,
  type WrittenFiles,
} from '../files';
import { bertNames, classifierOf, orderedClassifier } from './names';
import { checkTokenizerConfig, readPieces, TOKENIZER_CONFIG_FILE, TOKENIZER_FILE } from './tokenizer';

export interface ImportedEncoder {
  readonly kind: 'text';
  /** config.json, model.safetensors and vocab.txt as the product keeps an encoder. */
  readonly files: WrittenFiles;
  readonly config: EncoderConfig;
  /** What is otherwise than in the files. */
  readonly remarks: readonly string[];
}

/** What other families have that no encoder here computes. */
const FAMILIES: Readonly<Record<string, string>> = {
  distilbert: 'DistilBERT has layers of its own without segments and pooler',
  roberta: 'RoBERTa cuts texts into byte pieces and counts positions from 2',
  'xlm-roberta': 'XLM-RoBERTa cuts texts by SentencePiece and counts positions from 2',
  camembert: 'CamemBERT cuts texts by SentencePiece and counts positions from 2',
  albert: 'ALBERT shares one layer among all',
  electra: 'ELECTRA’s embeddings are narrower than its layers',
  deberta: 'DeBERTa’s attention is a disentangled one',
  'deberta-v2': 'DeBERTa’s attention is a disentangled one',
  mpnet: 'MPNet has relative positions in buckets',
  modernbert: 'ModernBERT has rotary positions and gated layers',
};

/** @param seed of a classifier that begins fresh. @throws FormatError naming the file or field at fault */
export function fromHuggingFace(files: Files, seed = 0): ImportedEncoder {
  return inWords(() => take(files, seed));
}

function take(files: Files, seed: number): ImportedEncoder {
  const json = decodeJson(requireFile(files, CONFIG_FILE), CONFIG_FILE, MAX_CONFIG);
  checkFamily(json);
  const config = parseConfig({ ...json, num_labels: 2 });
  const remarks: string[] = [];
  const bytes = weightFile(files);
  const given = viewSafetensors(bytes);
  const { tensors, dropped } = bertNames(given);
  if (dropped.length > 0)
    remarks.push(
      `${dropped.length} tensors are no part of the encoder and are left out: ${dropped.slice(0, 3).join(', ')}.`,
    );
  takeClassifier(tensors, json, config, remarks);
  const vocabulary = vocabularyOf(files, config, remarks);
  const written = toFile(config, fromFile(config, tensors, seed));
  // As it is where nothing about it is another: a large file is not written anew beside itself.
  const kept = [...written.keys()].every(
    (name) => tensors.get(name) === given.get(name) && isView(given.get(name), bytes),
  );
  const asGiven = kept && written.size === given.size ? plain(bytes) : null;
  return {
    kind: 'text',
    files: new Map([
      [CONFIG_FILE, new Uint8Array(writeConfig(config))],
      [WEIGHTS_FILE, asGiven ?? writeSafetensors(written)],
      [VOCABULARY_FILE, vocabulary],
    ]),
    config,
    remarks,
  };
}

/** Of the file: then it is in single precision there. */
function isView(tensor: Tensor | undefined, bytes: Uint8Array): boolean {
  return tensor?.data instanceof Float32Array && tensor.data.buffer === bytes.buffer;
}

/** Null of memory that threads share. */
function plain({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array<ArrayBuffer> | null {
  return buffer instanceof ArrayBuffer ? new Uint8Array(buffer, byteOffset, byteLength) : null;
}

function checkFamily({ model_type: family }: Json): void {
  if (family === undefined || family === 'bert' || family === 'millrace-bert') return;
  const why = typeof family === 'string' && Object.hasOwn(FAMILIES, family) ? `: ${FAMILIES[family]}` : '';
  throw new FormatError(
    'model_type',
    `This is a model of type ${shown(family)}; encoders of BERT’s own kind are read${why}.`,
  );
}

function weightFile(files: Files): Uint8Array {
  const bytes = files.get(WEIGHTS_FILE);
  if (bytes) return bytes;
  const names = [...files.keys()];
  if (names.some((name) => name.endsWith('.safetensors.index.json'))) {
    throw new FormatError(
      WEIGHTS_FILE,
      'The weights are in several files; save them as one, with a larger max_shard_size.',
    );
  }
  const pickled = names.find((name) => /\.(bin|pt|pth|ckpt|h5|msgpack)$/.test(name));
  if (pickled) {
    const message = `${pickled} can run code and is not opened; in transformers, save_pretrained(…, safe_serialization=True) writes ${WEIGHTS_FILE}.`;
    throw new FormatError(pickled, message);
  }
  return requireFile(files, WEIGHTS_FILE);
}

/** Keeps a classifier of two classes, its rows in the order negative, positive; any other is left out. */
function takeClassifier(tensors: Map<string, Tensor>, json: Json, config: EncoderConfig, remarks: string[]): void {
  const kept = classifierOf(tensors, json, config);
  if (kept.kind === 'kept') {
    const { swapped, tensors: rows } = orderedClassifier(kept, json);
    for (const [name, tensor] of rows) tensors.set(name, tensor);
    if (swapped) remarks.push('Its classes stood as positive, negative; they have been turned round.');
    return;
  }
  for (const name of ['classifier.weight', 'classifier.bias']) tensors.delete(name);
  remarks.push(`${kept.why} The classifier begins fresh: train it before it can answer.`);
}

/** vocab.txt, made from tokenizer.json where it is not there; filled up where the embeddings have more rows. */
function vocabularyOf(files: Files, config: EncoderConfig, remarks: string[]): Uint8Array<ArrayBuffer> {
  const settings = files.get(TOKENIZER_CONFIG_FILE);
  if (settings) checkTokenizerConfig(settings);
  const pieces = piecesOf(files);
  const rows = config.vocab_size;
  if (pieces.length > rows) {
    throw new FormatError('vocab_size', `The vocabulary has ${pieces.length} pieces, the configuration only ${rows}.`);
  }
  if (pieces.length < rows)
    remarks.push(`${rows - pieces.length} rows of the embeddings belong to no piece; they stay, unused.`);
  const taken = new Set(pieces);
  for (let i = 0; pieces.length < rows; i++) if (!taken.has(`[row${i}]`)) pieces.push(`[row${i}]`);
  const text = `${pieces.join('\n')}\n`;
  parseVocabulary(text);
  return encodeText(text);
}

function piecesOf(files: Files): string[] {
  const tokenizer = files.get(TOKENIZER_FILE);
  const list = files.get(VOCABULARY_FILE);
  // Read even where vocab.txt is there: it says whether capitals count.
  const named = tokenizer ? readPieces(tokenizer) : null;
  if (list) return [...parseVocabulary(decodeText(list, VOCABULARY_FILE)).pieces];
  if (named) return named;
  throw new FormatError(VOCABULARY_FILE, `There is neither ${VOCABULARY_FILE} nor ${TOKENIZER_FILE} among the files.`);
}
