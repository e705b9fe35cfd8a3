// How many images a second a training step takes, on one thread, against tfjs-layers in the same minutes:
//
//   npm run kernels && node bench/image.mjs [rounds]

import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const { module } = await runnerImport(resolve(import.meta.dirname, 'image.ts'), {
  configFile: false,
  logLevel: 'error',
});
await module.default(process.argv.slice(2));
