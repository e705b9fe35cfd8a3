// A source that examples come into while it runs: those taken in wait here until they are learnt.

import { joined } from '../../ml/stream/arrays';
import type { Batch, Memento, Source, SourceInfo } from '../../ml/stream/types';

export class GrowingSource implements Source {
  private X: Float64Array;
  private y: Float64Array;

  /** `save`: says what has been given so far; `given`: told of every example that is. */
  constructor(
    readonly info: SourceInfo,
    private readonly memory: { given(examples: number): void; save(): Memento },
  ) {
    this.X = new Float64Array(0);
    this.y = new Float64Array(0);
  }

  /** Rows that wait to be given. */
  get waiting(): number {
    return this.X.length / this.info.features.length;
  }

  /** X [n, d] row-major; y of n numbers, none for density. */
  take(X: Float64Array, y: Float64Array): void {
    this.X = joined(this.X, X);
    this.y = joined(this.y, y);
  }

  next(n: number): Batch | null {
    const d = this.info.features.length;
    const rows = Math.min(n, this.waiting);
    if (rows === 0) return null;
    const density = this.info.task.kind === 'density';
    const batch = { X: this.X.slice(0, rows * d), y: this.y.slice(0, density ? 0 : rows), n: rows, d };
    this.X = this.X.subarray(rows * d);
    if (!density) this.y = this.y.subarray(rows);
    this.memory.given(rows);
    return batch;
  }

  save(): Memento {
    return this.memory.save();
  }
}
