// The stream's contestants of the page, behind four calls for bench/stream/throughput.mjs. Speed is measured in workers;
// memory on the page itself, where the browser says how large the heap is.

import { type Job, openContestant, type TensorCount } from './contestants';
import type { Problem } from './problem';
import type { FromWorker, Rates, ToWorker } from './worker';

export interface MemoryReading {
  readonly batches: number;
  /** Bytes of JavaScript's heap after a collection; typed arrays and WASM's memory are not in it. */
  readonly heap: number;
  readonly tensors: TensorCount | null;
}

export interface StreamBench {
  /** Rejects with the reason when the contestant fails. */
  open(name: string, job: Job, problem: Problem, warmUp: number): Promise<Extract<FromWorker, { kind: 'opened' }>>;
  turn(name: string, ms: number): Promise<Rates>;
  close(name: string): void;
  /** Readings at the start, after half, and after all the batches; the browser must offer gc() and exact heap sizes. */
  memory(job: Job, problem: Problem, batches: number): Promise<{ engine: string; readings: MemoryReading[] }>;
}

declare global {
  interface Performance {
    readonly memory: { readonly usedJSHeapSize: number };
  }
}

/** Before the first reading: everything is compiled, and every buffer and ring is as large as it gets. */
const SETTLED = 2000;
/** Lets the page breathe once in so many batches. */
const STRIDE = 500;

const workers = new Map<string, Worker>();

function ask(name: string, message: ToWorker): Promise<FromWorker> {
  const worker = workers.get(name);
  if (!worker) throw new Error(`${name} was not opened.`);
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === 'failed') reject(new Error(data.reason));
      else resolve(data);
    };
    worker.onerror = ({ message: why }) => reject(new Error(why || 'its worker could not be loaded'));
    worker.postMessage(message);
  });
}

async function collected(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    globalThis.gc?.();
  }
  return performance.memory.usedJSHeapSize;
}

const streamBench: StreamBench = {
  async open(name, job, problem, warmUp) {
    workers.set(name, new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }));
    const answer = await ask(name, { kind: 'open', job, problem, warmUp });
    if (answer.kind !== 'opened') throw new Error(`${name} gave an unexpected answer.`);
    return answer;
  },
  async turn(name, ms) {
    const answer = await ask(name, { kind: 'turn', ms });
    if (answer.kind !== 'turned') throw new Error(`${name} gave an unexpected answer.`);
    return answer;
  },
  close(name) {
    workers.get(name)?.terminate();
    workers.delete(name);
  },
  async memory(job, problem, batches) {
    const contestant = await openContestant(job, problem);
    const readings: MemoryReading[] = [];
    const settled = Math.min(SETTLED, batches / 10);
    for (let done = 1; done <= batches; done++) {
      await contestant.step();
      if (done % STRIDE === 0) await new Promise((resolve) => setTimeout(resolve));
      if (done !== settled && done !== batches / 2 && done !== batches) continue;
      readings.push({ batches: done, heap: await collected(), tensors: contestant.tensors() });
    }
    return { engine: contestant.engine, readings };
  },
};

Object.assign(globalThis, { streamBench });
