// A helper thread: its own instance of the kernels on the common memory. It sleeps until there is a job,
// claims parts of it one by one, and sleeps again. It imports nothing, so that it can be started anywhere.
//
// The control words lie in the first bytes of the memory. A job is published by writing what it is, then
// setting NEXT to 0; threads claim part numbers by adding to NEXT. Between jobs NEXT is IDLE or more. A
// helper counts itself in ACTIVE before it claims, and the main thread changes a job only while ACTIVE is 0
// and NEXT idle: so whoever holds a part number reads the job it belongs to.

export const CONTROL = {
  /** Counts jobs; helpers sleep on it. */
  generation: 16,
  next: 17,
  active: 18,
  /** 1: end. */
  stop: 19,
  /** Not 0: a kernel failed in a helper. */
  failed: 20,
  kernel: 21,
  argumentCount: 22,
  /** Outputs in all, and a part. */
  total: 23,
  part: 24,
  scratch: 25,
  scratchStride: 26,
  /** Helpers that are up. */
  ready: 27,
  /** Word at which the arguments, in double precision, start. */
  arguments: 32,
} as const;

export const IDLE = 0x40000000;
/** Looks at the generation before going to sleep: some tens of microseconds. */
const SPINS = 4000;

/** What a helper is started with. */
export interface ThreadStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** 1, 2, …; 0 is the thread that gives out the jobs. */
  readonly index: number;
  /** Names of the kernels by their number in a job. */
  readonly kernels: readonly string[];
}

/** Serves jobs until told to stop; returns only then. */
export function serveThread({ module, memory, index, kernels }: ThreadStart): void {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const words = new Int32Array(memory.buffer, 0, 256);
  const doubles = new Float64Array(memory.buffer, 0, 128);
  let seen = Atomics.load(words, CONTROL.generation);
  Atomics.add(words, CONTROL.ready, 1);
  Atomics.notify(words, CONTROL.ready);
  while (Atomics.load(words, CONTROL.stop) === 0) {
    Atomics.add(words, CONTROL.active, 1);
    try {
      workOn(words, doubles, exports, kernels, index);
    } catch {
      Atomics.store(words, CONTROL.failed, index);
    }
    Atomics.sub(words, CONTROL.active, 1);
    Atomics.notify(words, CONTROL.active);
    let spins = SPINS;
    while (spins > 0 && Atomics.load(words, CONTROL.generation) === seen) spins--;
    if (spins === 0) Atomics.wait(words, CONTROL.generation, seen);
    seen = Atomics.load(words, CONTROL.generation);
  }
}

/** Claims parts of the current job, if there is one, until none are left. */
export function workOn(
  words: Int32Array,
  doubles: Float64Array,
  exports: WebAssembly.Exports,
  kernels: readonly string[],
  index: number,
): void {
  let claimed = Atomics.add(words, CONTROL.next, 1);
  if (claimed >= IDLE) return;
  const total = words[CONTROL.total]!;
  const part = words[CONTROL.part]!;
  const kernel = exports[kernels[words[CONTROL.kernel]!]!] as (...args: number[]) => void;
  const setScratch = exports.setScratch as (at: number) => void;
  const first = CONTROL.arguments / 2;
  const given = [...doubles.subarray(first, first + words[CONTROL.argumentCount]!)];
  setScratch((words[CONTROL.scratch]! >>> 0) + index * words[CONTROL.scratchStride]!);
  for (; claimed * part < total; claimed = Atomics.add(words, CONTROL.next, 1)) {
    kernel(...given, claimed * part, Math.min(total, (claimed + 1) * part));
  }
}
