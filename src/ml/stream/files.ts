// What was learnt from a stream, as files: stream.json says what it is and how columns are scaled, model.safetensors has the
// learner's numbers, in double precision.

import { readSafetensors, type Tensor, writeSafetensors } from '../bert/safetensors';
import { createLearner, type LearnerConfig, type LearnerEnv } from './learners';
import { Scaler } from './scaler';
import type { SessionMemento } from './session';
import type { Learner, LearnerState, SourceInfo, Task } from './types';

export const STREAM_MODEL_FILE = 'stream.json';
export const STREAM_WEIGHTS_FILE = 'model.safetensors';
const MODEL_TYPE = 'millrace-stream';

export type LearntModel = Pick<SessionMemento, 'learner' | 'scaler' | 'batches' | 'examples'>;

/** What stream.json says. */
export interface StreamModelAbout {
  readonly features: readonly string[];
  readonly task: Task;
  readonly classes?: readonly string[];
  readonly learner: LearnerConfig;
  readonly kind: string;
  readonly header: unknown;
  readonly scaler: unknown;
  readonly batches: number;
  readonly examples: number;
}

export interface LoadedStreamModel {
  readonly about: StreamModelAbout;
  readonly learner: Learner;
  readonly scaler: Scaler;
}

export function writeStreamFiles(
  learnerConfig: LearnerConfig,
  { features, task, classes }: Pick<SourceInfo, 'features' | 'task' | 'classes'>,
  { learner, scaler, batches, examples }: LearntModel,
): Map<string, Uint8Array<ArrayBuffer>> {
  const { kind, header, arrays } = learner;
  const json = {
    ...{ model_type: MODEL_TYPE, format: 1, features, task, ...(classes && { classes }) },
    ...{ learner: learnerConfig, kind, header, scaler, batches, examples },
  };
  const tensors = Object.entries(arrays).map(([name, values]): [string, Tensor] => {
    return [name, { shape: [values.length], data: Float64Array.from(values) }];
  });
  return new Map([
    [STREAM_MODEL_FILE, new TextEncoder().encode(`${JSON.stringify(json, null, 2)}\n`)],
    [STREAM_WEIGHTS_FILE, writeSafetensors(new Map(tensors))],
  ]);
}

export function isStreamModel(files: ReadonlyMap<string, Uint8Array>): boolean {
  const bytes = files.get(STREAM_MODEL_FILE);
  return bytes !== undefined && new TextDecoder().decode(bytes.subarray(0, 1000)).includes(MODEL_TYPE);
}

/** @throws Error, in words, for what is no such file */
export function readStreamAbout(files: ReadonlyMap<string, Uint8Array>): StreamModelAbout {
  const bytes = files.get(STREAM_MODEL_FILE);
  if (!bytes) throw new Error(`There is no ${STREAM_MODEL_FILE} among the files.`);
  let json: Partial<StreamModelAbout> & { readonly model_type?: unknown };
  try {
    json = Object(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    throw new Error(`${STREAM_MODEL_FILE} is not JSON.`);
  }
  const { features, task, classes, learner, kind } = json;
  const sound =
    json.model_type === MODEL_TYPE &&
    isTexts(features) &&
    features.length > 0 &&
    isTask(task) &&
    (classes === undefined || isTexts(classes)) &&
    typeof learner === 'object' &&
    learner !== null &&
    Array.isArray(learner.hidden) &&
    typeof kind === 'string';
  if (!sound) throw new Error(`${STREAM_MODEL_FILE} is not what a model of a stream has there.`);
  return json as StreamModelAbout;
}

/** The learner's state as it was saved, without making a learner of it. @throws Error, in words */
export function readStreamState(files: ReadonlyMap<string, Uint8Array>): LearnerState {
  const { kind, header } = readStreamAbout(files);
  const bytes = files.get(STREAM_WEIGHTS_FILE);
  if (!bytes) throw new Error(`There is no ${STREAM_WEIGHTS_FILE} among the files.`);
  const arrays = Object.fromEntries([...readSafetensors(bytes)].map(([name, { data }]) => [name, data]));
  return { kind, header, arrays };
}

/** @throws Error, RangeError or TypeError, in words, for files that are damaged or do not fit each other */
export async function readStreamModel(
  files: ReadonlyMap<string, Uint8Array>,
  kernels?: LearnerEnv['kernels'],
): Promise<LoadedStreamModel> {
  const about = readStreamAbout(files);
  const { features, task, learner, scaler } = about;
  const made = await createLearner(learner, features.length, task, readStreamState(files), { kernels });
  return { about, learner: made, scaler: new Scaler(features.length, scaler) };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isTask(value: unknown): value is Task {
  const { kind, n_classes } = Object(value) as { kind?: unknown; n_classes?: unknown };
  if (kind === 'classification') return Number.isInteger(n_classes) && Number(n_classes) >= 2;
  return kind === 'regression' || kind === 'density';
}
