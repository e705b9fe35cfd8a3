// Routes: whether the reviews that have come in have drifted from what the serving model was trained on.

import { driftOptionsSchema } from '../drift-schemas';
import { JSON_ERRORS, table } from './route';

const TEST = {
  name: 'length_ks',
  statistic: 0.61,
  threshold: 0.001,
  p_value: 1.2e-9,
  verdict: 'drift',
  drifted: true,
  sentence: 'Texts are of other lengths …',
};

export const DRIFT_ROUTES = table({
  drift: {
    method: 'GET',
    path: '/reviews/drift',
    tag: 'Reviews',
    summary: 'Whether the reviews have drifted',
    description:
      'Compares the reviews that have come in, and that no training has learnt from, with what the serving model was trained on. Looks first when something has changed since the last look. Too little data is a verdict of its own.',
    answer: {
      description: 'What each test found, and what all of them together say.',
      example: { drifted: true, n_reference: 2000, n_current: 200, tests: [TEST] },
    },
    errors: [404],
  },
  driftOptions: {
    method: 'PUT',
    path: '/reviews/drift',
    tag: 'Reviews',
    summary: 'How drift is watched',
    description:
      'enabled: look by itself whenever reviews come in · alpha: false alarms in at most this share of streams that have not drifted · window: how many of the newest reviews are compared at most. What is left out stays as it is.',
    body: { schema: driftOptionsSchema, example: { enabled: true, alpha: 0.05, window: 500 } },
    answer: { description: 'All options as they are now.', example: { enabled: true, alpha: 0.05, window: 500 } },
    errors: [...JSON_ERRORS, 507],
  },
});
