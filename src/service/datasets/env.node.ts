// The datasets' surroundings in Node, for tests and scripts: hosts in this thread.

import type { DatasetsEnv } from './host';
import { createDatasetHost } from './host';
import type { Limits } from './import/limits';

export function nodeDatasetsEnv(limits?: Limits): DatasetsEnv {
  return {
    spawn() {
      const over = new AbortController();
      return { host: createDatasetHost(over.signal, limits), end: () => over.abort() };
    },
    origin: null,
  };
}
