// What may be asked of the stream, checked at the edge. What depends on the model at hand (the width of X, the range of
// the labels) is checked by the service.

import { z } from 'zod';
import { MAX_COORDINATE, MAX_LEARNING_RATE } from './limits';
import { listOf } from './schema-lists';
import { type PushedBatch, SOURCES, type StreamConfig } from './stream';
import { STREAM_LIMITS as MOST } from './stream-limits';

const inWords = (n: number) => n.toLocaleString('en');

function whole(min: number, max: number) {
  const error = `must be a whole number from ${inWords(min)} to ${inWords(max)}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

function within(min: number, max: number) {
  const error = `must be a number from ${inWords(min)} to ${inWords(max)}`;
  return z.number({ error }).min(min, { error }).max(max, { error });
}

function above(most: number) {
  const error = `must be a number above 0 and at most ${inWords(most)}`;
  return z.number({ error }).gt(0, { error }).max(most, { error });
}

function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` });
}

const seed = whole(0, 0xffff_ffff).meta({ description: 'Same seed, same stream: the same run.' });
const yesOrNo = z.boolean({ error: 'must be true or false' });
const id = z.string({ error: 'must be a text' }).min(1, { error: 'must not be empty' }).max(100);

// ---------------------------------------------------------------- the configuration

const driftSchema = z.strictObject({
  kind: oneOf(['none', 'abrupt', 'gradual', 'recurring']),
  position: whole(1, MOST.drift).meta({
    description: 'Examples before the concept changes; recurring: between changes.',
  }),
  width: whole(1, MOST.drift).meta({ description: 'Examples over which a gradual change takes place.' }),
});

const pushSchema = z.strictObject({
  task: oneOf(['infer', 'classification', 'regression']).meta({
    description: 'What y is; infer: few whole numbers in the first batch are classes.',
  }),
  n_classes: whole(2, MOST.classes).nullable().meta({
    description: 'null: one more than the largest label of the first batch, at least 2.',
  }),
});

const sourceSchema = z.strictObject({
  id: oneOf(SOURCES),
  seed,
  batch_size: whole(1, MOST.batch_size),
  drift: driftSchema,
  noise: within(0, 0.5).meta({ description: 'Share of labels that are wrong; generators only.' }),
  file: z
    .strictObject({ id, target: z.string().min(1).max(1000).meta({ description: 'The column to predict.' }) })
    .nullable(),
  push: pushSchema,
});

const learnerSchema = z.strictObject({
  id: oneOf(['network', 'linear', 'mixture', 'review-head']),
  hidden: listOf(whole(1, MOST.units), {
    max: MOST.layers,
    words: { list: 'must be a list of whole numbers', many: `must have at most ${MOST.layers} layers` },
  }).meta({ description: 'Widths of the hidden layers.' }),
  activation: oneOf(['relu', 'tanh', 'sigmoid']),
  optimizer: oneOf(['sgd', 'momentum', 'adam']),
  learning_rate: above(MAX_LEARNING_RATE),
  epochs: whole(1, MOST.epochs).meta({ description: 'Passes over each batch.' }),
  n_components: whole(1, MOST.components).meta({ description: 'Of the mixture.' }),
  seed,
  compute: oneOf(['auto', 'cpu', 'wasm', 'webgl', 'webgpu']).meta({
    description: 'What computes the network; runs are equal bit for bit on cpu alone.',
  }),
});

const wrongSave = `must be "batch", or a number of seconds above 0 and at most ${inWords(MOST.save_every)}`;

