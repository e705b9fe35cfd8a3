// Files that people bring, of whatever format, as a model of the product's: told by what they hold, not by their names alone.

import { isLeftBySystem } from '../modules/paths';
import { FormatError } from './errors';
import { decodeJson, type Files } from './files';
import { fromHuggingFace } from './huggingface/import';
import { checkMixtureSize, importMixture, isMixtureJson } from './mixture/read';
import { checkOwn, ownModel } from './own';
import { importTfjs } from './tfjs/read';
import { TFJS_FILE } from './tfjs/write';

export interface Imported {
  readonly kind: 'mixture' | 'text' | 'stream' | 'image';
  /** What it was: 'huggingface', 'tfjs', 'mixture JSON', or 'files' of this app. */
  readonly format: 'huggingface' | 'tfjs' | 'mixture JSON' | 'files';
  /** As the product keeps such a model. */
  readonly files: Files;
  /** What is otherwise than in the files. */
  readonly remarks: readonly string[];
}

const ACCEPTED =
  'A Hugging Face folder of BERT’s kind (config.json, model.safetensors, vocab.txt or tokenizer.json), a TensorFlow.js layers model (model.json and its shards), a mixture as JSON, and files that this app exported are read.';

/**
 * @param given files by path; a folder around all of them is looked into
 * @param seed of parts that begin fresh
 * @throws FormatError naming the file or field at fault, in words
 */
export function importFrom(given: Files, seed = 0): Imported {
  const files = withoutFolder(given);
  const own = ownModel(files);
  if (own === 'mixture') return mixtureFrom(files, 'mixture.json');
  if (own === 'stream' || own === 'image') return kept(own, files, own);
  if (own === 'combined' || own === 'ngram') return kept('text', files, own);
  if (files.has(TFJS_FILE)) return { format: 'tfjs', ...importTfjs(files) };
  if (own === 'encoder' || files.has('config.json')) {
    const { kind, files: written, remarks } = fromHuggingFace(files, seed);
    return { kind, format: 'huggingface', files: written, remarks };
  }
  const json = mixtureName(files);
  if (json) return mixtureFrom(files, json);
  const onnx = [...files.keys()].find((name) => name.endsWith('.onnx'));
  if (onnx)
    throw new FormatError(
      onnx,
      `ONNX is written, not read: a graph of operations is no model that can go on learning. ${ACCEPTED}`,
    );
  const list = [...files.keys()].slice(0, 5).join(', ') || 'no files';
  throw new FormatError('files', `There is no model in these: ${list}. ${ACCEPTED}`);
}

function kept(kind: Imported['kind'], files: Files, own: 'stream' | 'image' | 'combined' | 'ngram'): Imported {
  checkOwn(files, own);
  return { kind, format: 'files', files, remarks: [] };
}

function mixtureFrom(files: Files, name: string): Imported {
  const { kind, files: written, remarks } = importMixture(files.get(name) ?? new Uint8Array(0), name);
  return { kind, format: 'mixture JSON', files: written, remarks };
}

/** The one JSON file that holds a mixture's parameters. */
function mixtureName(files: Files): string | undefined {
  return [...files].find(([name, bytes]) => {
    if (!name.endsWith('.json')) return false;
    try {
      checkMixtureSize(bytes.length, name);
      return isMixtureJson(decodeJson(bytes, name));
    } catch (error) {
      // What cannot be read is no mixture, unless it is all there is: then why is the answer.
      if (error instanceof FormatError && files.size > 1) return false;
      throw error;
    }
  })?.[0];
}

/** Files of a folder that was taken as a whole, by their paths in it; without what systems leave beside. */
function withoutFolder(files: Files): Files {
  const honest = [...files].filter(([name]) => !isLeftBySystem(name));
  const [first = ''] = honest[0] ?? [];
  const folder = first.slice(0, first.indexOf('/') + 1);
  if (folder === '' || !honest.every(([name]) => name.startsWith(folder))) return new Map(honest);
  return withoutFolder(new Map(honest.map(([name, bytes]) => [name.slice(folder.length), bytes])));
}
