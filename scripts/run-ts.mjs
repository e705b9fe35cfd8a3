// Runs a TypeScript script in Node, with the project's own sources: node scripts/run-ts.mjs <script.ts> [arguments].
// The script's default export is called with the arguments.

import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const [script, ...args] = process.argv.slice(2);
if (!script) {
  console.error('Usage: node scripts/run-ts.mjs <script.ts> [arguments]');
  process.exit(2);
}
const { module } = await runnerImport(resolve(script), { configFile: false, logLevel: 'error' });
await module.default(args);
