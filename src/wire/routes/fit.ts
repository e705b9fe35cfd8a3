// Routes: the fit on the page.

import { optionsSchema, selectSchema, speedSchema } from '../schemas';
import { DONE, JSON_ERRORS, table } from './route';

const STATE = { description: 'Points, options, fit and model as the page shows them.' };

export const FIT_ROUTES = table({
  state: {
    method: 'GET',
    path: '/state',
    tag: 'Fit',
    summary: 'Everything about the page but the points',
    answer: STATE,
  },
  setOptions: {
    method: 'PATCH',
    path: '/fit/options',
    tag: 'Fit',
    summary: 'Change the options',
    description: 'Some apply to a running fit from its next iteration on; the others start it anew.',
    body: { schema: optionsSchema, example: { n_components: 3, covariance_type: 'diag' } },
    answer: { description: 'All options, as they are now.' },
    errors: [...JSON_ERRORS, 409],
  },
  speed: {
    method: 'PUT',
    path: '/fit/speed',
    tag: 'Fit',
    summary: 'Set the pace',
    body: { schema: speedSchema, example: { iterations_per_second: 5 } },
    answer: DONE,
    errors: [...JSON_ERRORS],
  },
  control: {
    method: 'POST',
    path: '/fit/{command}',
    tag: 'Fit',
    summary: 'Play, pause, step or reset the fit',
    parameters: [
      {
        name: 'command',
        in: 'path',
        description: 'play starts or goes on; step does one iteration; reset forgets the fit.',
        values: ['play', 'pause', 'step', 'reset'],
        example: 'step',
      },
    ],
    answer: { description: 'The fit’s status after the command.' },
    errors: [404, 409, 422],
  },
  select: {
    method: 'POST',
    path: '/select',
    tag: 'Fit',
    summary: 'Choose the number of components',
    description: 'Fits each number from min to max and compares them.',
    body: { schema: selectSchema, example: { min: 1, max: 4, criterion: 'bic' } },
    answer: {
      description: 'The scores and the best.',
      example: { criterion: 'bic', best: 2, candidates: [{ n_components: 1, bic: 44.1, aic: 45.2 }] },
    },
    errors: [...JSON_ERRORS, 409],
  },
});
