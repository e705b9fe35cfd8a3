// Mixtures as nested plain arrays in scikit-learn's shapes, as JSON carries them, and back; and the checks of
// parameters that people hand in (weights_init, means_init, precisions_init), as scikit-learn makes them.

import { COVARIANCE_FORMS, covarianceShape } from './covariance';
import { MixtureError } from './errors';
import { cholesky, invertSymmetric, isSymmetric, timesTranspose } from './linalg';
import { toEmModel } from './params';
import type { CovarianceType, InitialParameters, Mixture, NestedNumbers } from './types';

/** numpy.allclose's absolute tolerance, by which weights must add up to one. */
const WEIGHT_SUM_TOLERANCE = 1e-8;

export type CovarianceNest = number[] | number[][] | number[][][];

export interface NestedMixture {
  readonly covariance_type: CovarianceType;
  readonly weights: number[];
  readonly means: number[][];
  /** scikit-learn's shape for the type. */
  readonly covariances: CovarianceNest;
}

export function toNested(mixture: Mixture): NestedMixture {
  return {
    covariance_type: mixture.covariance_type,
    weights: [...mixture.weights],
    means: rows(mixture.means, mixture.n_features),
    covariances: nestCovariances(mixture, mixture.covariances),
  };
}

/** Flat numbers in the type's covariance shape, nested: covariances or precisions. */
export function nestCovariances(
  { covariance_type: type, n_features: d }: Pick<Mixture, 'covariance_type' | 'n_features'>,
  flat: Float64Array,
): CovarianceNest {
  switch (type) {
    case 'full': {
      const matrices: number[][][] = [];
      for (let at = 0; at < flat.length; at += d * d) matrices.push(rows(flat.subarray(at, at + d * d), d));
      return matrices;
    }
    case 'tied':
    case 'diag':
      return rows(flat, d);
    case 'spherical':
      return [...flat];
  }
}

function rows(flat: Float64Array, d: number): number[][] {
  const out: number[][] = [];
  for (let at = 0; at < flat.length; at += d) out.push([...flat.subarray(at, at + d)]);
  return out;
}

/**
 * A mixture from nested arrays. Weights must be in [0, 1] and add up to one; covariances must be positive definite.
 *
 * @throws MixtureError naming `weights`, `means` or `covariances`.
 */
export function fromNested(nested: {
  readonly covariance_type: CovarianceType;
  readonly weights: readonly number[];
  readonly means: readonly (readonly number[])[];
  readonly covariances: NestedNumbers;
}): Mixture {
  const type = nested.covariance_type;
  const k = nested.weights.length;
  const d = nested.means[0]?.length ?? 0;
  if (k === 0) throw new MixtureError('weights', 'weights must hold one number for each component, and at least one.');
  if (d === 0) throw new MixtureError('means', 'means must hold one row of coordinates for each component.');
  const mixture: Mixture = {
    covariance_type: type,
    n_components: k,
    n_features: d,
    weights: checkWeights(nested.weights, k, 'weights'),
    means: flatten(nested.means, [k, d], 'means'),
    covariances: checkCovariances(nested.covariances, type, k, d, 'covariances'),
  };
  toEmModel(mixture);
  return mixture;
}

/** The start values that were given, checked and flat; `covariances` are the inverses of the precisions. */
export interface GivenParameters {
  readonly weights?: Float64Array;
  readonly means?: Float64Array;
  readonly covariances?: Float64Array;
}

/** @throws MixtureError naming `weights_init`, `means_init` or `precisions_init`. */
export function checkInitial(initial: InitialParameters, type: CovarianceType, k: number, d: number): GivenParameters {
  const { weights_init, means_init, precisions_init } = initial;
  return {
    ...(weights_init && { weights: checkWeights(weights_init, k, 'weights_init') }),
    ...(means_init && { means: flatten(means_init, [k, d], 'means_init') }),
    ...(precisions_init && {
      covariances: invertAll(checkCovariances(precisions_init, type, k, d, 'precisions_init'), type, d),
    }),
  };
}

/** Covariances from precisions, nested in the type's shape. @throws MixtureError naming `precisions` */
export function invertNested(given: NestedNumbers, type: CovarianceType, k: number, d: number): CovarianceNest {
  const inverse = invertAll(checkCovariances(given, type, k, d, 'precisions'), type, d);
  return nestCovariances({ covariance_type: type, n_features: d }, inverse);
}

