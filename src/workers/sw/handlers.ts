// What each route does: a call of the service, between JSON's arrays and the service's typed ones.

import type { z } from 'zod';
import type { Matrix } from '../../ml/gmm/types';
import { ServiceError } from '../../wire/errors';
import type { PredictRequest } from '../../wire/library';
import type { ROUTES, RouteId } from '../../wire/routes';
import type { FitCommand, Service } from '../../wire/service';
import { BATCH_HANDLERS } from './batch';
import { CONFIGS_HANDLERS } from './configs';
import { DATASETS_HANDLERS } from './datasets';
import { DRIFT_HANDLERS } from './drift';
import { IMAGES_HANDLERS } from './images';
import { LABELLING_HANDLERS } from './labelling';
import { LIBRARY_HANDLERS } from './library';
import { RETRAIN_HANDLERS } from './retrain';
import { REVIEWS_HANDLERS } from './reviews';
import { STREAM_HANDLERS } from './stream';
import { TRAINING_HANDLERS } from './training';

type BodyOf<R> = R extends { readonly body: { readonly schema: infer S extends z.ZodType } }
  ? z.output<S>
  : R extends { readonly body: { readonly types: readonly string[] } }
    ? PredictRequest
    : R extends { readonly body: 'file' }
      ? Blob
      : undefined;

export interface Call<K extends RouteId> {
  readonly service: Service;
  readonly body: BodyOf<(typeof ROUTES)[K]>;
  /** A parameter of the path or the query; '' when left out. */
  parameter(name: string): string;
}

/** Answers with something for JSON, with a file, or with an answer that is whole. */
type Handler<K extends RouteId> = (call: Call<K>) => Promise<unknown>;

/** `openapi` is answered by the door itself. */
export type Handlers = { readonly [K in Exclude<RouteId, 'openapi'>]: Handler<K> };

const OK = { status: 'ok' } as const;
const DEFAULT_LEVEL = 0.01;