/** A whole configuration: what the service is given, and what is read back from storage. */
export const streamConfigSchema = z.strictObject({
  source: sourceSchema,
  learner: learnerSchema,
  replay: whole(0, MOST.replay).meta({ description: 'Examples kept and mixed in again; 0: none.' }),
  detectors: listOf(oneOf(['adwin', 'ddm', 'page-hinkley', 'kswin']), {
    max: 4,
    words: { list: 'must be a list of detectors', many: 'must name at most 4 detectors' },
  }).refine((ids) => new Set(ids).size === ids.length, { error: 'must name each detector once' }),
  reset_on_drift: yesOrNo,
  window: whole(1, MOST.window).meta({ description: 'Batches of the sliding window of the metrics.' }),
  save_every: z
    .union(
      [
        z.literal('batch'),
        z.number({ error: wrongSave }).gt(0, { error: wrongSave }).max(MOST.save_every, { error: wrongSave }),
      ],
      { error: wrongSave },
    )
    .meta({ description: 'After each batch, or every so many seconds.' }),
  queue: whole(1, MOST.queue).meta({ description: 'Pushed batches that wait at most.' }),
}) satisfies z.ZodType<StreamConfig>;

/** Any part of it; what is left out stays as it is. */
export const streamChangesSchema = z.strictObject({
  ...streamConfigSchema.partial().shape,
  source: z
    .strictObject({
      ...sourceSchema.partial().shape,
      drift: driftSchema.partial().optional(),
      push: pushSchema.partial().optional(),
    })
    .optional(),
  learner: learnerSchema.partial().optional(),
});

export type StreamChanges = z.output<typeof streamChangesSchema>;

export const streamStartSchema = z.strictObject({
  config: streamChangesSchema.optional().meta({ description: 'What is left out stays as it is.' }),
  fresh: yesOrNo.optional().meta({ description: 'Forgets the saved model, and begins anew.' }),
});

// ---------------------------------------------------------------- a pushed batch

/** So many bad values are named; the rest would only repeat them. */
const MAX_DETAILS = 10;

interface Problem {
  readonly path: (string | number)[];
  readonly message: string;
}

const OF_ROWS = 'a list of rows of numbers, such as [[0, 1], [2, 3]]';
const OF_LABELS = 'a list of numbers, one for each row of X, such as [0, 1]';

/** What a value is, for people; short, whatever it is. */
function naming(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return `the text “${value.length > 20 ? `${value.slice(0, 20)}…` : value}”`;
  if (typeof value === 'number') return String(value);
  return typeof value === 'object' ? 'an object' : String(value);
}

/** Loops instead of a schema a number: millions of numbers take milliseconds. */
function* problemsOfBatch({ X, y }: { X?: unknown; y?: unknown }): Generator<Problem> {
  if (X === undefined) yield { path: ['X'], message: `is required: ${OF_ROWS}` };
  else yield* problemsOfX(X);
  if (y !== undefined) yield* problemsOfY(y, Array.isArray(X) ? X.length : null);
}

function* problemsOfX(X: unknown): Generator<Problem> {
  const wrong = (message: string, ...path: number[]): Problem => ({ path: ['X', ...path], message });
  if (!Array.isArray(X)) return yield wrong(`must be ${OF_ROWS}, not ${naming(X)}`);
  if (X.length === 0) return yield wrong('has no rows: at least one is needed');
  if (X.length > MOST.pushed_rows) {
    return yield wrong(`has ${inWords(X.length)} rows; at most ${inWords(MOST.pushed_rows)} are accepted`);
  }
  const first: unknown = X[0];
  const width = Array.isArray(first) ? first.length : 1;
  if (width < 1 || width > MOST.pushed_columns) {
    return yield wrong(`has ${values(width)}; 1 to ${inWords(MOST.pushed_columns)} are accepted`, 0);
  }
  if (X.length * width > MOST.pushed_numbers) {
    return yield wrong(`is ${X.length} × ${width}; at most ${inWords(MOST.pushed_numbers)} numbers are accepted`);
  }
  for (let i = 0; i < X.length; i++) yield* problemsOfRow(X[i], i, width);
}

function values(count: number): string {
  return `${inWords(count)} ${count === 1 ? 'value' : 'values'}`;
}

