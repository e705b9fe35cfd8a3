// What the routes of training do: calls of the service, answered with the names and words of the training service.

import type { ConfigKind } from '../../wire/configs';
import { ServiceError } from '../../wire/errors';
import { fileStem } from '../../wire/file-stem';
import type { TRAINING_ROUTES } from '../../wire/routes/training';
import type { ExportedFile, RunRows, RunSummary, RunsState, TrainedModel } from '../../wire/runs';
import type { Service } from '../../wire/service';
import type { StartTraining } from '../../wire/training-schemas';
import { asNamed, hasStopped } from './errors';
import type { Handlers } from './handlers';
import { countIn } from './query';

const OK = { status: 'ok' } as const;
const UNNAMED = 'metrics.csv';
const MAX_PLACES = 10_000;
const DEFAULT_PLACES = 1000;
/** Phases from which a run does not go on by itself, nor waits to. */
const ENDED: readonly RunSummary['phase'][] = ['stopped', 'completed', 'failed', 'imported'];

export const TRAINING_HANDLERS: Pick<Handlers, keyof typeof TRAINING_ROUTES> = {
  startTraining: async ({ service, body }) => {
    const starting = service.runs.start({
      config: { id: body.config_name },
      overrides: overridesOf(body),
      ...{ name: body.model_name ?? undefined, tags: body.tags, when_busy: body.when_busy },
    });
    const run_id = await asNamed(starting, namesOf(body));
    const { queue } = await service.runs.state();
    return { status: queue.some(({ id }) => id === run_id) ? 'queued' : 'started', run_id };
  },
  stopTraining: async ({ service }) => {
    const { active } = await service.runs.state();
    const stopped = active !== null && (await hasStopped(service.runs.control('stop', active.id)));
    return stopped ? { status: 'stopped', run_id: active.id } : { status: 'not_running' };
  },
  trainingStatus: ({ service }) => statusOf(service),
  trainingConfigs: async ({ service }) => {
    const configs = await service.configs.list();
    return { available_configs: configs.map(({ file_name }) => file_name), configs };
  },
  trainedModels: async ({ service }) => {
    const [models, runs] = await Promise.all([service.runs.models(), service.runs.list()]);
    const runOf = new Map(runs.map((run) => [run.id, run]));
    return {
      model_paths: models.map(pathOf),
      models_info: models.map((model) => infoOf(model, runOf.get(model.run))),
    };
  },
  trainingDatasets: async ({ service }) => ({ datasets: await datasetsOf(service) }),
  latestMetrics: async ({ service }) => {
    const measured = (await service.runs.list()).filter(({ columns }) => columns.length > 0);
    const [latest] = measured.toSorted((a, b) => b.modified_at.localeCompare(a.modified_at));
    if (!latest) throw new ServiceError('not_found', 'No training runs found');
    return metricsOf(await service.runs.rows(latest.id));
  },
  metricsRuns: async ({ service }) => (await service.runs.list()).map(listed),
  runMetrics: async ({ service, parameter }) => metricsOf(await service.runs.rows(parameter('run_id'))),
  runSummary: async ({ service, parameter }) => {
    const { id, max_epoch, max_step, best_metrics, final_metrics, columns } = await service.runs.run(
      parameter('run_id'),
    );
    const places = {
      ...(max_epoch === null ? {} : { epoch: max_epoch }),
      ...(max_step === null ? {} : { step: max_step }),
    };
    return {
      ...{ run_id: id, total_epochs: max_epoch ?? 0, total_steps: max_step ?? 0, best_metrics },
      final_metrics: { ...places, ...final_metrics },
      available_columns: [...Object.keys(places), ...columns],
    };
  },

  trainingState: ({ service }) => service.runs.state(),
  runs: async ({ service }) => ({ runs: await service.runs.list() }),
  changeRuns: async ({ service, body: { ids, ...change } }) => {
    await service.runs.update(ids, change);
    return OK;
  },
  deleteRuns: async ({ service, body }) => {
    await service.runs.remove(body.ids);
    return OK;
  },
  importRun: async ({ service, body, parameter }) => ({
    run_id: await service.runs.importCsv(parameter('name') || UNNAMED, body),
  }),
  run: ({ service, parameter }) => service.runs.run(parameter('run_id')),
  resumeRun: async ({ service, parameter }) => {
    await service.runs.resume(parameter('run_id'));
    return { status: 'started', run_id: parameter('run_id') };
  },
  unqueueRun: async ({ service, parameter }) => {
    await service.runs.unqueue(parameter('run_id'));
    return OK;
  },
  runSeries: async ({ service, parameter }) => {
    const { columns, ...series } = await service.runs.series({
      id: parameter('run_id'),
      columns: parameter('columns') === '' ? undefined : parameter('columns').split(','),
      places: countIn(parameter, 'places', { least: 1, most: MAX_PLACES, otherwise: DEFAULT_PLACES }),
    });
    return {
      ...series,
      columns: columns.map(({ name, step, epoch, time, value }) => ({
        name,
        ...{ step: [...step], epoch: [...epoch], time: [...time], value: [...value] },
      })),
    };
  },
  runCsv: async ({ service, parameter }) => named(await service.runs.export(parameter('run_id'), 'csv')),
  runTensorBoard: async ({ service, parameter }) =>
    named(await service.runs.export(parameter('run_id'), 'tensorboard')),
  runEvaluation: async ({ service, parameter }) => {
    const report = await service.runs.evaluation(parameter('run_id'));
    if (!report) throw new ServiceError('not_found', `Run ${parameter('run_id')} has no evaluation of an image model.`);
    const classes = report.classes.length;
    const row = (i: number) => [...report.confusion.subarray(i * classes, (i + 1) * classes)];
    return { ...report, confusion: report.classes.map((_, i) => row(i)) };
  },
  useTrainedModel: ({ service, parameter }) => service.runs.use(parameter('id')),
  exportTrainedModel: async ({ service, parameter }) => {
    const model = await modelOf(service, parameter('id'));
    const { format, inLibrary } = LEAVES_AS[model.kind];
    checkFormat(parameter('format') || format, format);
    const { file } = await service.library.exportModel(model.id, inLibrary, 'float32');
    return named({ name: `${fileStem(model.name, 'run')}-${fileStem(model.id, 'model')}.${format}`, file });
  },
  deleteTrainedModel: async ({ service, parameter }) => {
    await service.runs.removeModel(parameter('id'));
    return OK;
  },
  controlTraining: async ({ service, parameter }) => {
    // One of these: the door checks parameters that have values.
    await service.runs.control(parameter('command') as 'pause' | 'play');
    return statusOf(service);
  },
};

