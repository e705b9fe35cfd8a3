// The thread that gives out the jobs, and its helpers. A kernel runs here alone, or in parts on all threads
// where there are helpers and enough to do.

import type { Heap } from './memory';
import { KERNELS, type KernelName, type NnExports } from './module';
import { CONTROL, IDLE, type ThreadStart, workOn } from './thread';

/** A helper thread: a worker that calls `serveThread` with what it is sent. */
export interface NnThread {
  start(message: ThreadStart): void;
  end(): void;
}

/** Below so many multiply-adds a job is not worth sharing out: about what waking a helper costs. */
const WORTH_SHARING = 200_000;
/** Parts a thread gets on average, so that a late or slow one holds up little. */
const PARTS = 4;
/** Looks at the helpers' count before sleeping on it. */
const SPINS = 20_000;

export class Team {
  readonly #words: Int32Array;
  readonly #doubles: Float64Array;
  #scratchAt = 0;
  #scratchBytes = 0;

  /** `helpers` are started here, and work as soon as they are up. */
  constructor(
    module: WebAssembly.Module,
    private readonly exports: NnExports,
    private readonly heap: Heap,
    private readonly helpers: readonly NnThread[],
    private readonly worthSharing = WORTH_SHARING,
  ) {
    const { memory } = heap;
    this.#words = new Int32Array(memory.buffer, 0, 256);
    this.#doubles = new Float64Array(memory.buffer, 0, 128);
    this.#words[CONTROL.next] = IDLE;
    helpers.forEach((helper, i) => {
      helper.start({ module, memory, index: i + 1, kernels: KERNELS });
    });
  }

  /** Threads in all, this one among them. */
  get threads(): number {
    return this.helpers.length + 1;
  }

  /** Threads that are up by now. A new worker comes up only while this one yields to its event loop. */
  get ready(): number {
    return this.helpers.length === 0 ? 1 : 1 + Atomics.load(this.#words, CONTROL.ready);
  }

  /** Makes sure that every thread has so many bytes of scratch for the next job. */
  scratch(bytes: number): void {
    if (bytes <= this.#scratchBytes) return;
    const stride = Math.ceil(bytes / 4096) * 4096 + 64;
    if (this.#scratchBytes > 0) this.heap.give(this.#scratchAt, this.#scratchBytes * this.threads);
    this.#scratchBytes = 0;
    this.#scratchAt = this.heap.take(stride * this.threads);
    this.#scratchBytes = stride;
    this.exports.setScratch(this.#scratchAt);
  }

  /**
   * Runs a kernel for outputs 0 to before `total`, in parts that start at multiples of `align`.
   * `cost` is about how many multiply-adds it takes in all.
   */
  run(kernel: KernelName, args: readonly number[], total: number, align: number, cost: number): void {
    if (total <= 0) return;
    if (this.helpers.length === 0 || cost < this.worthSharing || total <= align) {
      this.exports[kernel](...args, 0, total);
      return;
    }
    this.#share(kernel, args, total, Math.ceil(total / (this.threads * PARTS) / align) * align);
  }

  dispose(): void {
    if (this.helpers.length === 0) return;
    Atomics.store(this.#words, CONTROL.stop, 1);
    Atomics.add(this.#words, CONTROL.generation, 1);
    Atomics.notify(this.#words, CONTROL.generation);
    for (const helper of this.helpers) helper.end();
  }

  #share(kernel: KernelName, args: readonly number[], total: number, part: number): void {
    const words = this.#words;
    words[CONTROL.kernel] = KERNELS.indexOf(kernel);
    words[CONTROL.argumentCount] = args.length;
    words[CONTROL.total] = total;
    words[CONTROL.part] = part;
    words[CONTROL.scratch] = this.#scratchAt;
    words[CONTROL.scratchStride] = this.#scratchBytes;
    this.#doubles.set(args, CONTROL.arguments / 2);
    Atomics.store(words, CONTROL.next, 0);
    Atomics.add(words, CONTROL.generation, 1);
    Atomics.notify(words, CONTROL.generation);
    workOn(words, this.#doubles, this.exports, KERNELS, 0);
    Atomics.store(words, CONTROL.next, IDLE);
    this.#await();
    if (words[CONTROL.failed] !== 0) throw new Error(`A kernel failed in thread ${words[CONTROL.failed]}: ${kernel}.`);
  }

  /** Until no helper is at work on the job. */
  #await(): void {
    const words = this.#words;
    for (let spins = SPINS; spins > 0; spins--) if (Atomics.load(words, CONTROL.active) === 0) return;
    for (;;) {
      const active = Atomics.load(words, CONTROL.active);
      if (active === 0) return;
      Atomics.wait(words, CONTROL.active, active, 1);
    }
  }
}
