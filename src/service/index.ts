// The whole service: everything the product does, behind the one interface of src/wire/service.ts.
// Built once, in the engine worker.

import type { ComputeEnv } from '../ml/compute/env';
import type { ServiceEvent } from '../wire/events';
import type { Service } from '../wire/service';
import { APP_VERSION } from '../wire/version';
import { createComputeService } from './compute';
import { createDataService } from './data';
import { guarded } from './errors';
import { checkSavedMixture, createModelsService } from './models';
import { openPoints } from './points';

export interface ServiceDependencies {
  readonly emit: (event: ServiceEvent) => void;
  readonly env: ComputeEnv;
}

export interface RunningService extends Service {
  /** Saves what is in memory and keeps still: the last thing before the engine ends. */
  shutdown(): Promise<void>;
}

/** Opens what is stored; a fit that was running goes on. */
export async function createService({ emit, env }: ServiceDependencies): Promise<RunningService> {
  const compute = await createComputeService({ emit, env });
  const points = await openPoints({ emit, compute });
  const models = createModelsService({ emit, current: points.current, adopt: points.adopt });
  const data = createDataService({
    emit,
    appVersion: APP_VERSION,
    checks: { workspace: points.checkWorkspace, model: checkSavedMixture },
    suspend: points.suspend,
    resume: points.resume,
    reload: points.reload,
  });
  return {
    points: points.service,
    models: guarded(models),
    compute: guarded(compute.service),
    data: guarded(data),
    ping: async () => ({ status: 'ok' }),
    shutdown: points.suspend,
  };
}
