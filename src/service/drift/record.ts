// What is kept of the watch for the next visit: the options, and what the looks at one model have found so far.

import { z } from 'zod';
import { readSetting, writeSetting } from '../../storage/settings';
import { DRIFT_TESTS, type DriftOptions, type DriftReport, type DriftState } from '../../wire/drift';
import { driftOptionsSchema } from '../../wire/drift-schemas';

const OPTIONS = 'drift.options';
const WATCHED = 'drift.watched';
const MAX_HISTORY = 200;

export const DEFAULT_OPTIONS: DriftOptions = { enabled: true, alpha: 0.05, window: 500 };

/** Of one model, since it began to serve. */
export interface Watched {
  readonly model: string;
  /** Reviews that have come in, and the largest number among them: those gone since count, too. */
  readonly seen: number;
  readonly last: number;
  /** That they have drifted was said. */
  readonly told: boolean;
  readonly report: DriftReport | null;
  /** Of all that the report came of: the same again would find the same. */
  readonly signature: string;
  readonly history: DriftState['history'];
}

export function unwatched(model: string): Watched {
  return { model, seen: 0, last: 0, told: false, report: null, signature: '', history: [] };
}

const share = z.array(z.number());
const figure = z.number().nullable();
const testSchema = z.object({
  name: z.enum(DRIFT_TESTS),
  verdict: z.enum(['drift', 'no-drift', 'too-little-data']),
  drifted: z.boolean(),
  statistic: figure,
  threshold: figure,
  rule: z.enum(['statistic-above', 'statistic-below', 'p-below']),
  p_value: figure,
  n_reference: z.number(),
  n_current: z.number(),
  n_needed: z.number(),
  sentence: z.string(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
});

const reportSchema = z.object({
  model: z.string(),
  drifted: z.boolean(),
  n_reference: z.number(),
  n_current: z.number(),
  seen: z.number().optional(),
  at: z.string(),
  tests: z.array(testSchema),
  histograms: z.object({
    score: z.object({ reference: share, current: share }),
    length: z.object({ edges: share, reference: share, current: share }),
  }),
});

const historySchema: z.ZodType<DriftState['history']> = z.array(
  z.object({
    at: z.string(),
    n_current: z.number(),
    drifted: z.boolean(),
    p_values: z.partialRecord(z.enum(DRIFT_TESTS), z.number()),
  }),
);

const watchedSchema: z.ZodType<Watched> = z
  .object({
    model: z.string(),
    seen: z.number(),
    last: z.number(),
    told: z.boolean(),
    report: reportSchema.nullable(),
    signature: z.string(),
    history: historySchema,
  })
  // Reports of versions before do not say it; the watch is kept with each of them.
  .transform(({ report, ...rest }) => ({ ...rest, report: report && { ...report, seen: report.seen ?? rest.seen } }));

/** What cannot be used of it is as if it had not been kept. */
export async function readWatch(): Promise<{ options: DriftOptions; watched: Watched }> {
  const [options, watched] = await Promise.all([readSetting<unknown>(OPTIONS), readSetting<unknown>(WATCHED)]);
  return {
    options: { ...DEFAULT_OPTIONS, ...given(driftOptionsSchema.safeParse(options).data ?? {}) },
    watched: watchedSchema.safeParse(watched).data ?? unwatched(''),
  };
}

export function saveOptions(options: DriftOptions): Promise<void> {
  return writeSetting(OPTIONS, options);
}

export function saveWatched(watched: Watched): Promise<void> {
  return writeSetting(WATCHED, watched);
}

/** Options that were said; undefined is the same as not said. */
export function given(options: { readonly [K in keyof DriftOptions]?: DriftOptions[K] | undefined }) {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Partial<DriftOptions>;
}

/** With those counted in that came since. */
export function withArrivals(watched: Watched, arrived: readonly number[]): Watched {
  const ids = arrived.filter((id) => id > watched.last);
  return { ...watched, seen: watched.seen + ids.length, last: ids.reduce((a, b) => Math.max(a, b), watched.last) };
}

/** With one look more. */
export function withReport(watched: Watched, report: DriftReport, signature: string): Watched {
  const p_values = Object.fromEntries(
    report.tests.flatMap(({ name, p_value }) => (p_value === null ? [] : [[name, p_value] as const])),
  );
  const { at, n_current, drifted } = report;
  const history = [...watched.history, { at, n_current, drifted, p_values }].slice(-MAX_HISTORY);
  return { ...watched, report, signature, history, told: drifted };
}
