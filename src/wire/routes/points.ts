// Routes: the points.

import { movePointsSchema, pointsSchema, removePointsSchema, replacePointsSchema } from '../schemas';
import { SIX_POINTS } from './examples';
import { DONE, JSON_ERRORS, table } from './route';

export const POINTS_ROUTES = table({
  readPoints: {
    method: 'GET',
    path: '/points',
    tag: 'Points',
    summary: 'All points',
    answer: {
      description: 'The points with their columns.',
      example: { n: 1, d: 2, columns: ['x', 'y'], points: [[0, 0]] },
    },
  },
  addPoints: {
    method: 'POST',
    path: '/points',
    tag: 'Points',
    summary: 'Add points',
    body: { schema: pointsSchema, example: { points: [[1, 2]] } },
    answer: { description: 'What there is now.' },
    errors: [...JSON_ERRORS, 507],
  },
  replacePoints: {
    method: 'PUT',
    path: '/points',
    tag: 'Points',
    summary: 'Replace all points',
    body: { schema: replacePointsSchema, example: { points: SIX_POINTS, columns: ['x', 'y'], source: 'Two clusters' } },
    answer: { description: 'What there is now.' },
    errors: [...JSON_ERRORS, 507],
  },
  movePoints: {
    method: 'PATCH',
    path: '/points',
    tag: 'Points',
    summary: 'Move points',
    body: { schema: movePointsSchema, example: { indices: [0], points: [[1, 1]] } },
    answer: { description: 'What there is now.' },
    errors: [...JSON_ERRORS, 507],
  },
  removePoints: {
    method: 'DELETE',
    path: '/points',
    tag: 'Points',
    summary: 'Remove points',
    body: { schema: removePointsSchema, example: { indices: [0] } },
    answer: { description: 'What there is now.' },
    errors: [...JSON_ERRORS, 507],
  },
  undo: {
    method: 'POST',
    path: '/points/undo',
    tag: 'Points',
    summary: 'Undo the last edit',
    answer: DONE,
    errors: [507],
  },
  redo: { method: 'POST', path: '/points/redo', tag: 'Points', summary: 'Redo it', answer: DONE, errors: [507] },
  assignment: {
    method: 'GET',
    path: '/points/assignment',
    tag: 'Points',
    summary: 'Which component takes each point',
    answer: {
      description: 'Components from 0, and responsibilities rounded to 1/255.',
      example: {
        rev: 4,
        n_components: 2,
        labels: [0, 1],
        responsibilities: [
          [1, 0],
          [0, 1],
        ],
      },
    },
    errors: [404],
  },
  csv: {
    method: 'GET',
    path: '/points/csv',
    tag: 'Points',
    summary: 'All points as CSV',
    parameters: [
      {
        name: 'responsibilities',
        in: 'query',
        description:
          'Adds what the model says of each point: its component (from 0), log density, and p0, p1 … of each component.',
        values: ['true', 'false'],
      },
    ],
    answer: { description: 'RFC 4180, with a header.', type: 'text/csv' },
    errors: [404, 422],
  },
});
