// A model of a stream as a module: stream.json and model.safetensors (../../formats/stream/model.ts). Rows are scaled as the model
// was trained, and answered as its task says: classes with probabilities, numbers, or log densities.

import { readStreamModel, type StreamAbout } from '../../formats/stream/model';
import { createLearner, type LearnerEnv } from '../../stream/learners';
import type { Scaler } from '../../stream/scaler';
import type { Learner } from '../../stream/types';
import type { InferenceModule, ModelDir } from '../protocol';
import { acceptedOf, serialized } from './content';
import { csvOf, type Rows, rowsOf } from './rows';

interface LoadedStream {
  readonly about: StreamAbout;
  readonly learner: Learner;
  readonly scaler: Scaler;
}

interface StreamOutput {
  readonly model: StreamAbout;
  /** [n, classes], [n] numbers, or [n] log densities. */
  readonly predictions: Float64Array;
  readonly n: number;
}

/** @param kernels as `LearnerEnv.kernels` */
export function streamModule(
  kernels?: LearnerEnv['kernels'],
): InferenceModule<LoadedStream, (columns: readonly string[]) => Rows, StreamOutput> {
  return {
    load: async (dir) => loadStream(await filesIn(dir), kernels),
    // Which number is which column is known only with the model.
    deserialize(bytes, contentType) {
      const plain = () => rowsOf(bytes, contentType, ['X', 'rows', 'points']);
      if (!isObjects(bytes)) {
        const rows = plain();
        return () => rows;
      }
      return (columns) => rowsOf(bytes, contentType, ['X', 'rows', 'points'], columns);
    },
    async predict(input, { about, learner, scaler }) {
      const { data, n, d } = input(about.features);
      const columns = about.features.length;
      if (n > 0 && d !== columns) throw new Error(`The model takes rows of ${columns} numbers, not of ${d}.`);
      return { model: about, predictions: await learner.predict(scaler.transform(data, n), n), n };
    },
    serialize(output, accepted) {
      const type = acceptedOf(accepted, ['application/json', 'text/csv']);
      if (type === null) return null;
      return serialized(type, type === 'text/csv' ? inCsv(output) : JSON.stringify(inJson(output)));
    },
  };
}

/** @throws Error, in words, for files that are damaged or do not fit each other */
export async function loadStream(
  files: ReadonlyMap<string, Uint8Array>,
  kernels?: LearnerEnv['kernels'],
): Promise<LoadedStream> {
  const { about, config, task, state, scaler } = readStreamModel(files);
  return { about, scaler, learner: await createLearner(config, about.features.length, task, state, { kernels }) };
}

/** Rows are objects, {"x1": 1}: the first character within the list says so. */
function isObjects(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 200));
  return /^\s*(?:\{[^[]*)?\[\s*\{/.test(start);
}

async function filesIn(dir: ModelDir): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const path of await dir.list()) files.set(path, await dir.read(path));
  return files;
}

function probabilitiesOf({ predictions, n }: StreamOutput, classes: number): readonly (readonly number[])[] {
  return Array.from({ length: n }, (_, i) => [...predictions.subarray(i * classes, (i + 1) * classes)]);
}

/** The first among equals. */
function likeliest(row: readonly number[]): number {
  return row.reduce((best, p, c) => (p > row[best] ? c : best), 0);
}

function inJson(output: StreamOutput): object {
  const { task, classes } = output.model;
  if (task.kind !== 'classification') {
    return { [task.kind === 'regression' ? 'predictions' : 'log_density']: [...output.predictions] };
  }
  const probabilities = probabilitiesOf(output, task.n_classes);
  return { labels: probabilities.map(likeliest), probabilities, ...(classes && { classes }) };
}

function inCsv(output: StreamOutput): string {
  const { task } = output.model;
  if (task.kind !== 'classification') {
    const header = [task.kind === 'regression' ? 'predictions' : 'log_density'];
    return csvOf(
      header,
      [...output.predictions].map((value) => [value]),
    );
  }
  const names = Array.from({ length: task.n_classes }, (_, c) => `probability_${c}`);
  const rows = probabilitiesOf(output, task.n_classes).map((row) => [likeliest(row), ...row]);
  return csvOf(['labels', ...names], rows);
}
