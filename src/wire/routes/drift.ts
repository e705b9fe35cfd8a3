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
  driftState: {
    method: 'GET',
    path: '/reviews/drift/state',
    tag: 'Reviews',
    summary: 'How drift stands, without looking anew',
    description:
      'What the Monitor view shows. phase: off, waiting or looking · report: the latest look at the serving model, null before the first · reference: what it is compared with, null where it has none · history: at most 200 earlier looks, oldest first · problem: why the last look failed.',
    answer: {
      description: 'Options, phase, the latest look and earlier ones.',
      example: {
        options: { enabled: true, alpha: 0.05, window: 500 },
        phase: 'waiting',
        report: { model: 'base', drifted: true, n_reference: 2000, n_current: 200, tests: [TEST] },
        reference: 'reviews that Base was trained on',
        history: [{ at: '2026-01-31T12:00:00.000Z', n_current: 175, drifted: false, p_values: { length_ks: 0.4 } }],
        problem: null,
      },
    },
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
