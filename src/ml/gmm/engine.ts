// The contract between the mixture mathematics (src/ml/gmm) and whatever runs it over all the
// points (src/ml/compute/em): an engine holds the points and answers one question per EM
// iteration: the expected sufficient statistics under given parameters. It never sees
// covariance types: 'tied' arrives as 'full' with one factor repeated, 'spherical' as 'diag'.

export type EmEngineKind = 'wasm' | 'cpu' | 'webgpu' | 'webgl';

/** Parameters in the form an E-step wants. All arrays flat, row-major. */
export interface EmModel {
  readonly shape: 'full' | 'diag';
  readonly k: number;
  readonly d: number;
  /** [K, D] */
  readonly means: Float64Array;
  /**
   * Factors P of the precisions, as scikit-learn's `precisions_cholesky_`:
   * full [K, D, D], upper triangular, y = (x - mean) P · diag [K, D], 1 / standard deviation.
   */
  readonly factors: Float64Array;
  /** [K] log weight + log det P - d/2 log 2 pi; -Infinity for a weight of zero. */
  readonly logNorm: Float64Array;
}

/** Expected sufficient statistics over all points, centred on the model's own means. */
export interface EmStatistics {
  /** Sum over points of the log density, natural log. */
  readonly logLikelihood: number;
  /** [K] sum of responsibilities. */
  readonly counts: Float64Array;
  /** [K, D] sum of r * (x - mean). */
  readonly sums: Float64Array;
  /** Sum of r * (x - mean)(x - mean)': full [K, D, D] (symmetric, both halves filled) · diag [K, D]. */
  readonly scatter: Float64Array;
}

/** For drawing: who takes each point. */
export interface Assignment {
  /** [n] index of the largest responsibility. */
  readonly labels: Uint8Array;
  /** [n, K] responsibilities, 0..255. */
  readonly responsibilities: Uint8Array;
}

/**
 * Holds the points, sharded or uploaded, and runs passes over them.
 * A pass does not change the engine. The same points and model give the same bits,
 * whatever the number of threads. Errors reject the call; after `EngineLostError` the engine is dead.
 */
export interface EmEngine {
  readonly kind: EmEngineKind;
  readonly threads: number;
  readonly n: number;
  readonly d: number;
  /** `points` is [m, d], row-major; copied. */
  append(points: Float64Array): Promise<void>;
  pass(model: EmModel): Promise<EmStatistics>;
  /** [n] log density of each point, float64. */
  scoreSamples(model: EmModel): Promise<Float64Array>;
  assign(model: EmModel): Promise<Assignment>;
  dispose(): void;
}

/** The device or worker under an engine is gone; start another engine and go on from the last state. */
export class EngineLostError extends Error {
  override readonly name = 'EngineLostError';
}
