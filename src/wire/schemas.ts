// The shape of everything that comes in as JSON: one schema for each body of the REST door, from which
// openapi.json is generated too. Names and meanings are scikit-learn's. What depends on the points or the
// model at hand (more components than distinct points, say) is checked by the service.

import { z } from 'zod';
import { COVARIANCE_TYPES, INIT_PARAMS, METHODS, type NestedNumbers } from '../ml/gmm/types';
import { inJson } from '../ml/in-json';
import { type ErrorDetail, ServiceError } from './errors';
import {
  MAX_COMPONENTS,
  MAX_COORDINATE,
  MAX_DIMENSIONS,
  MAX_EPOCHS,
  MAX_INITS,
  MAX_LEARNING_RATE,
  MAX_POINTS,
  MAX_SAMPLES,
} from './limits';
import { listOf, MOST_NAMED } from './schema-lists';
import { inWords, REQUIRED } from './schema-words';
import { BACKENDS } from './service';

/** So many bad rows are named; the rest would only repeat them. */
const MAX_DETAILS = 10;

// ---------------------------------------------------------------- numbers

function whole(min: number, max: number, description: string) {
  const error = `must be a whole number from ${min} to ${max.toLocaleString('en')}`;
  return z.int({ error }).min(min, { error }).max(max, { error }).meta({ description });
}

function atLeastZero(description: string) {
  const error = 'must be a number of at least 0';
  return z.number({ error }).min(0, { error }).meta({ description });
}

