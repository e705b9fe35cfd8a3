// A run's rows of metrics as they are stored: chunks in columns, each with the names of its own.

import { z } from 'zod';
import type { MetricRow } from '../../ml/logs';
import type { Histograms } from './job';

export interface LogRow extends MetricRow {
  /** Seconds at work since the run's start; null of imported ones. */
  readonly time: number | null;
  /** Of an epoch's end, or of a judgement: kept when rows of steps are thinned. */
  readonly lasting: boolean;
  /** Counted over all rows of its sort that there ever were. */
  readonly ordinal: number;
  histograms?: Histograms | undefined;
}

export const CHUNK_ROWS = 1000;

const chunkSchema = z.object({
  /** [n]; NaN for none. */
  epoch: z.instanceof(Float64Array),
  step: z.instanceof(Float64Array),
  time: z.instanceof(Float64Array),
  ordinal: z.instanceof(Float64Array),
  /** [n] 0 or 1. */
  lasting: z.instanceof(Uint8Array),
  columns: z.array(z.string()),
  /** [n, columns] row-major, and whether there is a value: NaN is one. */
  values: z.instanceof(Float64Array),
  has: z.instanceof(Uint8Array),
  histograms: z.array(
    z.object({
      row: z.number().int().nonnegative(),
      histograms: z.record(
        z.string(),
        z.object({ edges: z.instanceof(Float64Array), counts: z.instanceof(Float64Array) }),
      ),
    }),
  ),
});

type Chunk = z.output<typeof chunkSchema>;
/** As it is written: its arrays are only read. */
type StoredChunk = Omit<Chunk, 'histograms'> & {
  readonly histograms: readonly { readonly row: number; readonly histograms: Histograms }[];
};

function toChunk(rows: readonly LogRow[]): StoredChunk {
  const columns = [...new Set(rows.flatMap(({ values }) => [...values.keys()]))];
  const [n, width] = [rows.length, columns.length];
  const numbers = (pick: (row: LogRow) => number | null) => Float64Array.from(rows, (row) => pick(row) ?? Number.NaN);
  const [values, has] = [new Float64Array(n * width), new Uint8Array(n * width)];
  rows.forEach((row, i) => {
    columns.forEach((name, j) => {
      const value = row.values.get(name);
      if (value === undefined) return;
      values[i * width + j] = value;
      has[i * width + j] = 1;
    });
  });
  return {
    ...{ columns, values, has },
    epoch: numbers(({ epoch }) => epoch),
    step: numbers(({ step }) => step),
    time: numbers(({ time }) => time),
    ordinal: numbers(({ ordinal }) => ordinal),
    lasting: Uint8Array.from(rows, ({ lasting }) => (lasting ? 1 : 0)),
    histograms: rows.flatMap(({ histograms }, row) => (histograms ? [{ row, histograms }] : [])),
  };
}

/** Throws for what is no chunk of rows. */
export function toRows(value: unknown): LogRow[] {
  const chunk = chunkSchema.parse(value);
  const { columns, epoch, step, time, ordinal, lasting, values, has } = chunk;
  const [n, width] = [epoch.length, columns.length];
  const sound = [step, time, ordinal, lasting].every(({ length }) => length === n);
  if (!sound || values.length !== n * width || has.length !== n * width) {
    throw new Error('The rows of metrics are damaged.');
  }
  const histograms = new Map(chunk.histograms.map((one) => [one.row, one.histograms]));
  const known = (number: number) => (Number.isNaN(number) ? null : number);
  return Array.from(epoch, (_, i) => ({
    epoch: known(epoch[i]),
    step: known(step[i]),
    time: known(time[i]),
    ordinal: ordinal[i],
    lasting: lasting[i] === 1,
    values: new Map(columns.flatMap((name, j) => (has[i * width + j] ? [[name, values[i * width + j]] as const] : []))),
    ...(histograms.has(i) ? { histograms: histograms.get(i) } : {}),
  }));
}

export function chunked(rows: readonly LogRow[]): readonly StoredChunk[] {
  const length = Math.ceil(rows.length / CHUNK_ROWS);
  return Array.from({ length }, (_, i) => toChunk(rows.slice(i * CHUNK_ROWS, (i + 1) * CHUNK_ROWS)));
}
