// One contestant of the throughput rows in a worker of its own, as the app computes.

import { type Contestant, type Job, openContestant } from './contestants';
import type { Problem } from './problem';

export type ToWorker =
  | { readonly kind: 'open'; readonly job: Job; readonly problem: Problem; readonly warmUp: number }
  | { readonly kind: 'turn'; readonly ms: number };

export type FromWorker =
  | { readonly kind: 'opened'; readonly engine: string; readonly firstLoss: number; readonly loss: number }
  /** Batches a second over the turn. */
  | { readonly kind: 'turned'; readonly rate: number }
  | { readonly kind: 'failed'; readonly reason: string };

/** Looks at the clock once in so many batches. */
const STRIDE = 4;

let contestant: Contestant | null = null;

async function open({ job, problem, warmUp }: Extract<ToWorker, { kind: 'open' }>): Promise<FromWorker> {
  contestant = await openContestant(job, problem);
  const firstLoss = await contestant.step();
  let loss = firstLoss;
  for (let i = 1; i < warmUp; i++) loss = await contestant.step();
  return { kind: 'opened', engine: contestant.engine, firstLoss, loss };
}

async function turn(ms: number): Promise<FromWorker> {
  if (!contestant) throw new Error('No contestant was opened.');
  const start = performance.now();
  let [done, now] = [0, start];
  while (now - start < ms) {
    for (let i = 0; i < STRIDE; i++) await contestant.step();
    done += STRIDE;
    now = performance.now();
  }
  return { kind: 'turned', rate: (1000 * done) / (now - start) };
}

self.addEventListener('message', async ({ data }: MessageEvent<ToWorker>) => {
  try {
    self.postMessage(await (data.kind === 'open' ? open(data) : turn(data.ms)));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    self.postMessage({ kind: 'failed', reason } satisfies FromWorker);
  }
});
