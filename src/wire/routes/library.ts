// Routes: the library of models of every kind, and the doors by which they leave and enter.

import { LOG_HEADER, PRECISIONS } from '../library';
import { modelChangeSchema, packageSchema } from '../library-schemas';
import { ARCHIVE } from './files';
import { MODEL_ID, MODULE_ROUTES } from './modules';
import { DONE, FILE_ERRORS, JSON_ERRORS, type RouteParameter, table } from './route';

const NAME: RouteParameter = {
  ...{ name: 'name', in: 'query', example: 'Penguins' },
  description: 'What it is to be called; the file’s own name, or its kind, if left out.',
};
const PRECISION: RouteParameter = {
  ...{ name: 'precision', in: 'query', values: PRECISIONS },
  description: 'float32 if left out.',
};

export const LIBRARY_ROUTES = table({
  models: {
    method: 'GET',
    path: '/models',
    tag: 'Models',
    summary: 'All models',
    description: 'Saved mixtures, text models, models of runs and of the stream, modules: whatever made them.',
    answer: {
      description: 'Newest first, those that come with the app last.',
      example: {
        models: [
          {
            id: '1b4e28ba-2fa1-4d2b-883f-0016d3cca427',
            name: 'Penguins',
            kind: 'mixture',
            version: 1,
            created_at: '2026-01-31T12:00:00.000Z',
            bytes: 144,
            formats: ['archive', 'sklearn', 'sklearn-code', 'numpy', 'onnx'],
            description: '2 components, full covariance, 2 columns, fitted to 342 points',
            architecture: 'full',
            parent: null,
            metrics: { log_likelihood: -812.4 },
            parameters: 11,
            origin: 'saved',
            run: null,
            in_use: false,
            tags: [],
            note: '',
          },
        ],
      },
    },
  },
  compareModels: {
    method: 'GET',
    path: '/models/compare',
    tag: 'Models',
    summary: 'Two models beside each other: layers, weights, figures',
    parameters: [
      { name: 'a', in: 'query', required: true, description: 'A model’s id.' },
      { name: 'b', in: 'query', required: true, description: 'Another’s.' },
    ],
    answer: { description: 'Layers by name, and how far weights of one name and shape are apart.' },
    errors: [404, 422],
  },
  // Before those of one model: “training” and “export” are no ids.
  ...MODULE_ROUTES,
  exportOfModel: {
    method: 'GET',
    path: '/models/export',
    tag: 'Models',
    summary: 'How far a model is that is being exported or packaged',
    answer: {
      description: 'Its share, bytes a second, and how long yet; null while none is.',
      example: { exporting: { share: 0.4, rate: 25_000_000, secondsLeft: 6 } },
    },
  },
  cancelModelExport: {
    method: 'DELETE',
    path: '/models/export',
    tag: 'Models',
    summary: 'Give up what is being exported or packaged',
    description: 'The export answers 409.',
    answer: DONE,
  },
  model: {
    method: 'GET',
    path: '/models/{id}',
    tag: 'Models',
    summary: 'What a model is made of',
    parameters: [MODEL_ID],
    answer: { description: 'Layers, tensors with histograms, files, and its card in Markdown.' },
    errors: [404],
  },
  updateModel: {
    method: 'PATCH',
    path: '/models/{id}',
    tag: 'Models',
    summary: 'Rename a model, or change its tags, note or card',
    parameters: [MODEL_ID],
    body: { schema: modelChangeSchema, example: { name: 'Gentoo', tags: ['birds'] } },
    answer: DONE,
    errors: [...JSON_ERRORS, 404, 409, 507],
  },
  deleteModel: {
    method: 'DELETE',
    path: '/models/{id}',
    tag: 'Models',
    summary: 'Delete a model',
    description: 'Until the app is opened another day, or until its room is needed, it can be restored.',
    parameters: [MODEL_ID],
    answer: DONE,
    errors: [404, 409, 507],
  },
  restoreModel: {
    method: 'POST',
    path: '/models/{id}/restore',
    tag: 'Models',
    summary: 'Bring back a model that was deleted today, unless its room was needed',
    parameters: [MODEL_ID],
    answer: DONE,
    errors: [404, 507],
  },
  archiveOfModel: {
    method: 'GET',
    path: '/models/{id}/archive',
    tag: 'Models',
    summary: 'A model archive (.tar.gz)',
    description: 'With manifest.json and, for most kinds, scripts that serve and train it in Python.',
    parameters: [MODEL_ID],
    answer: { description: 'The archive: the same model, the same bytes.', type: 'application/gzip' },
    errors: [404, 409],
  },
  packageModel: {
    method: 'POST',
    path: '/models/package',
    tag: 'Models',
    summary: 'A model archive with options',
    description: 'All options of aimodellib package, with its defaults.',
    body: { schema: packageSchema, example: { model: 'compact', module: 'model', logDirectory: 'logs' } },
    answer: { description: 'The archive.', type: 'application/gzip' },
    errors: [...JSON_ERRORS, 404, 409],
  },
  importModel: {
    method: 'POST',
    path: '/models/archive',
    tag: 'Models',
    summary: 'Take a model in',
    description: 'A model archive, or another file that a model can be read from: whole and right, or not at all.',
    parameters: [NAME],
    body: 'file',
    files: ARCHIVE,
    answer: { description: 'What it is called here.', example: { id: '1b4e28ba-2fa1-4d2b-883f-0016d3cca427' } },
    errors: [...FILE_ERRORS, 507],
  },
  inspectModel: {
    method: 'POST',
    path: '/models/inspect',
    tag: 'Models',
    summary: 'What a file with a model holds',
    description: 'Changes nothing.',
    parameters: [NAME],
    body: 'file',
    files: ARCHIVE,
    answer: { description: 'Its kind, its files, its manifest, and what would be otherwise than in the file.' },
    errors: [...FILE_ERRORS],
  },
  predictWithModel: {
    method: 'POST',
    path: '/models/{id}/predict',
    tag: 'Models',
    summary: 'Ask a model',
    description: `The body is read by its Content-Type, the answer written by Accept. Mixtures and models of streams take JSON and CSV, text models texts and JSON, image models pictures and JSON. What a module of one’s own logged meanwhile is in the header ${LOG_HEADER}, as a list of lines in JSON: the newest, 16,000 characters at most.`,
    parameters: [MODEL_ID],
    body: {
      types: ['application/json', 'text/plain', 'text/csv', 'image/png', 'application/octet-stream'],
      example: { text: 'A warm, funny film.' },
    },
    answer: {
      description: 'What the model makes of it, as its kind has it.',
      json: 'anything',
      example: { score: 0.97 },
    },
    errors: [404, 406, 409, 413, 415, 422],
  },
  formatsOfModel: {
    method: 'GET',
    path: '/models/{id}/formats',
    tag: 'Models',
    summary: 'Formats in which a model can be had',
    parameters: [MODEL_ID],
    answer: { description: 'With the precisions of each.' },
    errors: [404],
  },
  costOfPrecision: {
    method: 'GET',
    path: '/models/{id}/cost',
    tag: 'Models',
    summary: 'What a precision costs',
    parameters: [MODEL_ID, PRECISION],
    answer: {
      description:
        'Bytes, and how many answers are others than in float32, of the model’s held-out data where it is here.',
    },
    errors: [404, 422],
  },
  exportLibraryModel: {
    method: 'GET',
    path: '/models/{id}/export',
    tag: 'Models',
    summary: 'A model as a file of another format',
    parameters: [
      MODEL_ID,
      { name: 'format', in: 'query', required: true, description: 'One of its formats.', example: 'archive' },
      PRECISION,
    ],
    answer: { description: 'The file.', type: 'application/octet-stream' },
    errors: [404, 409, 422],
  },
});
