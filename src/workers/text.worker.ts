// A worker that computes with texts: one scores, one trains.

import { expose } from 'comlink';
import type { NnBackend } from '../ml/compute/nn/types';
import { createWasmBackend } from '../ml/compute/nn/wasm/create';
import type { HostBackend } from '../service/reviews/host';
import { createTextHost } from '../service/reviews/text-host';
import { showLife } from '../wire/worker';
import { browserNnEnv } from './nn-env';

showLife();
expose(createTextHost(createBackend));

async function createBackend({ kind, threads }: HostBackend): Promise<NnBackend> {
  if (kind === 'wasm') return createWasmBackend({ env: browserNnEnv(), threads });
  // TensorFlow.js loads only where it is asked for.
  const { createTfjsBackend } = await import('../ml/compute/nn/tfjs');
  return createTfjsBackend(kind);
}
