// The library's surroundings in Node, for tests and scripts: its work in this thread.

import { nodeNnEnv } from '../../ml/compute/nn/wasm/node-env';
import { createLibraryHost, type LibraryEnv } from './host';

export function nodeLibraryEnv(): LibraryEnv {
  return { spawn: () => ({ host: createLibraryHost({ kernels: nodeNnEnv() }), end: () => {} }) };
}
