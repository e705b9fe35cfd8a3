// Routes: training runs. Those of the training service keep its names, bodies and words (start, stop, status, configs,
// trained_models, datasets, metrics); the others are what the Runs page can do beside.

import { changeRunsSchema, runIdsSchema, startTrainingSchema } from '../training-schemas';
import { CSV } from './files';
import { DONE, FILE_ERRORS, JSON_ERRORS, type RouteParameter, table } from './route';

const RUN_ID = '2026-01-31_12-00-00';
const RUN: RouteParameter = {
  ...{ name: 'run_id', in: 'path', example: RUN_ID },
  description: 'From GET /training/metrics/runs.',
};
const MODEL: RouteParameter = {
  name: 'id',
  in: 'path',
  description: 'A model’s id, from GET /training/trained_models.',
};
const COLUMNS = ['epoch', 'step', 'train_loss', 'val_loss', 'val_acc'];
const CSV_FILE = `api/training/runs/${RUN_ID}/metrics.csv`;
const METRICS = {
  ...{ run_id: RUN_ID, available_columns: COLUMNS, total_rows: 2, max_epoch: 0, max_step: 24 },
  data: [
    { epoch: 0, step: 0, train_loss: 2.3, val_loss: null, val_acc: null },
    { epoch: 0, step: 24, train_loss: null, val_loss: 2.1, val_acc: 0.1 },
  ],
  ...{ csv_file: CSV_FILE, last_modified: '2026-01-31T12:00:05.000Z' },
};
const METRICS_ANSWER = {
  description: 'Its rows, in order; null where a row has no value. csv_file is where the same is to be had as a file.',
  example: METRICS,
};
const STATUS = { status: 'running', run_id: RUN_ID, phase: 'running', epoch: 1, epochs: 10, step: 20, steps: 250 };

