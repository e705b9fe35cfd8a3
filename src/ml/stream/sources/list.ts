// Examples that are there already, in their order, to the end: the points of the Points page (no y), labelled reviews
// as features. Goes on with a list that has grown since, so examples can come in while it runs.

import { countOf, fieldsOf, unreadable } from '../memento';
import type { Batch, Memento, Source, SourceInfo, Task } from '../types';

export interface ListOptions {
  readonly features: readonly string[];
  readonly task: Task;
  /** [n, d] row-major, d the number of features. */
  readonly X: Float64Array;
  /** n numbers; none for density. */
  readonly y: Float64Array;
}

const WHOSE = 'this list of examples';

/** Throws a RangeError when X and y do not fit, a TypeError for a memento of another, longer list. */
export function listSource({ features, task, X, y }: ListOptions, memento?: Memento): Source {
  const d = features.length;
  const n = d > 0 ? X.length / d : 0;
  if (d === 0 || !Number.isInteger(n)) throw new RangeError(`X has no rows of ${d} columns.`);
  if (y.length !== (task.kind === 'density' ? 0 : n)) throw new RangeError(`${n} rows of X, but ${y.length} of y.`);
  const begun = memento === undefined ? 0 : countOf(fieldsOf(memento, WHOSE), 'at', WHOSE);
  if (begun > n) throw unreadable(WHOSE);
  return new ListSource({ features, task, length: n, drifts: () => [] }, X, y, begun);
}

class ListSource implements Source {
  constructor(
    readonly info: SourceInfo,
    private readonly X: Float64Array,
    private readonly y: Float64Array,
    private at: number,
  ) {}

  next(n: number): Batch | null {
    const d = this.info.features.length;
    const from = this.at;
    const to = Math.min(from + n, this.X.length / d);
    if (to <= from) return null;
    this.at = to;
    return { X: this.X.slice(from * d, to * d), y: this.y.slice(from, to), n: to - from, d };
  }

  save(): Memento {
    return { at: this.at };
  }
}