function oneOf<const T extends readonly [string, ...string[]]>(values: T, description: string) {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` }).meta({ description });
}

export const seedSchema = whole(0, 2 ** 32 - 1, 'Same seed, same points, same engine: the same result.');

// ---------------------------------------------------------------- rows of numbers

type Rows = readonly (readonly number[])[];
type Problem = { readonly path: (string | number)[]; readonly message: string };

/** One loop instead of a schema a number: a million rows take milliseconds. */
function* problemsOfRows(value: unknown): Generator<Problem> {
  if (!Array.isArray(value)) {
    yield { path: [], message: 'must be a list of rows, such as [[0, 1], [2, 3]]' };
    return;
  }
  if (value.length === 0) {
    yield { path: [], message: 'no points: at least one row is needed' };
    return;
  }
  if (value.length > MAX_POINTS) {
    const [has, limit] = [value.length, MAX_POINTS].map((n) => n.toLocaleString('en'));
    yield { path: [], message: `has ${has} rows; at most ${limit} are accepted` };
    return;
  }
  const first: unknown = value[0];
  const width = Array.isArray(first) ? first.length : 0;
  if (width < 1 || width > MAX_DIMENSIONS) {
    yield { path: [0], message: `must be a row of 1 to ${MAX_DIMENSIONS} numbers` };
    return;
  }
  for (let i = 0; i < value.length; i++) {
    const problem = problemOfRow(value[i], i, width);
    if (problem) yield problem;
  }
}

function problemOfRow(row: unknown, i: number, width: number): Problem | null {
  if (!Array.isArray(row)) return { path: [i], message: `must be a row of ${width} numbers` };
  if (row.length !== width) {
    return { path: [i], message: `has ${row.length} values where the first row has ${width}` };
  }
  for (let j = 0; j < width; j++) {
    const value: unknown = row[j];
    // Also false for NaN and infinities, which JSON numbers such as 1e999 turn into.
    if (typeof value === 'number' && Math.abs(value) <= MAX_COORDINATE) continue;
    const bound = MAX_COORDINATE.toExponential(0).replace('+', '');
    const got = typeof value === 'number' ? String(value) : inJson(value).slice(0, 40);
    return { path: [i, j], message: `must be a number from -${bound} to ${bound}, not ${got}` };
  }
  return null;
}

const NUMBER_ROW = { type: 'array', items: { type: 'number' }, minItems: 1, maxItems: MAX_DIMENSIONS } as const;

/** Rows of equally many finite numbers. */
export const rowsSchema = z
  .custom<Rows>((value) => value !== undefined, { error: 'is required: a list of rows, such as [[0, 1], [2, 3]]' })
  .superRefine((value, context) => {
    let count = 0;
    for (const { path, message } of problemsOfRows(value)) {
      context.addIssue({ code: 'custom', path, message });
      if (++count === MAX_DETAILS) break;
    }
  })
  .meta({
    description: 'One row a point: finite numbers, as many in every row.',
    type: 'array',
    items: NUMBER_ROW,
    minItems: 1,
    maxItems: MAX_POINTS,
  });

// ---------------------------------------------------------------- options of a fit

const finite = z.number({ error: 'must be a number' });
const vector = (max: number, min = 0) => listOf(finite, { min, max, words: { list: 'must be a list of numbers' } });
const square = listOf(vector(MAX_DIMENSIONS), {
  max: MAX_COMPONENTS,
  words: { list: 'must be a list of rows of numbers' },
});

/** The three ranks of precisions_init; which one is right depends on covariance_type. */
const nested = z
  .custom<NestedNumbers>((value) => isNested(value, 3), { error: 'must be numbers in lists, nested up to three deep' })
  .meta({
    description:
      'Start values of the inverse covariances: full [K][D][D], tied [D][D], diag [K][D], spherical [K]; symmetric and positive definite.',
    type: 'array',
    items: { anyOf: [{ type: 'number' }, { type: 'array', items: {} }] },
  });

function isNested(value: unknown, depth: number): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every((item) => Number.isFinite(item) || (depth > 1 && isNested(item, depth - 1)));
}

const wrongEpochs = { error: `must be a whole number from 1 to ${MAX_EPOCHS.toLocaleString('en')}, or "auto"` };

/** Any of the options; those left out keep their values. Left out, never undefined: JSON has no such value. */
export const optionsSchema = z.strictObject({
  method: oneOf(
    METHODS,
    'em: batch EM; incremental: from each new point; gradient: Adam on the negative log-likelihood.',
  ).exactOptional(),
  n_components: whole(1, MAX_COMPONENTS, 'How many Gaussians.').exactOptional(),
  covariance_type: oneOf(COVARIANCE_TYPES, 'The form of the covariances, as in scikit-learn.').exactOptional(),
  epochs: z
    .union([z.literal('auto'), z.int(wrongEpochs).min(1, wrongEpochs).max(MAX_EPOCHS, wrongEpochs)], wrongEpochs)
    .meta({
      description:
        'The most iterations (em), passes (incremental) or steps (gradient). auto: 200, fewer above 1,000 points, never fewer than 20; of an incremental update one.',
    })
    .exactOptional(),
  tol: atLeastZero('Stop when the mean log-likelihood per point changes by less; 0 runs all epochs.').exactOptional(),
  reg_covar: atLeastZero(
    'Added to the diagonal of every covariance; by gradient the least variance of a column given those before it.',
  ).exactOptional(),
  n_init: whole(1, MAX_INITS, 'How many initialisations to try; the best is kept.').exactOptional(),
  init_params: oneOf(INIT_PARAMS, 'How the first responsibilities are made.').exactOptional(),
  seed: seedSchema.exactOptional(),
  forgetting: z
    .number({ error: 'must be a number above 0 and at most 1' })
    .gt(0, { error: 'must be above 0' })
    .max(1, { error: 'must be at most 1' })
    .meta({ description: 'Incremental: the share of old evidence kept per new point; 1 never forgets.' })
    .exactOptional(),
  batch_size: whole(1, MAX_POINTS, 'Incremental: points per update.').exactOptional(),
  learning_rate: z
    .number({ error: 'must be a number above 0' })
    .gt(0, { error: 'must be above 0' })
    .max(MAX_LEARNING_RATE, { error: `must be at most ${MAX_LEARNING_RATE.toLocaleString('en')}` })
    .meta({ description: 'Gradient: Adam’s step size, on standardised data.' })
    .exactOptional(),
  weights_init: vector(MAX_COMPONENTS).meta({ description: 'Start weights, [K], that add up to 1.' }).exactOptional(),
  means_init: square.meta({ description: 'Start means, [K][D].' }).exactOptional(),
  precisions_init: nested.exactOptional(),
});

/** Body of train and update. Options left out take their defaults (train) or the model's (update). */
export const trainSchema = z.strictObject({ points: rowsSchema, ...optionsSchema.shape });

// ---------------------------------------------------------------- other bodies

const indices = listOf(whole(0, MAX_POINTS - 1, 'Position of a point, from 0.'), {
  min: 1,
  max: MAX_POINTS,
  words: { list: 'must be a list of whole numbers', few: 'must name at least one point' },
}).meta({ description: 'Positions of points, from 0.' });
const name = z
  .string({ error: 'must be a text' })
  .trim()
  .min(1, { error: 'must not be empty' })
  .max(100, { error: 'must have at most 100 characters' });

export const sampleSchema = z.strictObject({
  n: whole(1, MAX_SAMPLES, 'How many to draw.'),
  seed: seedSchema.optional(),
  add: z.boolean({ error: 'must be true or false' }).meta({ description: 'Adds them to the points.' }).optional(),
});

export const pointsSchema = z.strictObject({ points: rowsSchema });
export const movePointsSchema = z.strictObject({ indices, points: rowsSchema });
export const removePointsSchema = z.strictObject({ indices });
export const replacePointsSchema = z.strictObject({
  points: rowsSchema,
  columns: listOf(name, { max: MAX_DIMENSIONS })
    .refine((names) => new Set(names).size === names.length, { error: 'must give each column a name of its own' })
    .meta({ description: 'Names of the columns, no two the same.' })
    .optional(),
  source: name.meta({ description: 'Where the points come from.' }).optional(),
});

const level = z
  .number({ error: 'must be a number between 0 and 1' })
  .gt(0)
  .lt(1)
  .meta({ description: 'Share of the mixture’s own samples that would be called outliers; 0.01 if left out.' })
  .optional();

export const scoreSchema = z.strictObject({ points: rowsSchema, level });
export const inspectSchema = z.strictObject({ point: vector(MAX_DIMENSIONS, 1), level });

export const selectSchema = z
  .strictObject({
    min: whole(1, MAX_COMPONENTS, 'Fewest components.'),
    max: whole(1, MAX_COMPONENTS, 'Most components.'),
    criterion: oneOf(['bic', 'aic'], 'Which score is smallest at the best number of components.'),
  })
  .refine(({ min, max }) => min <= max, { error: 'must be at least min', path: ['max'] });

export const speedSchema = z.strictObject({
  iterations_per_second: z
    .number({ error: 'must be a number above 0, or null' })
    .gt(0, { error: 'must be above 0' })
    .nullable()
    .meta({ description: 'null is as fast as possible.' }),
});

export const modelNameSchema = z.strictObject({ name });
export const backendSchema = z.strictObject({ backend: oneOf(['auto', ...BACKENDS], 'auto takes the fastest.') });

// ---------------------------------------------------------------- checking

/**
 * The value, as the schema gives it back.
 *
 * @throws ServiceError 'invalid' naming every field at fault; of very many the first fifty, of rows the first ten
 */
export function parseWith<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value, { error: inWords });
  if (result.success) return result.data;
  const details = withoutTwice(result.error.issues.flatMap((issue) => toDetails(issue, schema))).slice(0, MOST_NAMED);
  const [first] = details;
  const others = `${details.length === MOST_NAMED ? 'at least ' : ''}${details.length - 1}`;
  const more = details.length > 1 ? ` (and ${others} more)` : '';
  const message = first ? `${first.field || 'The body'} ${first.message}${more}.` : 'The body is not acceptable.';
  throw new ServiceError('invalid', message, details);
}

/** One value can break two bounds of which the same is said. */
function withoutTwice(details: readonly ErrorDetail[]): readonly ErrorDetail[] {
  const said = new Set<string>();
  return details.filter(({ field, message }) => {
    const { size } = said;
    return said.add(`${field} ${message}`).size > size;
  });
}

function toDetails(issue: z.core.$ZodIssue, schema: z.ZodType): ErrorDetail[] {
  const meant = issue.code === 'invalid_union' ? meantIn(issue) : undefined;
  if (meant) return meant.flatMap((inner) => toDetails({ ...inner, path: [...issue.path, ...inner.path] }, schema));
  if (issue.code !== 'unrecognized_keys') return [{ field: issue.path.join('.'), message: issue.message }];
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const message = `is not known here${known.length > 0 ? `; accepted are ${known.join(', ')}` : ''}`;
  return issue.keys.slice(0, MOST_NAMED).map((key) => ({ field: [...issue.path, key].join('.'), message }));
}

/** What is wrong with the one form that has the members given, where a value may have several. */
function meantIn({ errors }: z.core.$ZodIssueInvalidUnion): readonly z.core.$ZodIssue[] | undefined {
  const isOther = ({ code, path, message }: z.core.$ZodIssue) =>
    path.length === 0 || (path.length === 1 && code === 'invalid_type' && message === REQUIRED);
  const likely = errors.filter((issues) => issues.length > 0 && !issues.some(isOther));
  return likely.length === 1 ? likely[0] : undefined;
}
