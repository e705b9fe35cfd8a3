// Routes: experiment configurations. GET /training/configs, which lists them, is with the training service's.

import { checkConfigSchema, completeConfigSchema, saveConfigSchema } from '../training-schemas';
import { DONE, JSON_ERRORS, type RouteParameter, table } from './route';

const ID: RouteParameter = {
  ...{ name: 'id', in: 'path', example: 'mixture.yaml' },
  description: 'An id or file name, from GET /training/configs.',
};
const TEXT = 'kind: mixture\nmodel:\n  n_components: 3\n';

export const CONFIGS_ROUTES = table({
  createConfig: {
    method: 'POST',
    path: '/training/configs',
    tag: 'Configurations',
    summary: 'Keep a configuration of one’s own',
    body: { schema: saveConfigSchema, example: { file_name: 'three.yaml', text: TEXT } },
    answer: { description: 'Its id.', example: { id: 'three.yaml' } },
    errors: [...JSON_ERRORS, 409, 507],
  },
  checkConfig: {
    method: 'POST',
    path: '/training/configs/check',
    tag: 'Configurations',
    summary: 'What a configuration comes to, or what is wrong with it',
    description: 'Always answers 200: ok says which. Problems have line and column.',
    body: { schema: checkConfigSchema, example: { text: TEXT, overrides: ['seed=7'] } },
    answer: { description: 'Every default filled in, and the learning rate over the run; or the problems.' },
    errors: [...JSON_ERRORS],
  },
  completeConfig: {
    method: 'POST',
    path: '/training/configs/complete',
    tag: 'Configurations',
    summary: 'What may stand at a place of a configuration',
    body: { schema: completeConfigSchema, example: { text: TEXT, line: 3, column: 5 } },
    answer: { description: 'Keys and values with what they mean; null inside of a comment.', json: 'object or null' },
    errors: [...JSON_ERRORS],
  },
  config: {
    method: 'GET',
    path: '/training/configs/{id}',
    tag: 'Configurations',
    summary: 'A configuration with its text',
    parameters: [ID],
    answer: { description: 'What it says of itself, and its text.', example: { file_name: 'three.yaml', text: TEXT } },
    errors: [404],
  },
  saveConfig: {
    method: 'PUT',
    path: '/training/configs/{id}',
    tag: 'Configurations',
    summary: 'Change a configuration of one’s own',
    parameters: [ID],
    body: { schema: saveConfigSchema, example: { file_name: 'three.yaml', text: TEXT } },
    answer: { description: 'Its id.', example: { id: 'three.yaml' } },
    errors: [...JSON_ERRORS, 404, 409, 507],
  },
  duplicateConfig: {
    method: 'POST',
    path: '/training/configs/{id}/duplicate',
    tag: 'Configurations',
    summary: 'Copy a configuration, comments and all',
    parameters: [ID],
    answer: { description: 'The copy’s id.', example: { id: 'three-2.yaml' } },
    errors: [404, 409, 507],
  },
  deleteConfig: {
    method: 'DELETE',
    path: '/training/configs/{id}',
    tag: 'Configurations',
    summary: 'Delete a configuration of one’s own',
    irreversible: true,
    parameters: [ID],
    answer: DONE,
    errors: [404, 409],
  },
});