export const TRAINING_ROUTES = table({
  startTraining: {
    method: 'POST',
    path: '/training/start',
    tag: 'Training',
    summary: 'Start a run from a configuration',
    description:
      'One run at a time over all tabs: while another is on, 409 with its id as the detail run_id, or, where asked, a place in the queue.',
    body: {
      schema: startTrainingSchema,
      example: {
        ...{ config_name: 'image-cnn.yaml', model_name: 'Digits', train_data_dir: 'data/Drawn digits/train' },
        ...{ test_data_dir: 'data/Drawn digits/test', overrides: ['trainer.epochs=2'] },
      },
    },
    answer: {
      description: 'It has begun (started), or waits (queued).',
      example: { status: 'started', run_id: RUN_ID },
    },
    errors: [...JSON_ERRORS, 404, 409, 507],
  },
  stopTraining: {
    method: 'POST',
    path: '/training/stop',
    tag: 'Training',
    summary: 'Stop the run that is on',
    description: 'It ends its step, keeps its best and last state, and can be gone on with.',
    answer: {
      description: 'stopped, or not_running where none was on.',
      example: { status: 'stopped', run_id: RUN_ID },
    },
    errors: [507],
  },
  trainingStatus: {
    method: 'GET',
    path: '/training/status',
    tag: 'Training',
    summary: 'Whether a run is on, and how far it is',
    answer: {
      description:
        'status is running, not_running, or “error: …” where the latest run failed; with progress while one is on.',
      example: STATUS,
    },
  },
  trainingConfigs: {
    method: 'GET',
    path: '/training/configs',
    tag: 'Training',
    summary: 'The configurations there are',
    answer: {
      description: 'File names, and what each says of itself.',
      example: { available_configs: ['image-cnn.yaml'], configs: [] },
    },
  },
  trainedModels: {
    method: 'GET',
    path: '/training/trained_models',
    tag: 'Training',
    summary: 'Models that runs made',
    answer: {
      description: 'Where each is to be had as a file, and what is known of it.',
      example: { model_paths: ['api/training/models/1b4e28ba/export'], models_info: [] },
    },
  },
  trainingDatasets: {
    method: 'GET',
    path: '/training/datasets',
    tag: 'Training',
    summary: 'Datasets with parts to train on and to test on',
    answer: {
      description:
        'Those with the parts train and test, val where there is one. The paths, null too, are what POST /training/start takes.',
      example: {
        datasets: [
          {
            ...{ dataset_name: 'Drawn digits', train_path: 'data/Drawn digits/train' },
            ...{ test_path: 'data/Drawn digits/test', val_path: null, dataset_base_path: 'data/Drawn digits' },
          },
        ],
      },
    },
  },
  latestMetrics: {
    method: 'GET',
    path: '/training/metrics/latest',
    tag: 'Training',
    summary: 'Metrics of the latest run that has any',
    answer: METRICS_ANSWER,
    errors: [404],
  },
  metricsRuns: {
    method: 'GET',
    path: '/training/metrics/runs',
    tag: 'Training',
    summary: 'The runs there are, newest first',
    answer: {
      description:
        'A list. status is completed for a run that ended, however it did, and in_progress for one that is on, waits, or was interrupted and can go on. has_metrics says whether it has any rows.',
      json: 'list',
      example: [
        {
          ...{ run_id: RUN_ID, created_at: '2026-01-31T12:00:00.000Z', modified_at: '2026-01-31T12:00:05.000Z' },
          ...{ status: 'completed', has_metrics: true, metrics_file: CSV_FILE },
        },
      ],
    },
  },
  runMetrics: {
    method: 'GET',
    path: '/training/metrics/runs/{run_id}',
    tag: 'Training',
    summary: 'Metrics of a run',
    parameters: [RUN],
    answer: METRICS_ANSWER,
    errors: [404],
  },
  runSummary: {
    method: 'GET',
    path: '/training/metrics/runs/{run_id}/summary',
    tag: 'Training',
    summary: 'Best and final values of a run',
    parameters: [RUN],
    answer: {
      description:
        'best: largest of accuracies and areas, smallest of losses and errors. final: the last value of each column. total_epochs and total_steps are the highest number in the column, which is counted from 0.',
      example: {
        ...{ run_id: RUN_ID, total_epochs: 9, total_steps: 249 },
        best_metrics: { best_train_loss: 0.05, best_val_loss: 0.08, best_val_acc: 0.95 },
        final_metrics: { epoch: 9, step: 249, train_loss: 0.06, val_loss: 0.09, val_acc: 0.94 },
        available_columns: COLUMNS,
      },
    },
    errors: [404],
  },

  trainingState: {
    method: 'GET',
    path: '/training',
    tag: 'Training',
    summary: 'The run that is on, those that wait, and those that were interrupted',
    answer: { description: 'As the Runs page sees it.', example: { active: null, queue: [], interrupted: [] } },
  },
  runs: {
    method: 'GET',
    path: '/training/runs',
    tag: 'Training',
    summary: 'All runs, with best and final values',
    answer: { description: 'Newest first.', example: { runs: [] } },
  },
  changeRuns: {
    method: 'PATCH',
    path: '/training/runs',
    tag: 'Training',
    summary: 'Rename, note, tag or archive runs',
    body: { schema: changeRunsSchema, example: { ids: [RUN_ID], tags: ['baseline'], archived: false } },
    answer: DONE,
    errors: [...JSON_ERRORS, 404, 507],
  },
  deleteRuns: {
    method: 'DELETE',
    path: '/training/runs',
    tag: 'Training',
    summary: 'Delete runs with their metrics, checkpoints and models',
    irreversible: true,
    body: { schema: runIdsSchema, example: { ids: [RUN_ID] } },
    answer: DONE,
    errors: [...JSON_ERRORS, 404, 409],
  },
  importRun: {
    method: 'POST',
    path: '/training/runs/import',
    tag: 'Training',
    summary: 'Add a metrics.csv of Lightning’s, to compare with',
    parameters: [{ name: 'name', in: 'query', description: 'What the run is called.' }],
    body: 'file',
    files: CSV,
    answer: { description: 'The run’s id.', example: { run_id: RUN_ID } },
    errors: [...FILE_ERRORS, 507],
  },
  run: {
    method: 'GET',
    path: '/training/runs/{run_id}',
    tag: 'Training',
    summary: 'A run, with its configuration, checkpoints and models',
    parameters: [RUN],
    answer: { description: 'All that is known of it but its rows.' },
    errors: [404],
  },
  resumeRun: {
    method: 'POST',
    path: '/training/runs/{run_id}/resume',
    tag: 'Training',
    summary: 'Go on with a run that was stopped or interrupted',
    parameters: [RUN],
    answer: { description: 'It goes on from its last checkpoint.', example: { status: 'started', run_id: RUN_ID } },
    errors: [404, 409],
  },
  unqueueRun: {
    method: 'DELETE',
    path: '/training/queue/{run_id}',
    tag: 'Training',
    summary: 'Take a run that waits out of the queue',
    parameters: [RUN],
    answer: DONE,
    errors: [404, 409],
  },
  runSeries: {
    method: 'GET',
    path: '/training/runs/{run_id}/series',
    tag: 'Training',
    summary: 'A run’s metrics column by column, for charts',
    parameters: [
      RUN,
      { name: 'places', in: 'query', description: 'Rows a column at most, 1,000 unless said.', example: '100' },
      { name: 'columns', in: 'query', description: 'Names with commas; all if left out.' },
    ],
    answer: { description: 'Lists of one length in each column; null for what is no number.' },
    errors: [404, 422],
  },
  runCsv: {
    method: 'GET',
    path: '/training/runs/{run_id}/metrics.csv',
    tag: 'Training',
    summary: 'A run’s metrics as Lightning writes them',
    parameters: [RUN],
    answer: { description: 'epoch, step and the columns; blank where a row has no value.', type: 'text/csv' },
    errors: [404],
  },
  runTensorBoard: {
    method: 'GET',
    path: '/training/runs/{run_id}/tensorboard',
    tag: 'Training',
    summary: 'A run as a folder that TensorBoard reads',
    parameters: [RUN],
    answer: {
      description: 'A .tar with one event file: scalars, histograms, the configuration.',
      type: 'application/x-tar',
    },
    errors: [404],
  },
  runEvaluation: {
    method: 'GET',
    path: '/training/runs/{run_id}/evaluation',
    tag: 'Training',
    summary: 'How an image model did, class by class',
    parameters: [RUN],
    answer: { description: 'Figures of each class, the confusion matrix row by row, and what it got most wrong.' },
    errors: [404],
  },
  useTrainedModel: {
    method: 'POST',
    path: '/training/models/{id}/use',
    tag: 'Training',
    summary: 'Take a model to the page that uses its kind',
    parameters: [MODEL],
    answer: { description: 'Which page.', example: { hash: '#/reviews' } },
    errors: [404, 409, 507],
  },
  exportTrainedModel: {
    method: 'GET',
    path: '/training/models/{id}/export',
    tag: 'Training',
    summary: 'A model as a file',
    description: 'A model archive, which POST /models/archive takes in; of a mixture its parameters as JSON.',
    parameters: [
      MODEL,
      { name: 'format', in: 'query', description: 'One of the model’s formats; the first if left out.' },
    ],
    answer: { description: 'The file.', type: 'application/octet-stream' },
    errors: [404, 409, 422],
  },
  deleteTrainedModel: {
    method: 'DELETE',
    path: '/training/models/{id}',
    tag: 'Training',
    summary: 'Delete a model',
    irreversible: true,
    parameters: [MODEL],
    answer: DONE,
    errors: [404],
  },
  controlTraining: {
    method: 'POST',
    path: '/training/{command}',
    tag: 'Training',
    summary: 'Pause the run, or have it go on',
    parameters: [
      {
        ...{ name: 'command', in: 'path', values: ['pause', 'play'], example: 'pause' },
        description: 'play goes on with a run that was paused.',
      },
    ],
    answer: { description: 'How it stands.', example: { ...STATUS, phase: 'paused' } },
    errors: [404, 409],
  },
});
