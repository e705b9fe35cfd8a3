// Routes: a model that keeps learning. The first three keep the names and words of the training services they follow;
// the others are what the Stream page can do.

import { formatBytes } from '../../ml/bytes';
import { STREAM_LIMITS } from '../stream-limits';
import {
  annotateSchema,
  keepSchema,
  pushedSchema,
  streamChangesSchema,
  streamSpeedSchema,
  streamStartSchema,
} from '../stream-schemas';
import { TABLE } from './files';
import { DONE, FILE_ERRORS, JSON_ERRORS, type RouteParameter, table } from './route';

const RUN: RouteParameter = {
  ...{ name: 'run', in: 'query' },
  description: 'A run that was kept, by its id; the present one by its run_id, or if left out.',
};
const STATUS = {
  phase: 'running',
  run_id: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  ...{ batches: 120, examples: 3840, X_shape: [32, 3], y_shape: [32], queued: 0, rate: 210.5 },
  saved_at: '2026-01-31T12:00:00.000Z',
};
const STATUS_ANSWER = { description: 'How the run stands.', example: STATUS } as const;

const PUSHED = {
  X: [
    [0.2, 1.4, 3.1],
    [0.9, 0.1, 2.2],
  ],
  y: [0, 1],
};

export const STREAM_ROUTES = table({
  fineTune: {
    method: 'POST',
    path: '/fine-tune',
    tag: 'Stream',
    summary: 'Have the model learn from a batch',
    description: `Queued while another is being learnt; when the queue is full, 429 with Retry-After. While no run is on, one is begun or gone on with. At most ${STREAM_LIMITS.pushed_rows.toLocaleString('en')} rows, ${STREAM_LIMITS.pushed_columns.toLocaleString('en')} columns and ${formatBytes(STREAM_LIMITS.pushed_bytes)}; what is not in order is refused whole, with row and column, and changes nothing.`,
    body: { schema: pushedSchema, example: PUSHED, limit: STREAM_LIMITS.pushed_bytes },
    answer: {
      description: 'It is in the queue, and how many are.',
      example: { message: 'Fine-tuning triggered', queued: 1 },
    },
    errors: [...JSON_ERRORS, 429, 507],
  },
  modelStatus: {
    method: 'GET',
    path: '/model',
    tag: 'Stream',
    summary: 'Whether there is a model, and whether it learns',
    answer: {
      description: 'The message, and how the run stands.',
      example: { message: 'Model is ready and fine-tuning is active.', ...STATUS },
    },
    errors: [404],
  },
  shutdown: {
    method: 'POST',
    path: '/shutdown',
    tag: 'Stream',
    summary: 'Finish the batch, save the model and stop',
    description: 'Answers once it is saved. Goes on with POST /stream/start, or the next batch.',
    answer: { description: 'It is saved.', example: { message: 'Service shutting down and model saved.' } },
    errors: [507],
  },

  stream: {
    method: 'GET',
    path: '/stream',
    tag: 'Stream',
    summary: 'How the stream stands',
    answer: { description: 'Its configuration, run, metrics over the sliding window, detectors, files, kept runs.' },
  },
  streamStatus: {
    method: 'GET',
    path: '/stream/status',
    tag: 'Stream',
    summary: 'How the run stands, and no more',
    description: 'What start, stop, pause, play and step answer; all else is in GET /stream.',
    answer: STATUS_ANSWER,
  },
  configureStream: {
    method: 'PUT',
    path: '/stream/config',
    tag: 'Stream',
    summary: 'Choose source, learner and options',
    description: 'What is left out stays as it is.',
    body: {
      schema: streamChangesSchema,
      example: { source: { id: 'hyperplane', drift: { kind: 'gradual', position: 2000, width: 500 } }, replay: 500 },
    },
    answer: { description: 'The whole configuration.' },
    errors: [...JSON_ERRORS, 409, 507],
  },
  startStream: {
    method: 'POST',
    path: '/stream/start',
    tag: 'Stream',
    summary: 'Load the saved model, or train the initial one, and go on',
    description:
      'run_id says which run it is: the one before where it goes on, another where it begins anew (fresh, or another stream). Its metrics: GET /stream/series?run={run_id}, for as long as it is the present one.',
    body: {
      schema: streamStartSchema,
      example: { config: { source: { id: 'sea', seed: 7 } }, fresh: true },
      optional: true,
    },
    answer: STATUS_ANSWER,
    errors: [...JSON_ERRORS, 409, 507],
  },
  streamSpeed: {
    method: 'PUT',
    path: '/stream/speed',
    tag: 'Stream',
    summary: 'Choose how many batches a second',
    body: { schema: streamSpeedSchema, example: { batches_per_second: 10 } },
    answer: DONE,
    errors: [...JSON_ERRORS],
  },
  annotateStream: {
    method: 'POST',
    path: '/stream/annotate',
    tag: 'Stream',
    summary: 'Mark this place of the run with a word',
    body: { schema: annotateSchema, example: { text: 'New sensor' } },
    answer: DONE,
    errors: [...JSON_ERRORS, 409],
  },
  streamSeries: {
    method: 'GET',
    path: '/stream/series',
    tag: 'Stream',
    summary: 'The run’s metrics, batch by batch or summed up',
    parameters: [
      RUN,
      { name: 'from', in: 'query', description: 'The first batch, from 0.', example: '0' },
      { name: 'to', in: 'query', description: 'The batch after the last; all if left out.' },
      { name: 'places', in: 'query', description: 'Places at most, 1,000 unless said.', example: '100' },
    ],
    answer: {
      description: 'Lists of one length; null: not known. Detections, changes of the concept, and notes, by batch.',
      example: {
        ...{
          batch: [0],
          loss: [0.69],
          score: [0.53],
          learning_rate: [0.01],
          grad_norm: [0.8],
          rate: [210],
          queued: [0],
        },
        ...{ total: 1, detections: [], drifts: [], notes: [] },
      },
    },
    errors: [404, 422],
  },
  streamMetrics: {
    method: 'GET',
    path: '/stream/metrics.csv',
    tag: 'Stream',
    summary: 'The run’s metrics as CSV',
    parameters: [RUN],
    answer: { description: 'RFC 4180, with a header.', type: 'text/csv' },
    errors: [404],
  },
  streamSurface: {
    method: 'GET',
    path: '/stream/surface',
    tag: 'Stream',
    summary: 'What the model predicts over a grid of the first two columns, all others at their mean',
    parameters: [{ name: 'cells', in: 'query', description: 'Along one side, 40 unless said.', example: '40' }],
    answer: {
      description:
        'Row by row from the lower left; with examples as x, y, target in turn. likeliest has each cell’s class where there are more than two, and values how likely it is.',
    },
    errors: [404, 422],
  },
  keepStream: {
    method: 'POST',
    path: '/stream/kept',
    tag: 'Stream',
    summary: 'Keep the run’s metrics under a name, to compare',
    body: { schema: keepSchema, example: { name: 'Without replay' } },
    answer: { description: 'Its id.', example: { id: '1b4e28ba-2fa1-4d2b-883f-0016d3cca427' } },
    errors: [...JSON_ERRORS, 409, 507],
  },
  deleteKeptStream: {
    method: 'DELETE',
    path: '/stream/kept/{id}',
    tag: 'Stream',
    summary: 'Delete a kept run’s metrics',
    irreversible: true,
    parameters: [{ name: 'id', in: 'path', description: 'From GET /stream.' }],
    answer: DONE,
    errors: [404],
  },
  addStreamFile: {
    method: 'POST',
    path: '/stream/files',
    tag: 'Stream',
    summary: 'Add a table to be streamed',
    description: 'CSV, TSV or JSON lines, replayed in its order by the source “file”.',
    parameters: [{ name: 'name', in: 'query', description: 'Its name.' }],
    body: 'file',
    files: TABLE,
    answer: {
      description: 'Its id, rows and columns.',
      example: {
        id: '1b4e28ba-2fa1-4d2b-883f-0016d3cca427',
        name: 'sensors.csv',
        rows: 2,
        columns: ['a', 'b'],
        bytes: 12,
      },
    },
    errors: [...FILE_ERRORS, 409, 507],
  },
  deleteStreamFile: {
    method: 'DELETE',
    path: '/stream/files/{id}',
    tag: 'Stream',
    summary: 'Delete a table',
    irreversible: true,
    parameters: [{ name: 'id', in: 'path', description: 'From GET /stream.' }],
    answer: DONE,
    errors: [404, 409],
  },
  stopStream: {
    method: 'POST',
    path: '/stream/stop',
    tag: 'Stream',
    summary: 'Finish the batch, save and stop',
    answer: STATUS_ANSWER,
    errors: [409],
  },
  resetStream: {
    method: 'POST',
    path: '/stream/reset',
    tag: 'Stream',
    summary: 'Forget the run and its model',
    irreversible: true,
    answer: STATUS_ANSWER,
  },
  controlStream: {
    method: 'POST',
    path: '/stream/{command}',
    tag: 'Stream',
    summary: 'Pause, go on, or learn one batch',
    parameters: [
      {
        ...{ name: 'command', in: 'path', values: ['pause', 'play', 'step'], example: 'pause' },
        description: 'step learns one batch and pauses.',
      },
    ],
    answer: STATUS_ANSWER,
    errors: [404, 409],
  },
});
