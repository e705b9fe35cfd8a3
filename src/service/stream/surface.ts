// What a model predicts over a grid of the first two columns, all others at their mean, around the latest examples.

import type { StreamSurface } from '../../wire/stream';
import { STREAM_LIMITS } from '../../wire/stream-limits';
import { invalid } from '../errors';
import type { Learning } from './learning';

/** Room around the examples, as a share of their extent. */
const MARGIN = 0.05;

/** Between two batches. Null while there are no examples, or they have one column. */
export async function surfaceOf({ session, info, recent }: Learning, cells: number): Promise<StreamSurface | null> {
  if (!(Number.isInteger(cells) && cells >= 2 && cells <= STREAM_LIMITS.cells)) {
    throw invalid('cells', `The grid has 2 to ${STREAM_LIMITS.cells} cells a side.`);
  }
  const examples = recent.examples();
  const d = info?.features.length ?? 0;
  if (!session || !info || examples.length === 0 || d < 2) return null;
  const [x, y] = [extent(examples.map((row) => row.x[0])), extent(examples.map((row) => row.x[1]))];
  const X = new Float64Array(cells * cells * d);
  const means = Array.from({ length: d }, (_, j) => examples.reduce((sum, row) => sum + row.x[j], 0) / examples.length);
  for (let i = 0; i < cells * cells; i++) {
    X.set(means, i * d);
    X[i * d] = at(x, i % cells, cells);
    X[i * d + 1] = at(y, Math.floor(i / cells), cells);
  }
  const predictions = await session.predict(X, cells * cells);
  const classes = info.task.kind === 'classification' ? info.task.n_classes : 1;
  const told = classes > 2 ? likeliestOf(predictions, classes) : lastOf(predictions, classes);
  return { x, y, cells, ...told, examples: Float32Array.from(examples.flatMap((row) => [row.x[0], row.x[1], row.y])) };
}

type Told = Pick<StreamSurface, 'values' | 'likeliest'>;

/** Of numbers themselves, too. */
function lastOf(predictions: Float64Array, classes: number): Told {
  const n = predictions.length / classes;
  return { values: Float32Array.from({ length: n }, (_, i) => predictions[(i + 1) * classes - 1]), likeliest: null };
}

export function likeliestOf(predictions: Float64Array, classes: number): Told {
  const likeliest = Float32Array.from({ length: predictions.length / classes }, (_, i) => {
    const each = predictions.subarray(i * classes, (i + 1) * classes);
    return each.indexOf(Math.max(...each));
  });
  return { values: Float32Array.from(likeliest, (best, i) => predictions[i * classes + best]), likeliest };
}

function extent(values: readonly number[]): readonly [number, number] {
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  const room = most > least ? (most - least) * MARGIN : 1;
  return [least - room, most + room];
}

/** Middle of a cell. */
function at([from, to]: readonly [number, number], cell: number, cells: number): number {
  return from + ((cell + 0.5) / cells) * (to - from);
}
