// The stream's contestants of the page, behind four calls for bench/stream/throughput.mjs. Speed is measured in workers;
// memory on the page itself, where the browser says how large the heap is.

import { type Contestant, type Job, openContestant, type TensorCount } from './contestants';
import type { Problem } from './problem';
import type { FromWorker, Rates, ToWorker } from './worker';

export interface MemoryReading {
  readonly batches: number;
  /** Bytes of JavaScript's heap after a collection; typed arrays and WASM's memory are not in it. */
  readonly heap: number;
  /** Bytes of all WebAssembly memories that this page has made. */
  readonly wasm: number;
  readonly tensors: TensorCount | null;
}

export interface StreamBench {
  /** Rejects with the reason when the contestant fails. */
  open(name: string, job: Job, problem: Problem, warmUp: number): Promise<Extract<FromWorker, { kind: 'opened' }>>;
  turn(name: string, ms: number): Promise<Rates>;
  close(name: string): void;
  /** A contestant on the page, for `memory`; its engine. */
  settle(job: Job, problem: Problem): Promise<string>;
  /** What is held once so many batches are learnt in all; the browser must offer gc() and exact heap sizes. */
  memory(batches: number): Promise<MemoryReading>;
}

declare global {
  interface Performance {
    readonly memory: { readonly usedJSHeapSize: number };
  }
}

/** Lets the page breathe once in so many batches. */
const STRIDE = 500;

let resident: { readonly contestant: Contestant; done: number } | null = null;

/** Memories are counted as they are made: nothing else tells how large they have grown. */
const memories: WebAssembly.Memory[] = [];
WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
  construct(Memory, args: ConstructorParameters<typeof WebAssembly.Memory>) {
    const memory = new Memory(...args);
    memories.push(memory);
    return memory;
  },
});

function wasmBytes(): number {
  return memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}

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
  async settle(job, problem) {
    resident = { contestant: await openContestant(job, problem), done: 0 };
    return resident.contestant.engine;
  },
  async memory(batches) {
    if (!resident) throw new Error('Nothing was settled.');
    while (resident.done < batches) {
      await resident.contestant.step();
      resident.done += 1;
      if (resident.done % STRIDE === 0) await new Promise((resolve) => setTimeout(resolve));
    }
    const heap = await collected();
    return { batches, heap, wasm: wasmBytes(), tensors: resident.contestant.tensors() };
  },
};

Object.assign(globalThis, { streamBench });