export const HANDLERS: Handlers = {
  ping: ({ service }) => service.ping(),

  train: ({ service, body }) => service.points.train(body),
  update: ({ service, body }) => service.points.update(body),
  clear: async ({ service }) => {
    await service.points.clear();
    return { status: 'cleared' };
  },
  sample: async ({ service, body }) => {
    const { n, seed = randomSeed(), add = false } = body;
    return { samples: toRows(await service.points.sample(n, seed, add)), seed };
  },
  parameters: ({ service }) => service.points.parameters(),
  score: async ({ service, body }) => {
    const { log_density, labels, responsibilities, outlier } = await service.points.score(toMatrix(body.points));
    return {
      log_density: [...log_density],
      labels: [...labels],
      responsibilities: splitRows(responsibilities, labels.length),
      outlier: [...outlier].map((flag) => flag === 1),
    };
  },
  inspect: ({ service, body }) => service.points.inspect(body.point, body.level ?? DEFAULT_LEVEL),

  readPoints: async ({ service }) => {
    const { n, d, columns, rev, ...matrix } = await service.points.points();
    return { n, d, columns, rev, points: toRows({ n, d, ...matrix }) };
  },
  addPoints: async ({ service, body }) => {
    await service.points.add(toMatrix(body.points));
    return dataset(service);
  },
  replacePoints: async ({ service, body }) => {
    const matrix = toMatrix(body.points);
    const columns = body.columns ?? Array.from({ length: matrix.d }, (_, i) => `x${i + 1}`);
    await service.points.replace({ ...matrix, columns, source: body.source ?? 'API' });
    return dataset(service);
  },
  movePoints: async ({ service, body }) => {
    await service.points.move(Uint32Array.from(body.indices), toMatrix(body.points));
    return dataset(service);
  },
  removePoints: async ({ service, body }) => {
    // The service removes what there is; a position past the end is the caller's mistake.
    const { n } = await dataset(service);
    const at = body.indices.findIndex((index) => index >= n);
    if (at >= 0) throw noPoint(at, body.indices[at] ?? 0, n);
    await service.points.remove(Uint32Array.from(body.indices));
    return dataset(service);
  },
  undo: async ({ service }) => {
    await service.points.undo();
    return OK;
  },
  redo: async ({ service }) => {
    await service.points.redo();
    return OK;
  },
  assignment: async ({ service }) => {
    const found = await service.points.assignment();
    if (!found) throw new ServiceError('not_found', 'There is no model yet: train one first.');
    const shares = Array.from(found.responsibilities, (byte) => byte / 255);
    return { ...found, labels: [...found.labels], responsibilities: splitRows(shares, found.labels.length) };
  },
  csv: ({ service, parameter }) => service.points.exportCsv(parameter('responsibilities') === 'true'),

  state: ({ service }) => service.points.state().then(readable),
  setOptions: async ({ service, body }) => {
    await service.points.setOptions(body);
    return (await service.points.state()).options;
  },
  speed: async ({ service, body }) => {
    await service.points.setSpeed(body.iterations_per_second);
    return OK;
  },
  control: async ({ service, parameter }) => {
    // One of these: the door checks parameters that have values.
    await service.points.control(parameter('command') as FitCommand);
    return (await service.points.state()).fit;
  },
  select: ({ service, body }) => service.points.select(body),

  loadModel: async ({ service, parameter }) => {
    await service.models.loadMixture(parameter('id'));
    return OK;
  },
  ...LIBRARY_HANDLERS,

  ...REVIEWS_HANDLERS,
  ...DRIFT_HANDLERS,
  ...RETRAIN_HANDLERS,
  ...LABELLING_HANDLERS,
  ...DATASETS_HANDLERS,
  ...BATCH_HANDLERS,
  ...STREAM_HANDLERS,
  ...TRAINING_HANDLERS,
  ...CONFIGS_HANDLERS,
  ...IMAGES_HANDLERS,

  compute: ({ service }) => service.compute.state(),
  setBackend: ({ service, body }) => service.compute.setOverride(body.backend),
  measure: ({ service }) => service.compute.measureAgain(),
  storage: ({ service }) => service.data.state(),
  backup: ({ service }) => service.data.backup(),
  backupState: ({ service }) => service.data.backupState(),
  cancelBackup: async ({ service }) => {
    await service.data.cancelBackup();
    return OK;
  },
  inspectBackup: ({ service, body }) => service.data.inspectBackup(body),
  restore: async ({ service, body }) => {
    await service.data.restore(body);
    return { status: 'restored' };
  },
  deleteEverything: async ({ service }) => {
    await service.data.deleteEverything();
    return { status: 'deleted' };
  },
};

async function dataset(service: Service) {
  return (await service.points.state()).dataset;
}

function noPoint(at: number, index: number, n: number): ServiceError {
  const message = `There is no point ${index}; there are ${n}.`;
  return new ServiceError('invalid', message, [{ field: `indices.${at}`, message }]);
}

function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

// ---------------------------------------------------------------- arrays

/** Rows already checked: all of one length. */
function toMatrix(rows: readonly (readonly number[])[]): Matrix {
  const n = rows.length;
  const d = rows[0]?.length ?? 0;
  const data = new Float64Array(n * d);
  rows.forEach((row, i) => {
    for (let j = 0; j < d; j++) data[i * d + j] = row[j] ?? 0;
  });
  return { data, n, d };
}

function toRows({ data, n }: Matrix): number[][] {
  return splitRows(data, n);
}

/** A flat list as n rows. */
function splitRows(flat: ArrayLike<number>, n: number): number[][] {
  const width = n > 0 ? flat.length / n : 0;
  return Array.from({ length: n }, (_row, i) => Array.from({ length: width }, (_value, j) => flat[i * width + j] ?? 0));
}

/** JSON would write typed arrays as objects. */
function readable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, item: unknown) =>
      ArrayBuffer.isView(item) && !(item instanceof DataView) ? Array.from(item as Float64Array) : item,
    ),
  );
}
