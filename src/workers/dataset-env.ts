// The datasets' surroundings in a browser: hosts are workers.

import type { DatasetHost, DatasetsEnv } from '../service/datasets/host';
import datasetScript from './dataset.worker.ts?worker&url';
import { openHost } from './host-port';

export function browserDatasetsEnv(): DatasetsEnv {
  return { spawn: () => openHost<DatasetHost>(datasetScript, 'dataset'), origin: globalThis.location.origin };
}
