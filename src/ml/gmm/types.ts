// The vocabulary of Gaussian mixtures: options, parameters and results.
// Hyper-parameters keep scikit-learn's names and meanings (sklearn.mixture.GaussianMixture),
// from the form in the page down to the kernel, so that nothing has to be renamed on the way.

export const COVARIANCE_TYPES = ['full', 'tied', 'diag', 'spherical'] as const;
export type CovarianceType = (typeof COVARIANCE_TYPES)[number];

export const INIT_PARAMS = ['kmeans', 'k-means++', 'random', 'random_from_data'] as const;
/** How the first responsibilities are made; scikit-learn's four ways. */
export type InitParams = (typeof INIT_PARAMS)[number];

export const METHODS = ['em', 'incremental', 'gradient'] as const;
export type Method = (typeof METHODS)[number];

/** n rows of d numbers, row-major. `data.length === n * d`. */
export interface Matrix {
  readonly data: Float64Array;
  readonly n: number;
  readonly d: number;
}

/**
 * A mixture's parameters. Arrays are flat and row-major:
 * weights [K], means [K, D], covariances in scikit-learn's shape for the type:
 * full [K, D, D] · tied [D, D] · diag [K, D] (variances) · spherical [K] (variances).
 */
export interface Mixture {
  readonly covariance_type: CovarianceType;
  readonly n_components: number;
  readonly n_features: number;
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly covariances: Float64Array;
}

/** Start values given by the caller (scikit-learn's meanings and shapes, nested arrays as in JSON). */
export interface InitialParameters {
  readonly weights_init?: readonly number[] | undefined;
  readonly means_init?: readonly (readonly number[])[] | undefined;
  /** full [K][D][D] · tied [D][D] · diag [K][D] · spherical [K]; inverse covariances. */
  readonly precisions_init?: NestedNumbers | undefined;
}
export type NestedNumbers = readonly (number | readonly (number | readonly number[])[])[];

export interface FitOptions extends InitialParameters {
  readonly method: Method;
  /** 1 to 20. */
  readonly n_components: number;
  readonly covariance_type: CovarianceType;
  /** The most iterations (EM), passes (incremental) or steps (gradient); 'auto' follows `autoEpochs`. */
  readonly epochs: number | 'auto';
  /** Stop when the mean log-likelihood per point changes by less than this; 0 runs all epochs. */
  readonly tol: number;
  /** Added to the diagonal of every covariance, in squared data units; by gradient a floor under conditional variances. */
  readonly reg_covar: number;
  /** How many initialisations to try; the best likelihood is kept. */
  readonly n_init: number;
  readonly init_params: InitParams;
  /** Unsigned 32-bit. */
  readonly seed: number;
  /** Incremental: what share of the old evidence is kept per new point, 0 < f <= 1; 1 never forgets. */
  readonly forgetting: number;
  /** Incremental: points per update; 1 is point by point. */
  readonly batch_size: number;
  /** Gradient: Adam's step size, on standardised data. */
  readonly learning_rate: number;
}

export const DEFAULT_OPTIONS: FitOptions = {
  method: 'em',
  n_components: 3,
  covariance_type: 'full',
  epochs: 'auto',
  tol: 1e-3,
  reg_covar: 1e-6,
  n_init: 1,
  init_params: 'k-means++',
  seed: 1,
  forgetting: 1,
  batch_size: 1,
  learning_rate: 0.05,
};

/**
 * The iterations allowed when `epochs` is 'auto': 200 up to 1,000 points, then fewer as the
 * points grow, 200 * sqrt(1000 / n), and never fewer than 20.
 */
export function autoEpochs(n: number): number {
  if (n <= 1000) return 200;
  return Math.max(20, Math.round(200 * Math.sqrt(1000 / n)));
}

/** What one iteration of a learner did. */
export interface LearnerStep {
  /** Iterations done in this initialisation, from 1. */
  readonly iteration: number;
  /** The initialisation at work, from 0. */
  readonly init: number;
  /** Total log-likelihood (natural log) of all points; for EM under the parameters before the M-step, as scikit-learn's lower bound. */
  readonly log_likelihood: number;
  /** Change of the mean log-likelihood per point since the iteration before; Infinity on the first. */
  readonly change: number;
  readonly converged: boolean;
  /** True once every initialisation is through: nothing is left to step. */
  readonly done: boolean;
}

/** Everything needed to go on bit-equal after a reload; structured-cloneable. */
export interface LearnerState {
  readonly method: Method;
  readonly [key: string]: unknown;
}

/** A way of fitting a mixture, driven from outside one iteration at a time. */
export interface Learner {
  readonly method: Method;
  /** One iteration: an EM pass, a pass of incremental updates, or a gradient step. */
  step(): Promise<LearnerStep>;
  /** The parameters as they stand (the best initialisation's once done). */
  mixture(): Mixture;
  /** Points were appended to the data; the incremental learner learns from them at once. */
  append(points: Matrix): Promise<void>;
  state(): LearnerState;
  dispose(): void;
}
