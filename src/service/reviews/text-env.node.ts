// The text models' surroundings in Node, for tests and scripts: hosts in this thread, models from disk.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createWasmBackend } from '../../ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../ml/compute/nn/wasm/env.node';
import type { TextEnv } from './host';
import { createTextHost } from './text-host';

/** Seen from the project's root, where tests and scripts run. */
const MODELS = 'public/models';

export function nodeTextEnv(): TextEnv {
  const createBackend = () => createWasmBackend({ env: nodeNnEnv(), threads: 1 });
  return {
    spawn: () => ({ host: createTextHost(createBackend), end: () => {} }),
    asset: async (path) => new Uint8Array(await readFile(join(MODELS, path))),
  };
}
