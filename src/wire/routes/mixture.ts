// Routes: fitting a mixture and using it.

import { inspectSchema, sampleSchema, scoreSchema, trainSchema } from '../schemas';
import { SIX_POINTS, TRAINED } from './examples';
import { JSON_ERRORS, table } from './route';

export const MIXTURE_ROUTES = table({
  train: {
    method: 'POST',
    path: '/train',
    tag: 'Mixture',
    summary: 'Fit a mixture to points',
    description:
      'Replaces the points and fits from the beginning. With tol 0, epochs is exactly the number of iterations. Calls wait for one another; a call may take as long as the browser lets a service worker live, about five minutes.',
    body: { schema: trainSchema, example: { points: SIX_POINTS, n_components: 2 } },
    answer: {
      description: 'The parameters. log_likelihood is the total over all points, natural log.',
      example: TRAINED,
    },
    errors: [...JSON_ERRORS, 409, 507],
  },
  update: {
    method: 'POST',
    path: '/update',
    tag: 'Mixture',
    summary: 'Add points and learn from them',
    description:
      'Learns from the new points only, unless another method is asked for. Without a model it trains one, which takes as many different points as groups.',
    body: {
      schema: trainSchema,
      example: {
        points: [
          [4.2, 4.1],
          [0.3, 0.2],
          [4.4, 0.1],
        ],
      },
    },
    answer: {
      description: 'The parameters, over all points.',
      example: { ...TRAINED, method: 'incremental', n_points: 9 },
    },
    errors: [...JSON_ERRORS, 409, 507],
  },
  clear: {
    method: 'POST',
    path: '/clear',
    tag: 'Mixture',
    summary: 'Forget points and model',
    description: 'Can be undone.',
    answer: { description: 'Done.', example: { status: 'cleared' } },
    errors: [507],
  },
  sample: {
    method: 'POST',
    path: '/sample',
    tag: 'Mixture',
    summary: 'Draw from the mixture',
    description: 'Without a seed one is chosen; the answer says which.',
    body: { schema: sampleSchema, example: { n: 3, seed: 1 } },
    answer: { description: 'The drawn rows.', example: { samples: [[0.1, 0.05]], seed: 1 } },
    errors: [...JSON_ERRORS, 404],
  },
  parameters: {
    method: 'GET',
    path: '/parameters',
    tag: 'Mixture',
    summary: 'The model’s parameters',
    answer: { description: 'As train gives them.', example: TRAINED },
    errors: [404],
  },
  score: {
    method: 'POST',
    path: '/score',
    tag: 'Mixture',
    summary: 'Score new points',
    body: { schema: scoreSchema, example: { points: [[0, 0]], level: 0.01 } },
    answer: {
      description:
        'For each point its log density, component (from 0), responsibilities, and whether it is an outlier at the level.',
      example: { log_density: [-1.2], labels: [0], responsibilities: [[0.99, 0.01]], outlier: [false] },
    },
    errors: [...JSON_ERRORS, 404],
  },
  inspect: {
    method: 'POST',
    path: '/inspect',
    tag: 'Mixture',
    summary: 'Look at one place',
    body: { schema: inspectSchema, example: { point: [0, 0], level: 0.01 } },
    answer: {
      description: 'Log density, responsibilities, and whether a point here were an outlier at the level.',
      example: { log_density: -1.2, responsibilities: [0.99, 0.01], outlier: false, threshold: -6.4 },
    },
    errors: [...JSON_ERRORS, 404],
  },
});
