// Gives bench/nn/run.mjs one call: the kernels' measurements, made in a worker.

import type { NnBenchOptions, NnMeasured } from './measure';

function nnBench(options: NnBenchOptions): Promise<NnMeasured> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise<NnMeasured>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<NnMeasured>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(options);
  }).finally(() => worker.terminate());
}

Object.assign(globalThis, { nnBench });
