// Routes: a model over many texts of a dataset, in the background.

import { batchSchema } from '../batch-schemas';
import { DONE, JSON_ERRORS, table } from './route';

const THRESHOLD = {
  name: 'threshold',
  in: 'query',
  description: 'Scores at or above it are called positive; 0.5 unless said.',
  example: '0.5',
} as const;

const REPORT = {
  description:
    'Figures of the positive label at the threshold (null where n, the number of texts with a label, is 0), and the results in the dataset’s order, at most 1,000. interval: of the accuracy, 95 %, Wilson. learnt: how many of those drawn the model has learnt from, which makes it look better than it is. foreign: how many of those scored seem not to be in English, which the models of the app learnt alone; null for models that cannot tell (Nano, and those that did not begin with English reviews), and where a batch of an earlier version did not count.',
  example: {
    model: 'Base',
    dataset: 'aclImdb',
    learnt: 0,
    foreign: 0,
    n: 200,
    accuracy: 0.92,
    interval: [0.874, 0.95],
    precision: 0.91,
    recall: 0.93,
    f1: 0.92,
    auc: 0.97,
    confusion: { tp: 93, fp: 9, tn: 91, fn: 7 },
    ece: 0.03,
    threshold: 0.5,
    results: [{ name: 'test/pos/0_10.txt', label: 1, predicted: 1, score: 0.98 }],
    truncated: false,
  },
} as const;

export const BATCH_ROUTES = table({
  startBatch: {
    method: 'POST',
    path: '/reviews/batch',
    tag: 'Reviews',
    summary: 'Score many texts of a dataset',
    description:
      'num_files texts drawn at random from each label (all of them unless said) of a dataset by its id or name, by the serving model or another. split takes one part alone: test, for an honest word on a model. Texts without a label are scored where none has one, or when labelled is false. Answers when it is done; with wait false at once, with the state: for thousands of texts, which take minutes. The dataset “reviews” stands for the reviews kept on the page.',
    body: { schema: batchSchema, example: { dataset: 'reviews', num_files: 100 } },
    answer: REPORT,
    errors: [...JSON_ERRORS, 404, 409, 507],
  },
  batch: {
    method: 'GET',
    path: '/reviews/batch',
    tag: 'Reviews',
    summary: 'How the batch stands',
    answer: { description: 'Its phase, how far it is, how fast, and how long yet.' },
  },
  batchReport: {
    method: 'GET',
    path: '/reviews/batch/report',
    tag: 'Reviews',
    summary: 'Figures of what the batch has scored so far',
    parameters: [THRESHOLD],
    answer: REPORT,
    errors: [404, 422],
  },
  exportBatch: {
    method: 'GET',
    path: '/reviews/batch/export',
    tag: 'Reviews',
    summary: 'What the batch has scored, as CSV',
    description:
      'name, label, predicted, score, text, ref (what it is called where it comes from). Cells that a spreadsheet would run begin with an apostrophe.',
    parameters: [THRESHOLD],
    answer: { description: 'The file.', type: 'text/csv' },
    errors: [404, 409, 422],
  },
  cancelBatchExport: {
    method: 'DELETE',
    path: '/reviews/batch/export',
    tag: 'Reviews',
    summary: 'Give up the CSV that is being written',
    description: 'The export answers 409. How far one is, is told with how the batch stands.',
    answer: DONE,
  },
  controlBatch: {
    method: 'POST',
    path: '/reviews/batch/{command}',
    tag: 'Reviews',
    summary: 'Go on with the batch, pause it or cancel it',
    parameters: [
      {
        name: 'command',
        in: 'path',
        description: 'cancel forgets what was scored.',
        values: ['play', 'pause', 'cancel'],
        example: 'pause',
      },
    ],
    answer: DONE,
    errors: [404, 409],
  },
});
