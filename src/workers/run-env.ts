// The runs' surroundings in a browser: the worker that trains.

import { wrap } from 'comlink';
import type { JobHost, JobPort, RunsEnv } from '../service/runs/job';
import { startWorker } from '../wire/worker';
import runScript from './run.worker.ts?worker&url';

export function browserRunsEnv(): RunsEnv {
  return { spawn };
}

/** Calls of a worker that is gone never settle; whoever asks is told of its death and gives them up. */
function spawn(onDeath: (why: string) => void): JobPort {
  const { worker, end } = startWorker(runScript, 'run', onDeath);
  const remote = wrap<JobHost>(worker);
  const host = new Proxy({} as JobHost, {
    get:
      (_target, method) =>
      (...args: readonly unknown[]) =>
        Reflect.apply(remote[method as keyof JobHost], remote, args) as Promise<unknown>,
  });
  return { host, end };
}
