// A worker that reads, writes and compares models, and answers for mixtures and models of streams.

import { expose } from 'comlink';
import { createWasmBackend } from '../ml/compute/nn/wasm/create';
import { createLibraryHost } from '../service/library/host';
import { carryServiceErrors } from '../wire/door';
import { showLife } from '../wire/worker';
import { browserNnEnv } from './nn-env';

showLife();
carryServiceErrors();
// One thread: the others are for training.
const createNn = () => createWasmBackend({ env: browserNnEnv(), threads: 1 });
expose(createLibraryHost({ createNn, kernels: browserNnEnv() }));
