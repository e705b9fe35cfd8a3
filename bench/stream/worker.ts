// One contestant of the throughput rows in a worker of its own, as the app computes.

import { type Contestant, type Job, openContestant } from './contestants';
import type { Problem } from './problem';

export type ToWorker =
  | { readonly kind: 'open'; readonly job: Job; readonly problem: Problem; readonly warmUp: number }
  | { readonly kind: 'turn'; readonly ms: number };

export type FromWorker =
  | { readonly kind: 'opened'; readonly engine: string; readonly firstLoss: number; readonly loss: number }
  | ({ readonly kind: 'turned' } & Rates)
  | { readonly kind: 'failed'; readonly reason: string };

/** Batches a second. */
export interface Rates {
  /** Over the whole turn. */
  readonly mean: number;
  /** Of the quickest stretch, which other work on the machine disturbed least. */
  readonly best: number;
}

/** Clocks are coarse, but long stretches are interrupted: milliseconds between looks at the clock. */
const STRETCH_MS = 10;
const WARM_UP_MS = 3000;

let contestant: Contestant | null = null;
/** Batches between looks, by the speed of the warm-up. */
let stride = 1;

async function open({ job, problem, warmUp }: Extract<ToWorker, { kind: 'open' }>): Promise<FromWorker> {
  contestant = await openContestant(job, problem);
  const firstLoss = await contestant.step();
  let loss = firstLoss;
  const start = performance.now();
  let done = 0;
  while (done < warmUp && (done < 2 || performance.now() - start < WARM_UP_MS)) {
    loss = await contestant.step();
    done += 1;
  }
  stride = Math.max(1, Math.floor((done * STRETCH_MS) / (performance.now() - start)));
  return { kind: 'opened', engine: contestant.engine, firstLoss, loss };
}

async function turn(ms: number): Promise<FromWorker> {
  if (!contestant) throw new Error('No contestant was opened.');
  const start = performance.now();
  let [done, now, quickest] = [0, start, Number.POSITIVE_INFINITY];
  while (now - start < ms) {
    const before = now;
    for (let i = 0; i < stride; i++) await contestant.step();
    now = performance.now();
    quickest = Math.min(quickest, now - before);
    done += stride;
  }
  return { kind: 'turned', mean: (1000 * done) / (now - start), best: (1000 * stride) / quickest };
}

self.addEventListener('message', async ({ data }: MessageEvent<ToWorker>) => {
  try {
    self.postMessage(await (data.kind === 'open' ? open(data) : turn(data.ms)));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    self.postMessage({ kind: 'failed', reason } satisfies FromWorker);
  }
});
