// Models in words: kinds, where they come from, and the figure that tells best how good one is.

import type { LibraryModel, ModelKind, Precision } from '../../wire/library';
import { formatCount } from '../components/format';

export const KIND_WORDS: Readonly<Record<ModelKind, string>> = {
  mixture: 'Mixture',
  text: 'Text',
  stream: 'Stream',
  image: 'Image',
  module: 'Module',
};

export const ORIGIN_WORDS: Readonly<Record<LibraryModel['origin'], string>> = {
  shipped: 'Comes with the app',
  saved: 'Saved here',
  run: 'Made by a run',
  imported: 'Imported',
  own: 'Written here',
};

export const PRECISION_WORDS: Readonly<Record<Precision, string>> = {
  float32: 'float32, as it is',
  float16: 'float16, half the size',
  int8: 'int8, a quarter of the size',
};

/** What a model of each kind does, to begin a sentence with. */
const DOES: Readonly<Record<ModelKind, string>> = {
  mixture: 'Says how likely a point is, and which group it belongs to',
  text: 'Says how positive a text is, from 0 to 1',
  stream: 'Answers rows of numbers, as it learnt them from a stream',
  image: 'Says which of its classes a picture shows',
  module: 'Does what its own scripts say',
};

/** What a model is, in a sentence. */
export function sentenceOf({ kind, parameters, version, data }: LibraryModel): string {
  const size = parameters === null ? '' : `, with ${formatCount(parameters)} numbers that were learnt`;
  const from = data === '' ? '' : `; it learnt from: ${data.replace(/\.$/, '')}`;
  return `${DOES[kind]}${size}${from}. Version ${version}.`;
}

/** Figures that tell best how good a model is, the first that it has counts. */
const HEADLINES = ['accuracy', 'acc', 'val_acc', 'f1', 'val_f1', 'auc', 'val_auc', 'r2', 'val_r2', 'log_likelihood'];

/** Name of the figure that tells best how good it is; null where it has none. */
export function headlineOf({ metrics }: Pick<LibraryModel, 'metrics'>): string | null {
  const names = Object.keys(metrics);
  return HEADLINES.find((name) => names.includes(name)) ?? names[0] ?? null;
}

/** "batch × tokens × 128" */
export function shapeOf(shape: readonly (string | number)[]): string {
  return shape.length === 0 ? 'one number' : shape.join(' × ');
}

/** Why it cannot be deleted; null where it can. */
export function lockOf({ name, origin, in_use }: LibraryModel): string | null {
  if (origin === 'shipped') return `“${name}” comes with the app and stays.`;
  return in_use ? `“${name}” is in use now: put another in its place first.` : null;
}