/** For saving under its name. */
function named({ name, file }: ExportedFile): File {
  return new File([file], name, { type: file.type });
}

const FOLDERS = ['train_data_dir', 'val_data_dir', 'test_data_dir'] as const;

/** Folders that were named, as overrides of the configuration: a text in quotes is YAML. */
function overridesOf(body: StartTraining): string[] {
  const folders = FOLDERS.flatMap((key) => {
    const folder = body[key] ?? null;
    return folder === null ? [] : [`data.${key}=${JSON.stringify(folder)}`];
  });
  return [...folders, ...(body.overrides ?? [])];
}

/** What the service calls the configuration, and the folders that the request named. */
function namesOf(body: StartTraining): ReadonlyMap<string, string> {
  const given = FOLDERS.filter((key) => (body[key] ?? null) !== null);
  return new Map([['id', 'config_name'], ...given.map((key) => [`data.${key}`, key] as const)]);
}

async function statusOf(service: Service) {
  const { active, ended }: RunsState = await service.runs.state();
  if (active) return { ...active, status: 'running', run_id: active.id };
  if (ended?.phase === 'failed') return { status: `error: ${ended.message}`, run_id: ended.id };
  return { status: 'not_running' };
}

/** Where a run's rows are to be had as a file, below the app. */
const csvOf = (id: string) => `api/training/runs/${id}/metrics.csv`;
const pathOf = ({ id }: TrainedModel) => `api/training/models/${id}/export`;

function metricsOf({ run_id, columns, rows, max_epoch, max_step, last_modified }: RunRows) {
  return {
    ...{ run_id, available_columns: columns, total_rows: rows.length },
    ...{ max_epoch: max_epoch ?? 0, max_step: max_step ?? 0, data: rows },
    ...{ csv_file: csvOf(run_id), last_modified },
  };
}

function listed({ id, created_at, modified_at, phase, columns }: RunSummary) {
  const has_metrics = columns.length > 0;
  // However it ended, with metrics or without: nothing more comes of it by itself.
  const status = ENDED.includes(phase) ? 'completed' : 'in_progress';
  return { run_id: id, created_at, modified_at, status, has_metrics, metrics_file: has_metrics ? csvOf(id) : null };
}

function infoOf(model: TrainedModel, run: RunSummary | undefined) {
  const ofPart = (test: boolean) =>
    Object.fromEntries(Object.entries(model.metrics).filter(([name]) => name.startsWith('test_') === test));
  return {
    ...{ run_id: model.run, model_name: model.name, model_path: pathOf(model) },
    ...{ dataset_name: run?.dataset ?? '', config_name: run?.config ?? '' },
    ...{ train_metrics: ofPart(false), test_metrics: ofPart(true) },
    ...{ id: model.id, kind: model.kind, role: model.role, epoch: model.epoch, step: model.step },
    ...{ bytes: model.bytes, created_at: model.created_at, formats: [LEAVES_AS[model.kind].format] },
  };
}

const ARCHIVE = { format: 'tar.gz', inLibrary: 'archive' } as const;

/** What a model comes as here, and what the library calls that. */
const LEAVES_AS: Readonly<Record<ConfigKind, { readonly format: string; readonly inLibrary: string }>> = {
  mixture: { format: 'json', inLibrary: 'sklearn' },
  text: ARCHIVE,
  image: ARCHIVE,
  stream: ARCHIVE,
};

function checkFormat(asked: string, format: string): void {
  if (asked === format) return;
  const message = `This model comes as ${format}, not “${asked}”.`;
  throw new ServiceError('invalid', message, [{ field: 'format', message }]);
}

async function modelOf(service: Service, id: string): Promise<TrainedModel> {
  const model = (await service.runs.models()).find((one) => one.id === id);
  if (model) return model;
  throw new ServiceError('not_found', `Model ${id} not found`);
}

async function datasetsOf(service: Service) {
  const [images, texts] = await Promise.all([service.images.state(), service.datasets.state()]);
  const sets = [
    ...images.sets.map(({ name, parts }) => ({ name, parts: parts.filter(({ n }) => n > 0).map(({ part }) => part) })),
    ...texts.datasets.map(({ name, figures }) => ({
      name,
      parts: figures.splits.map(({ split }) => (split === 'validation' ? 'val' : split)),
    })),
  ];
  const pathIn = (name: string, has: boolean, part: string) => (has ? `data/${name}/${part}` : null);
  return sets
    .filter(({ parts }) => parts.includes('train') && parts.includes('test'))
    .map(({ name, parts }) => ({
      ...{ dataset_name: name, dataset_base_path: `data/${name}` },
      ...{ train_path: `data/${name}/train`, test_path: `data/${name}/test` },
      val_path: pathIn(name, parts.includes('val'), 'val'),
    }));
}
