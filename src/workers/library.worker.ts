// A worker that reads, writes and compares models, and answers for mixtures and models of streams.

import { expose } from 'comlink';
import { createLibraryHost } from '../service/library/host';
import { carryServiceErrors } from '../wire/door';
import { showLife } from '../wire/worker';
import { browserNnEnv } from './nn-env';

showLife();
carryServiceErrors();
expose(createLibraryHost({ kernels: browserNnEnv() }));
