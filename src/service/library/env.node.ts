// The library's surroundings in Node, for tests and scripts: its work in this thread.

import { createWasmBackend } from '../../ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../ml/compute/nn/wasm/env.node';
import { nodeImageDecoder } from '../images/env.node';
import { createLibraryHost, type LibraryEnv } from './host';

export function nodeLibraryEnv(): LibraryEnv {
  const createNn = () => createWasmBackend({ env: nodeNnEnv(), threads: 1 });
  const deps = { createNn, kernels: nodeNnEnv(), imageDecoder: nodeImageDecoder() };
  return {
    spawn() {
      const over = new AbortController();
      return { host: createLibraryHost({ ...deps, signal: over.signal }), end: () => over.abort() };
    },
  };
}
