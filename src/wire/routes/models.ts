// Routes: saved models.

import { modelNameSchema } from '../schemas';
import { DONE, JSON_ERRORS, type RouteParameter, table } from './route';

const MODEL = {
  id: '1b4e28ba-2fa1-4d2b-883f-0016d3cca427',
  name: 'Penguins',
  kind: 'mixture',
  version: 1,
  created_at: '2026-01-31T12:00:00.000Z',
  bytes: 144,
  description: '2 components, full covariance, 2 columns, fitted to 342 points',
};
const MODEL_ID: RouteParameter = { name: 'id', in: 'path', description: 'A model’s id, from GET /models.' };

export const MODELS_ROUTES = table({
  models: {
    method: 'GET',
    path: '/models',
    tag: 'Models',
    summary: 'Saved models',
    answer: { description: 'Newest versions and old ones.', example: { models: [MODEL] } },
  },
  saveModel: {
    method: 'POST',
    path: '/models',
    tag: 'Models',
    summary: 'Save the model under a name',
    description: 'The same name again makes the next version.',
    body: { schema: modelNameSchema, example: { name: 'Penguins' } },
    answer: { description: 'What was saved.', example: MODEL },
    errors: [...JSON_ERRORS, 409, 507],
  },
  loadModel: {
    method: 'POST',
    path: '/models/{id}/load',
    tag: 'Models',
    summary: 'Make a saved model the page’s',
    parameters: [MODEL_ID],
    answer: DONE,
    errors: [404, 422],
  },
  renameModel: {
    method: 'PATCH',
    path: '/models/{id}',
    tag: 'Models',
    summary: 'Rename a saved model',
    parameters: [MODEL_ID],
    body: { schema: modelNameSchema, example: { name: 'Gentoo' } },
    answer: DONE,
    errors: [...JSON_ERRORS, 404, 409, 507],
  },
  deleteModel: {
    method: 'DELETE',
    path: '/models/{id}',
    tag: 'Models',
    summary: 'Delete a saved model',
    irreversible: true,
    parameters: [MODEL_ID],
    answer: DONE,
    errors: [404],
  },
});
