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
      [0.016, -0.007],
      [-0.007, 0.007],
    ],
    [
      [0.016, -0.001],
      [-0.001, 0.016],
    ],
  ],
  log_likelihood: 5.6,
  bic: 8.5,
  aic: 10.8,
  n_iter: 2,
  converged: true,
  epochs: 200,
  seed: 1,
  history: [4.9, 5.6],
  warnings: [],
};
