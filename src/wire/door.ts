// The engine's door: the one object that Comlink exposes, on the engine worker itself and on every
// lane, and the typed proxy of the service that callers see. Shared by the engine, tabs and the
// service worker, so that a ServiceError keeps its code and details on every way.

import { transferHandlers } from 'comlink';
import type { BatchService } from './batch';
import type { ConfigsService } from './configs';
import type { DatasetsService } from './datasets';
import type { DriftService } from './drift';
import { fromPlainError, type PlainError, ServiceError, toPlainError } from './errors';
import type { ImagesService } from './images';
import type { LibraryService } from './library';
import type { RetrainService } from './retrain';
import type { ReviewsService } from './reviews';
import type { RunsService } from './runs';
import type { ComputeService, DataService, ModelsService, PointsService, Service } from './service';
import type { StreamService } from './stream';

/** Names one function of the service: ['ping'] or ['points', 'train']. */
export type ServicePath = readonly string[];

export interface EngineDoor {
  /** The engine's id. Answers at once, also while the service is still starting. */
  engine(): Promise<string>;
  /** Calls the service as soon as it has started. */
  call(path: ServicePath, args: readonly unknown[]): Promise<unknown>;
  /** Saves what is in memory: the tab of the engine may be about to close. */
  flush(): Promise<void>;
}

/** The engine's side: callers reach the service's own functions and nothing else. */
export function openDoor(engine: string, service: Promise<Service & Pick<EngineDoor, 'flush'>>): EngineDoor {
  return {
    engine: async () => engine,
    async call(path, args) {
      let owner: unknown;
      let target: unknown = await service;
      for (const name of path) {
        if (target === null || typeof target !== 'object' || !hasMember(target, name)) throw unknownFunction(path);
        owner = target;
        target = (target as Readonly<Record<string, unknown>>)[name];
      }
      if (typeof target !== 'function') throw unknownFunction(path);
      return Reflect.apply(target, owner, args);
    },
    flush: async () => (await service).flush(),
  };
}

/** Own members, and methods of classes, but nothing of Object itself. */
function hasMember(target: object, name: string): boolean {
  return name in target && !(name in Object.prototype);
}

function unknownFunction(path: ServicePath): ServiceError {
  return new ServiceError('not_found', `The service has no function ${path.join('.')}.`);
}

/** The callers' side: the service as typed functions over one `call`. */
export function serviceOver(call: (path: ServicePath, args: readonly unknown[]) => Promise<unknown>): Service {
  // `then` is left out, or a promise of the proxy would take it for a promise.
  const group = (name: string) =>
    new Proxy(
      {},
      {
        get: (_target, method) =>
          typeof method === 'string' && method !== 'then'
            ? (...args: readonly unknown[]) => call([name, method], args)
            : undefined,
      },
    );
  return {
    points: group('points') as PointsService,
    reviews: group('reviews') as ReviewsService,
    datasets: group('datasets') as DatasetsService,
    drift: group('drift') as DriftService,
    retrain: group('retrain') as RetrainService,
    batch: group('batch') as BatchService,
    stream: group('stream') as StreamService,
    configs: group('configs') as ConfigsService,
    images: group('images') as ImagesService,
    runs: group('runs') as RunsService,
    models: group('models') as ModelsService,
    library: group('library') as LibraryService,
    compute: group('compute') as ComputeService,
    data: group('data') as DataService,
    ping: () => call(['ping'], []) as Promise<{ status: 'ok' }>,
  };
}

let installed = false;

/** Makes Comlink carry ServiceError whole. Called once on each side, before anything is exposed or wrapped. */
export function carryServiceErrors(): void {
  if (installed) return;
  installed = true;
  const original = transferHandlers.get('throw');
  if (!original) throw new Error('Comlink has no handler for thrown values.');
  transferHandlers.set('throw', {
    // Comlink marks thrown values by a symbol of its own.
    canHandle: (value): value is { value: unknown } => original.canHandle(value),
    serialize: (thrown: { value: unknown }) => [toPlainError(thrown.value), []],
    deserialize: (thrown: PlainError | object) => {
      if ('code' in thrown) throw fromPlainError(thrown);
      // By a worker that does not carry them: Comlink's own form of an error, or of anything else.
      return original.deserialize(thrown) as never;
    },
  });
}
