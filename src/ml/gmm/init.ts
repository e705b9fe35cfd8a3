// The mixture that a fit starts from: scikit-learn's four `init_params`, with means_init, weights_init and
// precisions_init taking the place of what was estimated.
//
// One difference from scikit-learn 1.2, on purpose: there, 'k-means++' and 'random_from_data' give each component one
// point, whose covariance is just reg_covar. Its first E-step then amounts to giving every point to its nearest centre,
// if reg_covar suits the data's scale, and fails if reg_covar is 0. Here that assignment is the initialisation itself.
// The fit goes the same way, one iteration ahead, at any scale, and its first likelihood means something.

import type { Rng } from '../rng';
import { COVARIANCE_FORMS } from './covariance';
import { accumulate, emptyMoments, type Moments } from './moments';
import { checkInitial, type GivenParameters } from './nested';
import { maximise } from './params';
import { kMeans, kMeansPlusPlus, nearest, randomRows, requireDistinct } from './seeding';
import { inStretches, type Pause, rowsInStretch } from './stretches';
import type { FitOptions, Matrix, Mixture } from './types';

export type InitOptions = Pick<
  FitOptions,
  'n_components' | 'covariance_type' | 'reg_covar' | 'init_params' | 'weights_init' | 'means_init' | 'precisions_init'
>;

/** Whether the caller gave every parameter, so that nothing is left to chance. */
export function isFullyGiven(options: InitOptions): boolean {
  return Boolean(options.weights_init && options.means_init && options.precisions_init);
}

/**
 * The first mixture of a fit. `pause` is awaited every few milliseconds of work.
 *
 * @throws MixtureError on the option at fault, or on `n_components` when fewer points differ than there are components.
 */
export async function initialMixture(points: Matrix, options: InitOptions, rng: Rng, pause?: Pause): Promise<Mixture> {
  const { n_components: k, covariance_type: type } = options;
  const given = checkInitial(options, type, k, points.d);
  requireDistinct(points, k);
  const { weights, means, covariances } = given;
  if (weights && means && covariances) {
    return { covariance_type: type, n_components: k, n_features: points.d, weights, means, covariances };
  }
  return { ...(await estimate(points, options, rng, pause)), ...(given satisfies GivenParameters) };
}

async function estimate(points: Matrix, options: InitOptions, rng: Rng, pause: Pause | undefined): Promise<Mixture> {
  const { n_components: k, covariance_type } = options;
  const shape = COVARIANCE_FORMS[covariance_type].engine;
  if (options.init_params === 'random') {
    const centre = columnMeans(points);
    const means = new Float64Array(k * points.d);
    for (let c = 0; c < k; c++) means.set(centre, c * points.d);
    const about = { shape, k, d: points.d, means };
    return maximise(await randomStatistics(points, k, centre, shape, rng, pause), about, options);
  }
  const centres = await chooseCentres(points, k, options.init_params, rng, pause);
  const about = { shape, k, d: points.d, means: centres };
  const labels = await nearest(points, centres, pause);
  return maximise(await labelStatistics(points, labels, centres, shape, pause), about, options);
}

async function chooseCentres(
  points: Matrix,
  k: number,
  how: 'kmeans' | 'k-means++' | 'random_from_data',
  rng: Rng,
  pause: Pause | undefined,
): Promise<Float64Array> {
  switch (how) {
    case 'kmeans':
      return kMeans(points, k, rng, pause);
    case 'k-means++':
      return kMeansPlusPlus(points, k, rng, pause);
    case 'random_from_data':
      return randomRows(points, k, rng);
  }
}

/** Statistics of points that belong wholly to their label's component, centred on `centres` [K, D]. */
async function labelStatistics(
  { data, n, d }: Matrix,
  labels: Uint8Array,
  centres: Float64Array,
  shape: 'full' | 'diag',
  pause: Pause | undefined,
): Promise<Moments> {
  const moments = emptyMoments(centres.length / d, d, shape);
  const difference = new Float64Array(d);
  await inStretches(n, rowsInStretch(d * (d + 4)), pause, (start, end) => {
    for (let i = start; i < end; i++) {
      const c = labels[i];
      for (let j = 0; j < d; j++) difference[j] = data[i * d + j] - centres[c * d + j];
      accumulate(moments, c, 1, difference, shape);
    }
  });
  return moments;
}

/** Statistics under responsibilities drawn evenly and normalised by row, centred on the points' mean. */
async function randomStatistics(
  { data, n, d }: Matrix,
  k: number,
  centre: Float64Array,
  shape: 'full' | 'diag',
  rng: Rng,
  pause: Pause | undefined,
): Promise<Moments> {
  const moments = emptyMoments(k, d, shape);
  const difference = new Float64Array(d);
  const row = new Float64Array(k);
  await inStretches(n, rowsInStretch(k * d * (d + 4)), pause, (start, end) => {
    for (let i = start; i < end; i++) {
      let sum = 0;
      for (let c = 0; c < k; c++) sum += row[c] = rng.uniform();
      for (let j = 0; j < d; j++) difference[j] = data[i * d + j] - centre[j];
      for (let c = 0; c < k; c++) accumulate(moments, c, sum > 0 ? row[c] / sum : 1 / k, difference, shape);
    }
  });
  return moments;
}

/** Means by column, by running updates, so that large offsets cost no digits. */
function columnMeans({ data, n, d }: Matrix): Float64Array {
  const means = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) means[j] += (data[i * d + j] - means[j]) / (i + 1);
  }
  return means;
}
