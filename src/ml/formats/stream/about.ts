// stream.json, checked field by field without a library: the same lines run in the app and in the scripts that archives
// carry, where a library of schemas would be most of the code.

import {
  ACTIVATIONS,
  COMPUTES,
  LEARNERS,
  type LearnerConfig,
  type LearnerId,
  OPTIMIZERS,
} from '../../stream/learners/config';
import type { Task } from '../../stream/types';
import { FormatError } from '../errors';
import type { Json } from '../files';

export const STREAM_FILE = 'stream.json';
const MODEL_TYPE = 'millrace-stream';
const FORMAT = 1;

const MAX_COLUMNS = 65_536;
const MAX_WIDTH = 65_536;
const MAX_LAYERS = 32;
const MAX_CLASSES = 1000;
const MAX_NAME = 1000;

export interface StreamAbout {
  readonly model_type: typeof MODEL_TYPE;
  readonly format: typeof FORMAT;
  /** Names of the columns. */
  readonly features: readonly string[];
  readonly task: Task;
  readonly classes?: readonly string[];
  readonly learner: LearnerConfig;
  readonly kind: LearnerId;
  readonly header: Json;
  readonly scaler: { readonly n: number; readonly means: readonly number[]; readonly squares: readonly number[] };
  readonly batches: number;
  readonly examples: number;
}

/** Fields that are not known are left out. @throws FormatError naming the first field that is not as it should be */
export function readAbout(json: Json): StreamAbout {
  return {
    model_type: exactly(json.model_type, MODEL_TYPE, 'model_type'),
    format: exactly(json.format, FORMAT, 'format'),
    features: names(json.features, 1, MAX_COLUMNS, 'features'),
    task: taskOf(fields(json.task, 'task')),
    ...(json.classes !== undefined && { classes: names(json.classes, 0, MAX_CLASSES, 'classes') }),
    learner: learnerOf(fields(json.learner, 'learner')),
    kind: oneOf(json.kind, LEARNERS, 'kind'),
    header: fields(json.header, 'header'),
    scaler: scalerOf(fields(json.scaler, 'scaler')),
    batches: whole(json.batches, 0, Number.MAX_SAFE_INTEGER, 'batches'),
    examples: whole(json.examples, 0, Number.MAX_SAFE_INTEGER, 'examples'),
  };
}

function taskOf(json: Json): Task {
  const kind = oneOf(json.kind, ['classification', 'regression', 'density'] as const, 'task.kind');
  if (kind !== 'classification') return { kind };
  return { kind, n_classes: whole(json.n_classes, 2, MAX_CLASSES, 'task.n_classes') };
}

function learnerOf(json: Json): LearnerConfig {
  const hidden = list(json.hidden, 0, MAX_LAYERS, 'learner.hidden');
  return {
    id: oneOf(json.id, LEARNERS, 'learner.id'),
    hidden: hidden.map((units, i) => whole(units, 1, MAX_WIDTH, `learner.hidden.${i}`)),
    activation: oneOf(json.activation, ACTIVATIONS, 'learner.activation'),
    optimizer: oneOf(json.optimizer, OPTIMIZERS, 'learner.optimizer'),
    learning_rate: number(json.learning_rate, 'learner.learning_rate', (value) => value > 0),
    epochs: whole(json.epochs, 1, 1e6, 'learner.epochs'),
    n_components: whole(json.n_components, 1, 1000, 'learner.n_components'),
    seed: number(json.seed, 'learner.seed'),
    ...(json.compute !== undefined && { compute: oneOf(json.compute, COMPUTES, 'learner.compute') }),
  };
}

function scalerOf(json: Json): StreamAbout['scaler'] {
  const numbers = (value: unknown, where: string) =>
    list(value, 0, MAX_COLUMNS, where).map((one, i) => number(one, `${where}.${i}`));
  return {
    n: whole(json.n, 0, Number.MAX_SAFE_INTEGER, 'scaler.n'),
    means: numbers(json.means, 'scaler.means'),
    squares: numbers(json.squares, 'scaler.squares'),
  };
}

// ---------------------------------------------------------------- what a field may be

function wrong(where: string): FormatError {
  const message = `${STREAM_FILE} cannot be read: ${where} is not what a stream’s model has there.`;
  return new FormatError(STREAM_FILE, message);
}

function exactly<T extends string | number>(value: unknown, expected: T, where: string): T {
  if (value !== expected) throw wrong(where);
  return expected;
}

function oneOf<T extends string>(value: unknown, known: readonly T[], where: string): T {
  const found = known.find((one) => one === value);
  if (found === undefined) throw wrong(where);
  return found;
}

function number(value: unknown, where: string, fits: (value: number) => boolean = () => true): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || !fits(value)) throw wrong(where);
  return value;
}

function whole(value: unknown, least: number, most: number, where: string): number {
  return number(value, where, (n) => Number.isInteger(n) && n >= least && n <= most);
}

function fields(value: unknown, where: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(where);
  return value as Json;
}

function list(value: unknown, least: number, most: number, where: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length < least || value.length > most) throw wrong(where);
  return value;
}

function names(value: unknown, least: number, most: number, where: string): readonly string[] {
  return list(value, least, most, where).map((name, i) => {
    if (typeof name !== 'string' || name.length > MAX_NAME) throw wrong(`${where}.${i}`);
    return name;
  });
}
