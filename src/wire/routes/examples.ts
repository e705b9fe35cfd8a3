// A small mixture, for the examples in openapi.json.

export const SIX_POINTS = [
  [0, 0.1],
  [0.2, -0.1],
  [-0.1, 0],
  [4, 4.2],
  [4.1, 3.9],
  [3.8, 4],
];
export const TRAINED = {
  method: 'em',
  covariance_type: 'full',
  n_components: 2,
  n_features: 2,
  n_points: 6,
  weights: [0.5, 0.5],
  means: [
    [0.033, 0],
    [3.967, 4.033],
  ],
  covariances: [
    [
      [0.0156, -0.0067],
      [-0.0067, 0.0067],
    ],
    [
      [0.0156, -0.0022],
      [-0.0022, 0.0156],
    ],
  ],
  log_likelihood: 5.935,
  bic: 7.839,
  aic: 10.13,
  n_iter: 2,
  converged: true,
  epochs: 200,
  seed: 1,
  history: [5.935, 5.935],
  warnings: [],
};
