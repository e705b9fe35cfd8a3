// The latest examples of a stream, for drawing what the model makes of them.

import type { Batch } from '../../ml/stream/types';

const MOST = 400;
/** Columns of examples that are worth keeping for drawings. */
const MOST_COLUMNS = 64;

export class Recent {
  private rows: { readonly x: Float64Array; readonly y: number }[] = [];

  add({ X, y, n, d }: Batch): void {
    if (d > MOST_COLUMNS) return;
    const from = Math.max(0, n - MOST);
    for (let i = from; i < n; i++) {
      this.rows.push({ x: X.slice(i * d, (i + 1) * d), y: y.length > 0 ? y[i] : Number.NaN });
    }
    if (this.rows.length > 2 * MOST) this.rows = this.rows.slice(-MOST);
  }

  examples(): readonly { readonly x: Float64Array; readonly y: number }[] {
    return this.rows.slice(-MOST);
  }
}
