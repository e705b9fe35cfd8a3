// Routes: modules of people's own, their files, and their trainings.

import { moduleChangeSchema, moduleSchema, trainModuleSchema } from '../library-schemas';
import { DONE, JSON_ERRORS, type RouteParameter, table } from './route';

export const MODEL_ID: RouteParameter = { name: 'id', in: 'path', description: 'A model’s id, from GET /models.' };
const PATH: RouteParameter = {
  ...{ name: 'path', in: 'query', required: true, example: 'train.js' },
  description: 'From the module’s folder.',
};

export const MODULE_ROUTES = table({
  trainingOfModule: {
    method: 'GET',
    path: '/models/training',
    tag: 'Models',
    summary: 'The training of a module: its log and scalars',
    description:
      'Phases are running, finished, failed, stopped and interrupted; of one that failed, “error” has what was thrown and where.',
    answer: { description: 'Of the latest; null before the first.', example: { training: null } },
  },
  stopModule: {
    method: 'POST',
    path: '/models/training/stop',
    tag: 'Models',
    summary: 'End the training of a module at once',
    answer: DONE,
  },
  createModule: {
    method: 'POST',
    path: '/models/modules',
    tag: 'Models',
    summary: 'A module of one’s own, from the template or as another is',
    body: { schema: moduleSchema, example: { name: 'Mine' } },
    answer: { description: 'What it is called here.', example: { id: '1b4e28ba-2fa1-4d2b-883f-0016d3cca427' } },
    errors: [...JSON_ERRORS, 507],
  },
  filesOfModule: {
    method: 'GET',
    path: '/models/{id}/files',
    tag: 'Models',
    summary: 'Files of a module',
    parameters: [MODEL_ID],
    answer: { description: 'Their paths and sizes.' },
    errors: [404],
  },
  readModuleFile: {
    method: 'GET',
    path: '/models/{id}/file',
    tag: 'Models',
    summary: 'A file of a module',
    parameters: [MODEL_ID, PATH],
    answer: { description: 'Its bytes.', type: 'application/octet-stream' },
    errors: [404],
  },
  writeModuleFile: {
    method: 'PUT',
    path: '/models/{id}/file',
    tag: 'Models',
    summary: 'Put a file into a module',
    parameters: [MODEL_ID, PATH],
    body: { types: ['text/plain', 'application/json', 'application/octet-stream'], example: {} },
    answer: DONE,
    errors: [404, 413, 422, 507],
  },
  deleteModuleFile: {
    method: 'DELETE',
    path: '/models/{id}/file',
    tag: 'Models',
    summary: 'Delete a file of a module',
    irreversible: true,
    parameters: [MODEL_ID, PATH],
    answer: DONE,
    errors: [404, 422],
  },
  moduleInfo: {
    method: 'GET',
    path: '/models/{id}/module',
    tag: 'Models',
    summary: 'A module’s scripts and its latest training',
    parameters: [MODEL_ID],
    answer: {
      description: 'Paths are those of its files.',
      example: {
        ...{ folder: '', trainingScript: 'train.js', servingScript: 'serve.js', enableTensorboard: false },
        training: null,
      },
    },
    errors: [404],
  },
  changeModule: {
    method: 'PATCH',
    path: '/models/{id}/module',
    tag: 'Models',
    summary: 'Which scripts train and serve; another path for a file',
    parameters: [MODEL_ID],
    body: { schema: moduleChangeSchema, example: { move: { from: 'train.js', to: 'lib/fit.js' } } },
    answer: DONE,
    errors: [...JSON_ERRORS, 404, 409, 507],
  },
  trainModule: {
    method: 'POST',
    path: '/models/{id}/train',
    tag: 'Models',
    summary: 'Run a module’s training script',
    description: 'In a sandbox of a tab of the app. One at a time; answers once it has begun.',
    parameters: [MODEL_ID],
    body: {
      schema: trainModuleSchema,
      example: { args: ['--epochs', '200'], tensorboard: true, seconds: 60 },
      optional: true,
    },
    answer: DONE,
    errors: [...JSON_ERRORS, 404, 409],
  },
  resumeModule: {
    method: 'POST',
    path: '/models/{id}/train/resume',
    tag: 'Models',
    summary: 'Begin a module’s interrupted training again',
    description:
      'With the same arguments, in the folder as it had left it (“left” lists its files): a script that finds there what it had saved can go on from that. Answers once it has begun.',
    parameters: [MODEL_ID],
    answer: DONE,
    errors: [404, 409],
  },
});
