// The text models' surroundings in Node, for tests and scripts: hosts in this thread, models from disk.

import { readFile } from 'node:fs/promises';
import { createWasmBackend } from '../../ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../ml/compute/nn/wasm/node-env';
import type { TextEnv } from './host';
import { createTextHost } from './text-host';

const MODELS = new URL('../../../public/models/', import.meta.url);

export function nodeTextEnv(): TextEnv {
  const createBackend = () => createWasmBackend({ env: nodeNnEnv(), threads: 1 });
  return {
    spawn: () => ({ host: createTextHost(createBackend), end: () => {} }),
    asset: async (path) => new Uint8Array(await readFile(new URL(path, MODELS))),
  };
}
