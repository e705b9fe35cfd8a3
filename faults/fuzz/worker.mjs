// The thread in which inputs are read. What it is at stands in shared memory, so that whoever watches can name the input
// that does not end, and end it.

import { parentPort, workerData } from 'node:worker_threads';
import { load } from './load.mjs';

const { name, seed, from, to, shared } = workerData;
const at = new Float64Array(shared);

const module = await load('thread.ts');

let current = from;
const stray = (error) => {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  parentPort.postMessage({ kind: 'stray', index: current, message: stack.slice(0, 2000) });
};
process.on('unhandledRejection', stray);
process.on('uncaughtException', stray);

try {
  const tally = await module.run(
    { name, seed, from, to },
    {
      begins(index) {
        current = index;
        at[0] = index;
        at[1] = Date.now();
      },
      ends(so) {
        at[2] = so.accepted;
        at[3] = so.refused;
      },
    },
  );
  parentPort.postMessage({ kind: 'done', tally });
} catch (error) {
  // Of the samples or of what changes them: no input was read.
  stray(error);
  parentPort.postMessage({ kind: 'broken' });
}
// A service left open would keep the thread.
process.exit(0);
