// The page's whole state as plain JSON, for links and files, and back. What comes back was written by
// anyone: every part is checked, and a fault says where it is.

import { fromNested, toNested } from '../../ml/gmm/nested';
import {
  COVARIANCE_TYPES,
  type CovarianceType,
  DEFAULT_OPTIONS,
  type FitOptions,
  type Mixture,
} from '../../ml/gmm/types';
import { ServiceError } from '../../wire/errors';
import { MAX_COMPONENTS, MAX_COORDINATE, MAX_DIMENSIONS, MAX_POINTS } from '../../wire/limits';
import { optionsSchema, parseWith } from '../../wire/schemas';
import type { Snapshot } from '../../wire/snapshot';
import { messageOf } from '../errors';

const VERSION = 1;
const NAME_LENGTH = 200;
const UNACCEPTABLE = 'It holds values that are not acceptable.';

export function writeSnapshot({ dataset, axes }: Snapshot): string {
  const { columns, source, data, options, mixture } = dataset;
  return JSON.stringify({
    millrace: 'points',
    version: VERSION,
    source,
    columns,
    axes: [axes.x, axes.y],
    options: changedOptions(options),
    mixture: mixture && { ...toNested(mixture) },
    points: Array.from(data),
  });
}

/** Only what differs from the defaults: links stay short. */
function changedOptions(options: FitOptions): Partial<FitOptions> {
  const usual: FitOptions = DEFAULT_OPTIONS;
  const entries = Object.entries(options).filter(
    ([key, value]) => value !== undefined && usual[key as keyof FitOptions] !== value,
  );
  return Object.fromEntries(entries);
}

/** Throws ServiceError: 'malformed' when it is no snapshot, 'invalid' naming the field otherwise. */
export function readSnapshot(text: string): Snapshot {
  const value = parse(text);
  if (value.millrace !== 'points') throw new ServiceError('malformed', 'This is not a state of the Points page.');
  if (typeof value.version !== 'number' || !(value.version >= 1))
    throw new ServiceError('malformed', 'It is incomplete or damaged.');
  if (value.version !== VERSION) {
    throw new ServiceError('invalid', 'This was made by a newer Millrace. Reload the page to get the latest version.');
  }
  const columns = readColumns(value.columns);
  const d = columns.length;
  const data = readPoints(value.points, d);
  const mixture = readMixture(value.mixture, d);
  return {
    dataset: {
      data,
      n: data.length / d,
      d,
      columns,
      source: typeof value.source === 'string' ? value.source.slice(0, NAME_LENGTH) : '',
      options: readOptions(value.options),
      mixture,
    },
    axes: readAxes(value.axes, d),
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    // Said below, in words for people.
  }
  throw new ServiceError('malformed', 'It is incomplete or damaged.');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fault(field: string, message: string): ServiceError {
  return new ServiceError('invalid', UNACCEPTABLE, [{ field, message }]);
}

function readColumns(value: unknown): string[] {
  const fits =
    Array.isArray(value) &&
    value.length >= 1 &&
    value.length <= MAX_DIMENSIONS &&
    value.every((name) => typeof name === 'string' && name.length <= NAME_LENGTH);
  if (!fits) throw fault('columns', `must be 1 to ${MAX_DIMENSIONS} names`);
  return value.map(String);
}

function readPoints(value: unknown, d: number): Float64Array {
  if (!Array.isArray(value) || value.length % d !== 0) throw fault('points', `must be a list of rows of ${d} numbers`);
  if (value.length > MAX_POINTS * d) throw fault('points', `must be at most ${MAX_POINTS} rows`);
  const bad = value.findIndex((item) => typeof item !== 'number' || !(Math.abs(item) <= MAX_COORDINATE));
  if (bad >= 0) throw fault(`points.${Math.floor(bad / d)}.${bad % d}`, 'must be a number up to 1e100');
  return Float64Array.from(value as number[]);
}

function readMixture(value: unknown, d: number): Mixture | null {
  if (value === null || value === undefined) return null;
  const shaped =
    isRecord(value) &&
    isOneOf(COVARIANCE_TYPES, value.covariance_type) &&
    ['weights', 'means', 'covariances'].every((key) => Array.isArray(value[key]));
  if (!shaped) throw fault('mixture', 'must have a covariance_type, weights, means and covariances');
  try {
    const mixture = fromNested(value as unknown as Parameters<typeof fromNested>[0]);
    if (mixture.n_features !== d) throw fault('mixture.means', `must have ${d} columns, like the points`);
    if (mixture.n_components > MAX_COMPONENTS) throw fault('mixture.weights', `must be at most ${MAX_COMPONENTS}`);
    return mixture;
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw fault('mixture', messageOf(error));
  }
}

/** The shapes of start values are the service's to check, against the points. */
function readOptions(value: unknown): FitOptions {
  if (value === undefined) return DEFAULT_OPTIONS;
  if (!isRecord(value)) throw fault('options', 'must be an object');
  try {
    return { ...DEFAULT_OPTIONS, ...parseWith(optionsSchema, value) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const details = error.details.map(({ field, message }) => ({ field: `options.${field.slice(0, 60)}`, message }));
    throw new ServiceError('invalid', UNACCEPTABLE, details);
  }
}

function readAxes(value: unknown, d: number): Snapshot['axes'] {
  const usable =
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((axis) => Number.isInteger(axis) && axis >= 0 && axis < d);
  return usable ? { x: Number(value[0]), y: Number(value[1]) } : { x: 0, y: Math.min(1, d - 1) };
}

function isOneOf<T extends CovarianceType | string>(all: readonly T[], value: unknown): value is T {
  return all.some((item) => item === value);
}