function* problemsOfRow(row: unknown, i: number, width: number): Generator<Problem> {
  if (width === 1 && isNumber(row)) return;
  if (!Array.isArray(row)) {
    const kind = width === 1 ? 'a number' : `a row of ${width} numbers`;
    return yield { path: ['X', i], message: `must be ${kind}, not ${naming(row)} (row ${i + 1}, counted from 1)` };
  }
  if (row.length !== width) {
    const message = `has ${values(row.length)} where the first row has ${inWords(width)} (row ${i + 1}, counted from 1)`;
    return yield { path: ['X', i], message };
  }
  for (let j = 0; j < width; j++) {
    if (isNumber(row[j])) continue;
    const where = `row ${i + 1}, column ${j + 1}, counted from 1`;
    yield { path: ['X', i, j], message: `must be a ${kindOf(row[j])}, not ${naming(row[j])} (${where})` };
  }
}

function* problemsOfY(y: unknown, rows: number | null): Generator<Problem> {
  if (!Array.isArray(y)) return yield { path: ['y'], message: `must be ${OF_LABELS}, not ${naming(y)}` };
  if (rows !== null && y.length !== rows && y.length > 0) {
    const message = `has ${values(y.length)} where X has ${inWords(rows)} ${rows === 1 ? 'row' : 'rows'}`;
    return yield { path: ['y'], message };
  }
  for (let i = 0; i < y.length; i++) {
    const value = labelOf(y[i]);
    if (isNumber(value)) continue;
    yield {
      path: ['y', i],
      message: `must be a ${kindOf(value)}, not ${naming(value)} (row ${i + 1}, counted from 1)`,
    };
  }
}

/** What was wanted instead of a value that is none. */
function kindOf(value: unknown): string {
  return Number.isFinite(value) ? `number from −${MAX_COORDINATE} to ${MAX_COORDINATE}` : 'finite number';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= MAX_COORDINATE;
}

/** y may be a column, as reshape(-1, 1) makes it. */
function labelOf(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

/** `{X, y}` as people and programs have it: X rows, or numbers where there is one column; y numbers, or one column. */
export const pushedSchema = z
  .strictObject({
    X: z
      .custom<PushedBatch['X'] | readonly number[]>(() => true)
      .meta({
        description: 'Rows of finite numbers, as many in every row; or numbers alone where there is one column.',
        type: 'array',
        items: { type: 'array', items: { type: 'number' }, minItems: 1, maxItems: MOST.pushed_columns },
        minItems: 1,
        maxItems: MOST.pushed_rows,
      }),
    y: z
      .custom<PushedBatch['y'] | readonly (readonly [number])[] | undefined>(() => true)
      .meta({
        description:
          'One number for each row: class numbers from 0, or what is to be predicted. Left out only where a mixture learns.',
        type: 'array',
        items: { type: 'number' },
      })
      .optional(),
  })
  .superRefine((batch, context) => {
    let count = 0;
    for (const { path, message } of problemsOfBatch(batch)) {
      context.addIssue({ code: 'custom', path, message });
      if (++count === MAX_DETAILS) break;
    }
  })
  .transform(
    ({ X, y = [] }): PushedBatch => ({
      X: X.map((row) => (typeof row === 'number' ? [row] : row)),
      y: y.map((value) => (typeof value === 'number' ? value : value[0])),
    }),
  );

// ---------------------------------------------------------------- other bodies

export const streamSpeedSchema = z.strictObject({
  batches_per_second: above(MOST.speed).nullable().meta({ description: 'null is as fast as possible.' }),
});

function text(most: number) {
  const error = `must be a text of 1 to ${most} characters`;
  return z.string({ error }).trim().min(1, { error }).max(most, { error });
}

export const annotateSchema = z.strictObject({ text: text(MOST.note_characters) });
export const keepSchema = z.strictObject({ name: text(100) });

const places = whole(1, MOST.places);
const batch = whole(0, Number.MAX_SAFE_INTEGER);

/** The query of the series, as numbers. */
export const seriesQuerySchema = z.strictObject({
  run: id.optional(),
  from: batch.default(0),
  to: batch.nullable().default(null),
  places: places.default(1000),
});

export const surfaceQuerySchema = z.strictObject({ cells: whole(2, MOST.cells).default(40) });
