// Routes: datasets of texts.

import { SPLITS } from '../datasets';
import { datasetNameSchema, fromReviewsSchema, importUrlSchema, splitSchema } from '../datasets-schemas';
import { TEXTS } from './files';
import { DONE, FILE_ERRORS, JSON_ERRORS, type RouteParameter, table } from './route';

const ID: RouteParameter = { name: 'id', in: 'path', description: 'A dataset’s id, from GET /reviews/datasets.' };
const NAME: RouteParameter = { name: 'name', in: 'query', description: 'Its name.' };
const STARTED = {
  description: 'The dataset’s id. GET /reviews/datasets says how far the import is, and when it has failed, why.',
  example: { id: '1b4e28ba-2fa1-4d2b-883f-0016d3cca427' },
};
const ACCEPTED =
  'A .tar.gz, .tar or .zip with folders pos and neg, within train, val and test or without, as aclImdb has them; or CSV, TSV, JSON lines or JSON, gzipped or not, in UTF-8, UTF-16 or Latin-1.';
const column = (name: string, what: string): RouteParameter => ({
  ...{ name, in: 'query' },
  description: `Position of the column with the ${what}, from 0; all found out by looking unless text is given.`,
});

export const DATASETS_ROUTES = table({
  datasets: {
    method: 'GET',
    path: '/reviews/datasets',
    tag: 'Datasets',
    summary: 'The datasets, and how the import stands',
    answer: {
      description: 'Newest first, with figures.',
      example: { datasets: [], importing: { phase: 'idle' }, exporting: null },
    },
  },
  datasetFromReviews: {
    method: 'POST',
    path: '/reviews/datasets',
    tag: 'Datasets',
    summary: 'Make a dataset of the labelled reviews',
    body: { schema: fromReviewsSchema, example: { name: 'My reviews', unlabelled: false } },
    answer: { description: 'Its id.', example: STARTED.example },
    errors: [...JSON_ERRORS, 507],
  },
  importDataset: {
    method: 'POST',
    path: '/reviews/datasets/import',
    tag: 'Datasets',
    summary: 'Import a file of texts',
    description: `${ACCEPTED} It is there whole or not at all.`,
    parameters: [
      NAME,
      {
        ...{ name: 'into', in: 'query', values: ['dataset', 'reviews'], example: 'dataset' },
        description: 'A dataset of its own, unless the texts are to join the reviews.',
      },
      column('text', 'texts'),
      column('label', 'labels'),
      column('split', 'parts'),
      {
        ...{ name: 'ref', in: 'query' },
        description:
          'Position of a column to keep and to export: what each text is called where it comes from, such as a ticket’s number.',
      },
      { name: 'positive', in: 'query', description: 'Values of the label’s column that mean positive, with commas.' },
      {
        ...{ name: 'negative', in: 'query' },
        description: 'Values that mean negative, with commas: others are no label then. Else all others mean negative.',
      },
    ],
    body: 'file',
    files: TEXTS,
    answer: STARTED,
    errors: [...FILE_ERRORS, 409, 507],
  },
  cancelImport: {
    method: 'DELETE',
    path: '/reviews/datasets/import',
    tag: 'Datasets',
    summary: 'Cancel the import; nothing of it stays',
    answer: DONE,
  },
  takeBackImport: {
    method: 'DELETE',
    path: '/reviews/datasets/import/reviews',
    tag: 'Datasets',
    summary: 'Take back what the last import brought to the reviews',
    description: 'With the labels they were given since. Until another import begins or the app is opened anew.',
    irreversible: true,
    answer: { description: 'How many reviews were deleted.', example: { removed: 1200 } },
    errors: [409],
  },
  importDatasetUrl: {
    method: 'POST',
    path: '/reviews/datasets/url',
    tag: 'Datasets',
    summary: 'Import a file that lies beside this app',
    description: 'Of the app’s own origin: its policy lets it ask no other.',
    body: { schema: importUrlSchema, example: { url: 'data/reviews.csv', name: 'Reviews' } },
    answer: STARTED,
    errors: [...JSON_ERRORS, 409, 507],
  },
  peekDataset: {
    method: 'POST',
    path: '/reviews/datasets/peek',
    tag: 'Datasets',
    summary: 'What a file seems to hold',
    description: `${ACCEPTED} Changes nothing.`,
    body: 'file',
    files: TEXTS,
    answer: {
      description: 'Columns with examples, and which of them are taken for what; or examples of the texts.',
      example: { kind: 'texts', format: 'tar.gz', examples: ['A warm, funny film.'] },
    },
    errors: [...FILE_ERRORS],
  },
  datasetRows: {
    method: 'GET',
    path: '/reviews/datasets/{id}/rows',
    tag: 'Datasets',
    summary: 'Rows of a dataset',
    parameters: [
      ID,
      { name: 'offset', in: 'query', description: 'How many to pass over.', example: '0' },
      { name: 'limit', in: 'query', description: 'How many, 100 unless said, 1,000 at most.', example: '100' },
      { name: 'split', in: 'query', description: 'Of one part only.', values: SPLITS },
      { name: 'label', in: 'query', description: 'Of one label only.', values: ['0', '1', 'none'] },
      { name: 'search', in: 'query', description: 'Part of the text, whatever its case.' },
    ],
    answer: {
      description: 'A page of them, and how many match.',
      example: {
        total: 1,
        rows: [{ index: 0, name: 'train/pos/0_9.txt', text: 'A joy.', label: 1, rating: 9, split: 'train' }],
      },
    },
    errors: [404, 422],
  },
  exportDataset: {
    method: 'GET',
    path: '/reviews/datasets/{id}/export',
    tag: 'Datasets',
    summary: 'A dataset as a file',
    parameters: [
      ID,
      {
        ...{ name: 'format', in: 'query', values: ['archive', 'csv', 'jsonl'], example: 'archive' },
        description: 'archive, unless said: a .tar.gz laid out as aclImdb.',
      },
    ],
    answer: { description: 'The file.', type: 'application/gzip' },
    errors: [404, 409],
  },
  cancelDatasetExport: {
    method: 'DELETE',
    path: '/reviews/datasets/export',
    tag: 'Datasets',
    summary: 'Give up what is being exported',
    description: 'The export answers 409.',
    answer: DONE,
  },
  splitDataset: {
    method: 'POST',
    path: '/reviews/datasets/{id}/splits',
    tag: 'Datasets',
    summary: 'Part a dataset anew',
    description:
      'Seeded; the same share of each label in each part, and equal texts always in one. Not while a run or a retraining uses it.',
    parameters: [ID],
    body: { schema: splitSchema, example: { train: 0.8, validation: 0.1, test: 0.1, seed: 1, keepTest: false } },
    answer: { description: 'The dataset with its figures.' },
    errors: [...JSON_ERRORS, 404, 409, 507],
  },
  renameDataset: {
    method: 'PATCH',
    path: '/reviews/datasets/{id}',
    tag: 'Datasets',
    summary: 'Rename a dataset',
    parameters: [ID],
    body: { schema: datasetNameSchema, example: { name: 'Films' } },
    answer: DONE,
    errors: [...JSON_ERRORS, 404, 507],
  },
  deleteDataset: {
    method: 'DELETE',
    path: '/reviews/datasets/{id}',
    tag: 'Datasets',
    summary: 'Delete a dataset',
    irreversible: true,
    parameters: [ID],
    answer: DONE,
    errors: [404],
  },
});
