// Routes: saved mixtures. What concerns models of every kind is in ./library.ts.

import { modelNameSchema } from '../schemas';
import { DONE, JSON_ERRORS, type RouteParameter, table } from './route';

const MODEL = {
  id: '1b4e28ba-2fa1-4d2b-883f-0016d3cca427',
  name: 'Penguins',
  kind: 'mixture',
  version: 1,
  created_at: '2026-01-31T12:00:00.000Z',
  bytes: 921,
  description: '342 points, 2 columns',
};
const MODEL_ID: RouteParameter = { name: 'id', in: 'path', description: 'A model’s id, from GET /models.' };

export const MODELS_ROUTES = table({
  saveModel: {
    method: 'POST',
    path: '/models',
    tag: 'Models',
    summary: 'Save the model under a name',
    description: 'The same name again makes the next version.',
    body: { schema: modelNameSchema, example: { name: 'Penguins' } },
    answer: { description: 'What was saved, as GET /models has it.', example: MODEL },
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
});
