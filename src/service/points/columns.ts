// Smallest, largest and mean value of each column, kept as rows come and go, without looking at all
// the rows again but where a column has lost its extreme.

export interface ColumnSummary {
  /** Per column; empty without rows. */
  readonly min: readonly number[];
  readonly max: readonly number[];
  readonly mean: readonly number[];
}

export class ColumnStatistics {
  private min: number[];
  private max: number[];
  private readonly sums: CompensatedSum[];

  constructor(private readonly d: number) {
    this.min = new Array<number>(d).fill(Number.POSITIVE_INFINITY);
    this.max = new Array<number>(d).fill(Number.NEGATIVE_INFINITY);
    this.sums = Array.from({ length: d }, () => new CompensatedSum());
  }

  summary(n: number): ColumnSummary {
    if (n === 0) return { min: [], max: [], mean: [] };
    return { min: [...this.min], max: [...this.max], mean: this.sums.map((sum) => sum.value() / n) };
  }

  /** Rows were added: [m, d], row-major. */
  came(rows: Float64Array): void {
    const { d, min, max } = this;
    for (let j = 0; j < d; j++) [min[j], max[j]] = bounds(rows, j, d, min[j]!, max[j]!);
    this.addToSums(rows, 1);
  }

  /** Rows were taken out; `left` are those that stay. */
  went(gone: Float64Array, left: Float64Array): void {
    const { d, min, max } = this;
    for (let j = 0; j < d; j++) {
      const [low, high] = bounds(gone, j, d, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
      if (low > min[j]! && high < max[j]!) continue;
      [min[j], max[j]] = bounds(left, j, d, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    }
    this.addToSums(gone, -1);
  }

  private addToSums(rows: Float64Array, sign: 1 | -1): void {
    const { d, sums } = this;
    for (let i = 0; i < rows.length; i++) sums[i % d]!.add(sign * rows[i]!);
  }
}

/** Neumaier's sum: taking a huge value out again leaves the small ones as they were. */
class CompensatedSum {
  private sum = 0;
  private lost = 0;

  add(value: number): void {
    const sum = this.sum + value;
    this.lost += Math.abs(this.sum) >= Math.abs(value) ? this.sum - sum + value : value - sum + this.sum;
    this.sum = sum;
  }

  value(): number {
    return this.sum + this.lost;
  }
}

function bounds(rows: Float64Array, column: number, d: number, low: number, high: number): [number, number] {
  let min = low;
  let max = high;
  for (let i = column; i < rows.length; i += d) {
    const value = rows[i]!;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return [min, max];
}