function checkWeights(given: readonly number[], k: number, field: string): Float64Array {
  const weights = flatten(given, [k], field);
  let sum = 0;
  weights.forEach((weight, c) => {
    if (weight < 0 || weight > 1) {
      throw new MixtureError(`${field}.${c}`, `${field} must lie between 0 and 1; ${field}.${c} is ${weight}.`);
    }
    sum += weight;
  });
  if (Math.abs(1 - sum) > WEIGHT_SUM_TOLERANCE) {
    throw new MixtureError(field, `${field} must add up to 1, but add up to ${sum}.`);
  }
  return weights;
}

/** Checks shape and positive definiteness of covariances or precisions. Places are told as paths, which count from 0. */
function checkCovariances(
  given: NestedNumbers,
  type: CovarianceType,
  k: number,
  d: number,
  field: string,
): Float64Array {
  const flat = flatten(given, covarianceShape(type, k, d), field);
  switch (type) {
    case 'full':
    case 'tied':
      for (let c = 0; c < flat.length / (d * d); c++) {
        if (!isSymmetric(flat, c * d * d, d) || !cholesky(flat, c * d * d, d)) {
          const path = COVARIANCE_FORMS[type].shared ? field : `${field}.${c}`;
          throw new MixtureError(path, `${path} must be symmetric and positive definite.`);
        }
      }
      return flat;
    case 'diag':
    case 'spherical': {
      const at = flat.findIndex((value) => !(value > 0));
      if (at < 0) return flat;
      const path = `${field}.${type === 'diag' ? `${Math.floor(at / d)}.${at % d}` : at}`;
      throw new MixtureError(path, `${field} must be positive; ${path} is ${flat[at]}.`);
    }
  }
}

/** Checks an array's nesting against a shape and flattens it; every number must be finite. */
function flatten(given: NestedNumbers | readonly (readonly number[])[], shape: readonly number[], field: string) {
  const out = new Float64Array(shape.reduce((product, length) => product * length, 1));
  let at = 0;
  const walk = (value: unknown, depth: number, path: string): void => {
    if (depth === shape.length) {
      if (typeof value !== 'number' || !Number.isFinite(value)) {
        throw new MixtureError(path, `${path} must be a finite number.`);
      }
      out[at++] = value;
      return;
    }
    if (!Array.isArray(value) || value.length !== shape[depth]) {
      const got = Array.isArray(value) ? `${value.length} entries` : 'no array';
      const expected = `${field} must have the shape [${shape.join(', ')}]`;
      throw new MixtureError(path, `${expected}: expected ${shape[depth]} entries in ${path}, got ${got}.`);
    }
    value.forEach((item, i) => {
      walk(item, depth + 1, `${path}.${i}`);
    });
  };
  walk(given, 0, field);
  return out;
}

/** Inverses of covariances or precisions in the type's flat shape, which must be positive definite. */
function invertAll(flat: Float64Array, type: CovarianceType, d: number): Float64Array {
  switch (type) {
    case 'full':
    case 'tied': {
      const out = new Float64Array(flat.length);
      for (let at = 0; at < flat.length; at += d * d) {
        const inverse = invertSymmetric(flat, at, d);
        if (inverse) out.set(inverse, at);
      }
      return out;
    }
    case 'diag':
    case 'spherical':
      return flat.map((value) => 1 / value);
  }
}

/** Precisions (inverse covariances) and their factors, in scikit-learn's flat shapes for the type. */
export function precisionsOf(mixture: Mixture): { precisions: Float64Array; precisionsCholesky: Float64Array } {
  const { covariance_type: type, n_features: d, covariances } = mixture;
  const { factors } = toEmModel(mixture);
  switch (type) {
    case 'full':
    case 'tied': {
      const precisionsCholesky = factors.slice(0, covariances.length);
      const precisions = new Float64Array(covariances.length);
      for (let at = 0; at < precisions.length; at += d * d) {
        precisions.set(timesTranspose(precisionsCholesky, at, d), at);
      }
      return { precisions, precisionsCholesky };
    }
    case 'diag':
      return { precisions: factors.map(square), precisionsCholesky: factors };
    case 'spherical': {
      const precisionsCholesky = factors.filter((_, i) => i % d === 0);
      return { precisions: precisionsCholesky.map(square), precisionsCholesky };
    }
  }
}

function square(value: number): number {
  return value * value;
}
