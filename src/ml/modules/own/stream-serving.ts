// A model of a stream as a module: stream.json and model.safetensors (../../formats/stream/model.ts). Rows are scaled as the model
// was trained, and answered as its task says: classes with probabilities, numbers, or log densities. What computes is the
// caller's.

import {
  readStreamModel,
  STREAM_FILE,
  STREAM_WEIGHTS_FILE,
  type StreamAbout,
  type StreamModel,
} from '../../formats/stream/model';
import type { Scaler } from '../../stream/scaler';
import type { Learner } from '../../stream/types';
import type { InferenceModule, ModelDir } from '../protocol';
import { acceptedOf, mediaType, serialized } from './content';
import { csvOf, type Rows, rowsOf } from './rows';

export interface LoadedStream {
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

const JSON_TYPES = ['application/json', 'application/octet-stream'];

/** Rows, once the model has said which column is which. */
type Asked = (columns: readonly string[]) => Rows;

export type OpenLearner = (model: StreamModel) => Learner | Promise<Learner>;
export type StreamModule = InferenceModule<LoadedStream, Asked, StreamOutput>;

export function streamModuleOn(open: OpenLearner): StreamModule {
  return {
    load: async (dir) => openStream(await streamFilesIn(dir), open),
    // Rows of JSON may be objects: which number is which column is known only with the model.
    deserialize(bytes, contentType) {
      const read = (columns?: readonly string[]) => rowsOf(bytes, contentType, ['X', 'rows', 'points'], columns);
      if (JSON_TYPES.includes(mediaType(contentType))) return read;
      const rows = read();
      return () => rows;
    },
    async predict(input, { about, learner, scaler }) {
      const { data, n, d } = input(about.features);
      const columns = about.features.length;
      if (n > 0 && d !== columns) throw new Error(`The model takes rows of ${columns} numbers, not of ${d}.`);
      // A learner takes rows in one pass, and one that has passed none yet has no room for what comes out.
      const predictions = n === 0 ? new Float64Array(0) : await learner.predict(scaler.transform(data, n), n);
      return { model: about, predictions, n };
    },
    serialize(output, accepted) {
      const type = acceptedOf(accepted, ['application/json', 'text/csv']);
      if (type === null) return null;
      return serialized(type, type === 'text/csv' ? inCsv(output) : JSON.stringify(inJson(output)));
    },
  };
}

/** @throws Error, in words, for files that are damaged or do not fit each other */
export async function openStream(files: ReadonlyMap<string, Uint8Array>, open: OpenLearner): Promise<LoadedStream> {
  const model = readStreamModel(files);
  return { about: model.about, scaler: model.scaler, learner: await open(model) };
}

/** Those of the model, of all that lie in its folder. */
export async function streamFilesIn(dir: ModelDir): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const path of await dir.list()) {
    if (path === STREAM_FILE || path === STREAM_WEIGHTS_FILE) files.set(path, await dir.read(path));
  }
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
