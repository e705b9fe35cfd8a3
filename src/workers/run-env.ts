// The runs' surroundings in a browser: the worker that trains.

import type { JobHost, RunsEnv } from '../service/runs/job';
import { openHost } from './host-port';
import modelsScript from './models.worker.ts?worker&url';

export function browserRunsEnv(): RunsEnv {
  return { spawn: (onDeath) => openHost<JobHost>(modelsScript, 'run', { onDeath }) };
}
