// The metrics of a run as rows: each has an epoch, a step, and values of some columns.

export interface MetricRow {
  /** From 0; null where the row says none. */
  readonly epoch: number | null;
  readonly step: number | null;
  /** Only of the columns that this row has a value for; NaN and infinities are values. */
  readonly values: ReadonlyMap<string, number>;
}

export interface MetricTable {
  /** Without epoch and step, in order of first appearance. */
  readonly columns: readonly string[];
  readonly rows: readonly MetricRow[];
}

/** Columns of rows in the order in which they first appear. */
export function tableOf(rows: readonly MetricRow[]): MetricTable {
  const columns = new Set<string>();
  for (const { values } of rows) for (const name of values.keys()) columns.add(name);
  return { columns: [...columns], rows };
}

/** Rows as JSON has them: every column in every row, null for no value and for what JSON has no number for. */
export function jsonRows({ columns, rows }: MetricTable): Record<string, number | null>[] {
  const plain = (value: number | null = null) => (value !== null && Number.isFinite(value) ? value : null);
  return rows.map(({ epoch, step, values }) =>
    Object.fromEntries([
      ['epoch', plain(epoch)],
      ['step', plain(step)],
      ...columns.map((name): [string, number | null] => [name, plain(values.get(name))]),
    ]),
  );
}
