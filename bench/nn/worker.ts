// Runs the kernels' measurements where the app runs them: in a worker.

import { browserNnEnv } from '../../src/workers/nn-env';
import { measureNn, type NnBenchOptions } from './measure';

self.addEventListener('message', async ({ data }: MessageEvent<NnBenchOptions>) => {
  self.postMessage(await measureNn(browserNnEnv(), data));
});
