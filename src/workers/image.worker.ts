// A worker that works on images: looks through folders, takes images into storage, or holds the model that answers.

import { expose } from 'comlink';
import { createWasmBackend } from '../ml/compute/nn/wasm/create';
import { createImageHost } from '../service/images/host';
import { carryServiceErrors } from '../wire/door';
import { showLife } from '../wire/worker';
import { browserImageDecoder } from './image-decoder';
import { browserNnEnv } from './nn-env';

showLife();
carryServiceErrors();
// One thread: a single picture is answered in a few milliseconds, and training has the others.
const createNn = () => createWasmBackend({ env: browserNnEnv(), threads: 1 });
expose(createImageHost({ decoder: browserImageDecoder(), createNn }));
