// A worker that holds models: it scores, explains and trains texts, trains runs, works on images, or reads and compares
// models of the library. One script for all of them, so that what they share is fetched and kept once; which of them a
// worker is, its label says.

import { expose } from 'comlink';
import type { NnBackend } from '../ml/compute/nn/types';
import { createWasmBackend } from '../ml/compute/nn/wasm/create';
import { createImageHost } from '../service/images/host';
import { createLibraryHost } from '../service/library/host';
import type { HostBackend } from '../service/reviews/host';
import { createTextHost } from '../service/reviews/text-host';
import { createJobHost } from '../service/runs/jobs/host';
import { carryServiceErrors } from '../wire/door';
import type { ModelSource } from '../wire/library';
import { labelOf, showLife } from '../wire/worker';
import { browserAsset } from './asset';
import { browserComputeEnv } from './compute-env';
import { browserImageDecoder } from './image-decoder';
import { withLargeFiles } from './large-files';
import { browserNnEnv } from './nn-env';

async function createBackend({ kind, threads }: HostBackend): Promise<NnBackend> {
  if (kind === 'wasm') return createWasmBackend({ env: browserNnEnv(), threads });
  // TensorFlow.js loads only where it is asked for.
  const { createTfjsBackend } = await import('../ml/compute/nn/tfjs');
  return createTfjsBackend(kind);
}

/** What answers or reads beside others, who train with more threads. */
const createAside = () => createBackend({ kind: 'wasm', threads: 1 });

function hostOf(label: string): object {
  switch (label) {
    case 'run':
      return createJobHost({
        computeEnv: browserComputeEnv,
        imageDecoder: browserImageDecoder(),
        kernels: browserNnEnv(),
        asset: browserAsset,
        createNn: createBackend,
      });
    case 'image':
      return createImageHost({ decoder: browserImageDecoder(), createNn: createAside });
    case 'library': {
      const host = createLibraryHost({
        createNn: createAside,
        kernels: browserNnEnv(),
        imageDecoder: browserImageDecoder(),
      });
      return { ...host, recognise: async (source: ModelSource) => withLargeFiles(await host.recognise(source)) };
    }
    default:
      return createTextHost(createBackend);
  }
}

showLife();
const label = labelOf(self.name);
// Those that work with texts reject with errors of their own kinds, which the service tells apart by name.
if (['run', 'image', 'library'].includes(label)) carryServiceErrors();
expose(hostOf(label));
