// Models in words: kinds, where they come from, and the figure that tells best how good one is.

import type { FormatId } from '../../ml/formats';
import type { LibraryModel, ModelKind } from '../../wire/library';
import { formatBytes, formatCount } from '../components/format';

export const KIND_WORDS: Readonly<Record<ModelKind, string>> = {
  mixture: 'Mixture',
  text: 'Text',
  stream: 'Stream',
  image: 'Image',
  module: 'Module',
};

export const ORIGIN_WORDS: Readonly<Record<LibraryModel['origin'], string>> = {
  shipped: 'The app',
  saved: 'Saved here',
  run: 'A run',
  imported: 'A file',
  own: 'Written here',
};

/** Programs' formats, in a word each; null: the app's own files, which say nothing of other programs. */
const FORMAT_WORDS: Readonly<Record<FormatId, string | null>> = {
  files: null,
  huggingface: 'Hugging Face',
  onnx: 'ONNX',
  tfjs: 'TensorFlow.js',
  sklearn: 'scikit-learn',
  'sklearn-code': 'scikit-learn',
  numpy: 'NumPy',
  safetensors: 'safetensors',
};

/** By id: a model names others too, such as its archive, which every one has. */
const WORDS: ReadonlyMap<string, string | null> = new Map(Object.entries(FORMAT_WORDS));

/** "ONNX, TensorFlow.js"; "Archive" where there is no other. */
export function formatsInWords({ formats }: Pick<LibraryModel, 'formats'>): string {
  const words = new Set(formats.flatMap((id) => WORDS.get(id) ?? []));
  return words.size === 0 ? 'Archive' : [...words].sort((a, b) => a.localeCompare(b)).join(', ');
}

/** What a model of each kind does, to begin a sentence with. */
const DOES: Readonly<Record<ModelKind, string>> = {
  mixture: 'Says how likely a point is, and which group it belongs to',
  text: 'Says how positive a text is, from 0 to 1',
  stream: 'Answers rows of numbers, as it learnt them from a stream',
  image: 'Says which of its classes a picture shows',
  module: 'Does what its own scripts say',
};

/** What a model is, in a sentence. */
export function sentenceOf({ kind, parameters, bytes }: LibraryModel): string {
  const size = parameters === null ? '' : `, by ${formatCount(parameters)} learnt numbers`;
  return `${DOES[kind]}${size}: ${formatBytes(bytes)} in all.`;
}

/** Figures that tell best how good a model is, the first that it has counts. */
const HEADLINES = ['accuracy', 'acc', 'val_acc', 'f1', 'val_f1', 'auc', 'val_auc', 'r2', 'val_r2', 'log_likelihood'];

/** Name of the figure that tells best how good it is; null where it has none. */
export function headlineOf({ metrics }: Pick<LibraryModel, 'metrics'>): string | null {
  const names = Object.keys(metrics);
  return HEADLINES.find((name) => names.includes(name)) ?? names[0] ?? null;
}

/** Why it cannot be deleted; null where it can. */
export function lockOf({ name, origin, in_use }: LibraryModel): string | null {
  if (origin === 'shipped') return `“${name}” comes with the app and stays.`;
  return in_use ? `“${name}” is in use now: put another in its place first.` : null;
}
