// A worker that trains: one run at a time, whatever its kind.

import { expose } from 'comlink';
import { createWasmBackend } from '../ml/compute/nn/wasm/create';
import { createJobHost } from '../service/runs/jobs/host';
import { carryServiceErrors } from '../wire/door';
import { showLife } from '../wire/worker';
import { browserAsset } from './asset';
import { browserComputeEnv } from './compute-env';
import { browserImageDecoder } from './image-decoder';
import { browserNnEnv } from './nn-env';

showLife();
carryServiceErrors();
expose(
  createJobHost({
    computeEnv: browserComputeEnv,
    imageDecoder: browserImageDecoder(),
    kernels: browserNnEnv(),
    asset: browserAsset,
    async createNn({ kind, threads }) {
      if (kind === 'wasm') return createWasmBackend({ env: browserNnEnv(), threads });
      // TensorFlow.js loads only where it is asked for.
      const { createTfjsBackend } = await import('../ml/compute/nn/tfjs');
      return createTfjsBackend(kind);
    },
  }),
);
