// What the stream's routes do: calls of the service.

import { ServiceError } from '../../wire/errors';
import type { STREAM_ROUTES } from '../../wire/routes/stream';
import { parseWith } from '../../wire/schemas';
import type { Service } from '../../wire/service';
import type { StreamConfig, StreamStatus } from '../../wire/stream';
import {
  type StreamChanges,
  seriesQuerySchema,
  streamConfigSchema,
  surfaceQuerySchema,
} from '../../wire/stream-schemas';
import { hasStopped } from './errors';
import type { Handlers } from './handlers';
import { numberIn } from './query';

const OK = { status: 'ok' } as const;
const UNNAMED = 'Table';
/** Phases in which what comes in is learnt. */
const LEARNS: readonly StreamStatus['phase'][] = ['starting', 'running', 'waiting'];
/** Phases in which there is something to stop. */
const OPEN: readonly StreamStatus['phase'][] = [...LEARNS, 'paused', 'stopping', 'interrupted'];

export const STREAM_HANDLERS: Pick<Handlers, keyof typeof STREAM_ROUTES> = {
  fineTune: async ({ service, body }) => ({
    message: 'Fine-tuning triggered',
    ...(await service.stream.push(body)),
  }),
  modelStatus: async ({ service }) => {
    const status = await statusOf(service);
    // 404, as the service that these words are from answers: its clients wait for 200 before they go on.
    if (!isModel(status)) throw new ServiceError('not_found', 'Model not initialized yet.');
    const learns = LEARNS.includes(status.phase) ? 'active' : 'inactive';
    return { ...status, message: `Model is ready and fine-tuning is ${learns}.` };
  },
  shutdown: async ({ service }) => {
    if (OPEN.includes((await statusOf(service)).phase)) await hasStopped(service.stream.control('stop'));
    const status = await statusOf(service);
    // However it ended: nothing is called saved that is not.
    if ('message' in status && status.save_refused) throw new ServiceError('quota', status.message);
    return { message: 'Service shutting down and model saved.' };
  },

  stream: ({ service }) => service.stream.state(),
  streamStatus: ({ service }) => statusOf(service),
  configureStream: async ({ service, body }) => {
    await configure(service, body);
    return (await service.stream.state()).config;
  },
  startStream: async ({ service, body: { config, fresh } }) => {
    if (config) await configure(service, config);
    await service.stream.start({ fresh });
    return statusOf(service);
  },
  streamSpeed: async ({ service, body }) => {
    await service.stream.setSpeed(body.batches_per_second);
    return OK;
  },
  annotateStream: async ({ service, body }) => {
    await service.stream.annotate(body.text);
    return OK;
  },
  streamSeries: async ({ service, parameter }) => {
    const { run, from, to, places } = parseWith(
      seriesQuerySchema,
      numbersOf(parameter, ['from', 'to', 'places'], 'run'),
    );
    return readable(await service.stream.series({ run, from, to, places }));
  },
  streamMetrics: ({ service, parameter }) => service.stream.exportCsv(parameter('run') || undefined),
  streamSurface: async ({ service, parameter }) => {
    const { cells } = parseWith(surfaceQuerySchema, numbersOf(parameter, ['cells']));
    const surface = await service.stream.surface(cells);
    if (surface) return readable(surface);
    throw new ServiceError(
      'not_found',
      'There is no surface: it takes a model of two columns or more, and a batch that was learnt.',
    );
  },
  keepStream: async ({ service, body }) => ({ id: await service.stream.keep(body.name) }),
  deleteKeptStream: async ({ service, parameter }) => {
    await service.stream.removeKept(parameter('id'));
    return OK;
  },
  addStreamFile: ({ service, body, parameter }) => service.stream.addFile(parameter('name') || UNNAMED, body),
  deleteStreamFile: async ({ service, parameter }) => {
    await service.stream.removeFile(parameter('id'));
    return OK;
  },
  stopStream: ({ service }) => control(service, 'stop'),
  resetStream: ({ service }) => control(service, 'reset'),
  // One of these: the door checks parameters that have values.
  controlStream: ({ service, parameter }) => control(service, parameter('command') as 'pause' | 'play' | 'step'),
};

async function control(service: Service, command: Parameters<Service['stream']['control']>[0]) {
  await service.stream.control(command);
  return statusOf(service);
}

async function statusOf(service: Service): Promise<StreamStatus> {
  return (await service.stream.state()).status;
}

function isModel(status: StreamStatus): status is Exclude<StreamStatus, { phase: 'idle' }> {
  return status.phase !== 'idle' && status.batches > 0;
}

let configured: Promise<void> = Promise.resolve();

/** One after the other: each changes what the one before has left. */
function configure(service: Service, changes: StreamChanges): Promise<void> {
  const turn = configured.then(async () => {
    const { config } = await service.stream.state();
    await service.stream.configure(changed(config, changes));
  });
  configured = turn.catch(() => {});
  return turn;
}

/** What is left out stays as it is. */
function changed(config: StreamConfig, { source, learner, ...changes }: StreamChanges): StreamConfig {
  const { drift, push } = config.source;
  return parseWith(streamConfigSchema, {
    ...{ ...config, ...changes },
    source: {
      ...{ ...config.source, ...source },
      drift: { ...drift, ...source?.drift },
      push: { ...push, ...source?.push },
    },
    learner: { ...config.learner, ...learner },
  });
}

/** What a query says, for a schema: those left out are left out. */
function numbersOf(parameter: (name: string) => string, numbers: readonly string[], ...texts: readonly string[]) {
  const given = (names: readonly string[]) => names.filter((name) => parameter(name) !== '');
  return Object.fromEntries([
    ...given(numbers).map((name) => [name, numberIn(parameter(name))]),
    ...given(texts).map((name) => [name, parameter(name)]),
  ]);
}

/** JSON would write typed arrays as objects; it writes NaN, what is not known, as null. */
function readable(value: object): Readonly<Record<string, unknown>> {
  const entries = Object.entries(value).map(([name, item]: [string, unknown]) => [
    name,
    item instanceof Float64Array || item instanceof Float32Array ? Array.from(item) : item,
  ]);
  return Object.fromEntries(entries);
}
