// What was learnt from a stream, as files: stream.json says what it is and how columns are scaled, model.safetensors has the
// learner's numbers, in double precision. They are read by ../formats/stream/model.ts.

import { type Tensor, writeSafetensors } from '../bert/safetensors';
import type { LearnerConfig } from './learners';
import type { SessionMemento } from './session';
import type { SourceInfo } from './types';

export const STREAM_MODEL_FILE = 'stream.json';
export const STREAM_WEIGHTS_FILE = 'model.safetensors';
const MODEL_TYPE = 'millrace-stream';

export type LearntModel = Pick<SessionMemento, 'learner' | 'scaler' | 'batches' | 'examples'>;

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
