// The datasets' surroundings in a browser: hosts are workers.

import { wrap } from 'comlink';
import type { DatasetHost, DatasetPort, DatasetsEnv } from '../service/datasets/host';
import { ServiceError } from '../wire/errors';
import { startWorker } from '../wire/worker';
import datasetScript from './dataset.worker.ts?worker&url';

export function browserDatasetsEnv(): DatasetsEnv {
  return { spawn, origin: globalThis.location.origin };
}

function spawn(): DatasetPort {
  const waiting = new Set<(error: ServiceError) => void>();
  let lost: ServiceError | null = null;
  const lose = (why: string) => {
    lost = new ServiceError('unavailable', why);
    for (const reject of waiting) reject(lost);
    waiting.clear();
  };
  const { worker, end } = startWorker(datasetScript, 'dataset', (why) => lose(`The dataset worker failed: ${why}.`));
  const remote = wrap<DatasetHost>(worker);
  /** Comlink alone never settles a call whose worker is gone. */
  const call = (method: keyof DatasetHost, args: readonly unknown[]) =>
    new Promise((resolve, reject) => {
      if (lost) {
        reject(lost);
        return;
      }
      waiting.add(reject);
      const answer = Reflect.apply(remote[method], remote, args) as Promise<unknown>;
      answer.then(resolve, reject).finally(() => waiting.delete(reject));
    });
  const host = new Proxy({} as DatasetHost, {
    get:
      (_target, method) =>
      (...args: readonly unknown[]) =>
        call(method as keyof DatasetHost, args),
  });
  return {
    host,
    end() {
      end();
      lose('The dataset worker was ended.');
    },
  };
}
