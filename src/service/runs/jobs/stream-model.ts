// What a run over a stream has learnt, as files: stream.json says what it is and how columns are scaled, model.safetensors
// has the learner's numbers, in double precision.

import { type Tensor, writeSafetensors } from '../../../ml/bert/safetensors';
import type { SessionMemento } from '../../../ml/stream/session';
import type { SourceInfo } from '../../../ml/stream/types';
import type { StreamConfig } from '../../../wire/stream';
import type { TrainedFiles } from '../job';

export const STREAM_MODEL_FILE = 'stream.json';
export const STREAM_WEIGHTS_FILE = 'model.safetensors';

export type LearntModel = Pick<SessionMemento, 'learner' | 'scaler' | 'batches' | 'examples'>;

interface About {
  readonly config: StreamConfig;
  readonly info: SourceInfo;
}

export function writeStreamModel({ config, info }: About, model: LearntModel): TrainedFiles {
  const { learner, scaler, batches, examples } = model;
  const { features, task, classes } = info;
  const { kind, header, arrays } = learner;
  const json = {
    ...{ model_type: 'millrace-stream', format: 1, features, task, ...(classes && { classes }) },
    ...{ learner: config.learner, kind, header, scaler, batches, examples },
  };
  const tensors = Object.entries(arrays).map(([name, values]): [string, Tensor] => {
    return [name, { shape: [values.length], data: Float64Array.from(values) }];
  });
  return new Map([
    [STREAM_MODEL_FILE, new TextEncoder().encode(`${JSON.stringify(json, null, 2)}\n`)],
    [STREAM_WEIGHTS_FILE, writeSafetensors(new Map(tensors))],
  ]);
}
