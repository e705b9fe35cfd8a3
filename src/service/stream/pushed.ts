// Pushed batches against the model at hand: what does not fit is refused, with row and column, before anything is learnt
// from it. That they are batches at all is the schema's to check.

import { checkWork } from '../../ml/stream/learners';
import type { Batch, Task } from '../../ml/stream/types';
import { ServiceError } from '../../wire/errors';
import { parseWith } from '../../wire/schemas';
import type { PushedBatch, StreamConfig } from '../../wire/stream';
import { pushedSchema } from '../../wire/stream-schemas';
import { invalid, messageOf } from '../errors';

/** What the model at hand can learn from; null: anything. */
export interface Expected {
  readonly features: readonly string[] | null;
  readonly task: Task | null;
}

/** Bad labels named in one error. */
const MOST_DETAILS = 10;

/** ServiceError 'invalid'; rows and columns count from 1 in its words. */
export function toBatch(pushed: PushedBatch, { features, task }: Expected): Batch {
  const { X, y } = parseWith(pushedSchema, pushed);
  const [n, d] = [X.length, X[0].length];
  if (features && features.length !== d) throw wrongWidth(d, features);
  if (task?.kind !== 'density' && y.length !== n) {
    throw invalid(
      'y',
      `y has ${y.length} ${y.length === 1 ? 'value' : 'values'} where X has ${n} ${n === 1 ? 'row' : 'rows'}: one for each is needed.`,
    );
  }
  if (task?.kind === 'classification') checkLabels(y, task.n_classes);
  const rows = new Float64Array(n * d);
  for (let i = 0; i < n; i++) rows.set(X[i], i * d);
  return { X: rows, y: Float64Array.from(task?.kind === 'density' ? [] : y), n, d };
}

function wrongWidth(d: number, features: readonly string[]): ServiceError {
  const names = features.length <= 10 ? ` (${features.join(', ')})` : '';
  const columns = (count: number) => `${count} ${count === 1 ? 'column' : 'columns'}`;
  const fitting = `the model learns from ${columns(features.length)}${names}`;
  return invalid('X', `X has ${columns(d)}, but ${fitting}. To begin with other columns, reset the stream first.`);
}

function checkLabels(y: readonly number[], classes: number): void {
  const wrong: { readonly field: string; readonly message: string }[] = [];
  for (let i = 0; i < y.length && wrong.length < MOST_DETAILS; i++) {
    if (Number.isInteger(y[i]) && y[i] >= 0 && y[i] < classes) continue;
    const message = `must be a class from 0 to ${classes - 1}, not ${y[i]} (row ${i + 1}, counted from 1)`;
    wrong.push({ field: `y.${i}`, message });
  }
  if (wrong.length > 0) throw new ServiceError('invalid', `${wrong[0].field} ${wrong[0].message}.`, wrong);
}

/** ServiceError 'invalid' for a batch that would keep the engine from all else for too long. */
export function checkPushedWork({ n, d }: Batch, { source, learner, replay }: StreamConfig, { task }: Expected): void {
  const rows = Math.max(n, source.batch_size) * (replay > 0 ? 2 : 1);
  try {
    checkWork(learner, d, task?.kind === 'classification' ? task.n_classes : 1, rows);
  } catch (error) {
    throw invalid('X', messageOf(error));
  }
}
