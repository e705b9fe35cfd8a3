// One contestant in a worker of its own, as the app computes; loads nothing that the contestant does not need.

import type { Contestant, FromWorker, Job, Opened, ToWorker } from './protocol';

/** A first run that takes longer is the only warm-up: what is compiled in it is little beside it. */
const COLD_MS = 30_000;

let contestant: Contestant | null = null;

async function make(job: Job): Promise<Contestant> {
  switch (job.kind) {
    case 'ours':
      return (await import('./ours')).openOurs(job);
    case 'tfjs':
      return (await import('./tfjs')).openTfjs(job);
    case 'jax':
      // It takes every thread where memory can be shared, and cannot be told not to.
      if (job.threads === 'one') Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
      return (await import('./jax')).openJax(job);
    case 'onnx':
      return (await import('./onnx')).openOnnx(job);
    case 'shipped':
      return (await import('./shipped')).openShipped(job);
    case 'peak':
      return (await import('./ours')).openPeak();
  }
}

async function open(job: Job): Promise<Opened> {
  contestant = await make(job);
  const first = await timed(contestant);
  const runs = first.ms > COLD_MS ? [first] : [first, await timed(contestant)];
  const check = job.kind === 'shipped' ? first.result : runs.flatMap(({ result }) => result);
  return { engine: contestant.engine, check, warmMs: runs.map(({ ms }) => ms) };
}

async function timed(one: Contestant): Promise<{ ms: number; result: readonly number[] }> {
  const start = performance.now();
  const result = await one.run();
  return { ms: performance.now() - start, result };
}

/** Runs until the time or the number of runs is used up, at least once. */
async function turn(budgetMs: number, most: number): Promise<number[]> {
  if (!contestant) throw new Error('No contestant was opened.');
  const samples: number[] = [];
  const end = performance.now() + budgetMs;
  do samples.push((await timed(contestant)).ms);
  while (performance.now() < end && samples.length < most);
  return samples;
}

async function answer(message: ToWorker): Promise<FromWorker> {
  try {
    if (message.kind === 'open') return { kind: 'opened', opened: await open(message.job) };
    return { kind: 'turned', ms: await turn(message.budgetMs, message.most) };
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

self.addEventListener('message', async ({ data }: MessageEvent<ToWorker>) => {
  self.postMessage(await answer(data));
});
