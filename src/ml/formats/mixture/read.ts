// Mixtures from JSON as scikit-learn's attributes have them, with or without the underscore at their end: covariance_type,
// weights, means, covariances or precisions (sklearn.mixture.GaussianMixture). The product writes it in ../../gmm/export.ts.

import { formatBytes, formatTooLarge } from '../../bytes';
import { exportMixture } from '../../gmm/export';
import { fromNested, invertNested } from '../../gmm/nested';
import { COVARIANCE_TYPES, type CovarianceType, type Mixture, type NestedNumbers } from '../../gmm/types';
import { FormatError, inWords } from '../errors';
import { decodeJson, encodeText, isObject, type Json, shown, type WrittenFiles } from '../files';

export const MIXTURE_FILE = 'mixture.json';

/** Labels of components are bytes; a covariance of more dimensions is no work for a page. */
const MOST_COMPONENTS = 256;
const MOST_FEATURES = 256;
/** Bytes: some 200,000 numbers in full. More is minutes of work, and no page shows so large a mixture. */
const MOST_MIXTURE_BYTES = 4.2e6;
/** How far weights may be from adding up to 1 and be brought there: what single precision loses, and some digits. */
const ROUNDED = 1e-4;

export interface ImportedMixture {
  readonly kind: 'mixture';
  readonly mixture: Mixture;
  /** mixture.json as the product writes it. */
  readonly files: WrittenFiles;
  readonly remarks: readonly string[];
}

/** Whether a JSON object looks like a mixture's, for telling files apart. */
export function isMixtureJson(json: unknown): boolean {
  return isObject(json) && ['means', 'means_'].some((name) => Array.isArray(json[name]));
}

/** @throws FormatError naming the field that is missing or wrong */
export function importMixture(bytes: Uint8Array, name = MIXTURE_FILE): ImportedMixture {
  checkMixtureSize(bytes.length, name);
  const json = decodeJson(bytes, name);
  const remarks: string[] = [];
  const mixture = inWords(() => fromNested(nestedOf(json, remarks)));
  checkCounts(json, mixture);
  return {
    ...{ kind: 'mixture', mixture, remarks },
    files: new Map([[MIXTURE_FILE, encodeText(exportMixture(mixture, 'json'))]]),
  };
}

/** @throws FormatError for a file of more than a mixture's */
export function checkMixtureSize(bytes: number, name = MIXTURE_FILE): void {
  if (bytes <= MOST_MIXTURE_BYTES) return;
  const [has, most] = [formatTooLarge(bytes), formatBytes(MOST_MIXTURE_BYTES)];
  throw new FormatError(name, `${name} has ${has}; that of a mixture has at most ${most}.`);
}

type Nested = Parameters<typeof fromNested>[0];

function nestedOf(json: Json, remarks: string[]): Nested {
  const covariance_type = typeOf(json);
  const weights = arrayOf(json, 'weights', MOST_COMPONENTS);
  const means = arrayOf(json, 'means', MOST_COMPONENTS);
  if (Array.isArray(means[0]) && means[0].length > MOST_FEATURES) {
    throw new FormatError('means', `means have ${means[0].length} coordinates: at most ${MOST_FEATURES}.`);
  }
  // Their elements are checked by `fromNested`, each by its place.
  const nested = { covariance_type, weights: rounded(weights, remarks), means } as Pick<
    Nested,
    'covariance_type' | 'weights' | 'means'
  >;
  if (fieldOf(json, 'covariances') !== undefined) {
    return { ...nested, covariances: arrayOf(json, 'covariances') as NestedNumbers };
  }
  if (fieldOf(json, 'precisions') === undefined) {
    throw new FormatError('covariances', 'There are neither covariances nor precisions.');
  }
  remarks.push('The covariances are the inverses of the precisions given.');
  const [k, d] = [weights.length, Array.isArray(means[0]) ? means[0].length : 0];
  return { ...nested, covariances: invertNested(arrayOf(json, 'precisions') as NestedNumbers, covariance_type, k, d) };
}

/** scikit-learn's attributes end in an underscore. */
function fieldOf(json: Json, name: string): unknown {
  return json[name] ?? json[`${name}_`];
}

function typeOf(json: Json): CovarianceType {
  const given = json.covariance_type;
  const found = COVARIANCE_TYPES.find((type) => type === given);
  if (found) return found;
  throw new FormatError(
    'covariance_type',
    `covariance_type must be ${COVARIANCE_TYPES.join(', ')}; it is ${shown(given)}.`,
  );
}

function arrayOf(json: Json, name: string, most = Number.POSITIVE_INFINITY): readonly unknown[] {
  const value = fieldOf(json, name);
  if (!Array.isArray(value)) throw new FormatError(name, `${name} must be an array; it is ${shown(value)}.`);
  if (value.length > most) throw new FormatError(name, `${name} has ${value.length} entries: at most ${most}.`);
  return value;
}

/** Weights that single precision or few digits keep from adding up to 1 are brought there. */
function rounded(weights: readonly unknown[], remarks: string[]): readonly unknown[] {
  if (!weights.every((weight) => typeof weight === 'number')) return weights;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (Math.abs(sum - 1) <= 1e-8 || !(Math.abs(sum - 1) <= ROUNDED)) return weights;
  remarks.push(`The weights added up to ${sum}; they are divided by that.`);
  return weights.map((weight) => weight / sum);
}

function checkCounts(json: Json, mixture: Mixture): void {
  for (const name of ['n_components', 'n_features'] as const) {
    const given = json[name] ?? (name === 'n_features' ? json.n_features_in_ : undefined);
    if (given === undefined || given === mixture[name]) continue;
    throw new FormatError(
      name,
      `${name} is ${shown(given)}, but the means are ${mixture.n_components} of ${mixture.n_features} coordinates.`,
    );
  }
}
