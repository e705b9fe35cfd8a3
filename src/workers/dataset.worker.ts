// A worker that works on datasets: reads a source into storage, goes through all texts, packs files.

import { expose } from 'comlink';
import { createDatasetHost } from '../service/datasets/host';
import { carryServiceErrors } from '../wire/door';
import { showLife } from '../wire/worker';

showLife();
carryServiceErrors();
expose(createDatasetHost());
