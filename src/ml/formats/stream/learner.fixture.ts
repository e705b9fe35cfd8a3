// For the tests: a learner that has learnt from a little stream, and the files that a run leaves of it.

import { type Tensor, writeSafetensors } from '../../bert/safetensors';
import { Rng } from '../../rng';
import { createLearner, type LearnerConfig } from '../../stream/learners';
import { Scaler } from '../../stream/scaler';
import type { Learner, Task } from '../../stream/types';
import { encodeJson, type WrittenFiles } from '../files';
import { STREAM_FILE, STREAM_WEIGHTS_FILE } from './model';

export const CONFIG: LearnerConfig = {
  ...{ id: 'network', hidden: [5, 4], activation: 'relu', optimizer: 'adam', learning_rate: 0.05 },
  ...{ epochs: 1, n_components: 2, seed: 7 },
};

export interface Learnt {
  readonly learner: Learner;
  readonly scaler: Scaler;
  readonly files: WrittenFiles;
}

export const COLUMNS = 3;

/** Rows [n, COLUMNS] far from the origin, one column of them as far as times are. */
export function rowsOf(n: number, seed: number): Float64Array {
  const rng = new Rng(seed);
  return Float64Array.from(
    { length: n * COLUMNS },
    (_, at) => [1.7e9, 0, 5][at % 3] + [3600, 1, 0.1][at % 3] * rng.normal(),
  );
}

export async function learnt(changes: Partial<LearnerConfig>, task: Task, batches = 3): Promise<Learnt> {
  const config = { ...CONFIG, ...changes };
  const learner = await createLearner(config, COLUMNS, task);
  const scaler = new Scaler(COLUMNS);
  const n = 40;
  const classes = task.kind === 'classification' ? task.n_classes : 0;
  for (let batch = 0; batch < batches; batch++) {
    const X = rowsOf(n, batch);
    scaler.update(X, n);
    const y = Float64Array.from({ length: n }, (_, i) => (classes > 0 ? i % classes : X[i * COLUMNS + 1]));
    await learner.learn({ X: scaler.transform(X, n), y, n, d: COLUMNS });
  }
  const { kind, header, arrays } = await learner.save();
  const about = {
    ...{ model_type: 'millrace-stream', format: 1, features: ['time', 'x', 'y'], task, learner: config, kind, header },
    ...{ scaler: scaler.save(), batches, examples: batches * n },
  };
  const tensors = Object.entries(arrays).map(([name, values]): [string, Tensor] => {
    return [name, { shape: [values.length], data: Float64Array.from(values) }];
  });
  const files = new Map([
    [STREAM_FILE, encodeJson(about)],
    [STREAM_WEIGHTS_FILE, writeSafetensors(new Map(tensors))],
  ]);
  return { learner, scaler, files };
}
