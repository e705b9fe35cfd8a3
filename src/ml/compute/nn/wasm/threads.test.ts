// Bits do not depend on how work is parted, nor on who does it: parts done by this thread alone, and by real
// helper threads that share its memory.

import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { transformWithOxc } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench, type Case } from '../testing/bench.fixture';
import { everyCase } from '../testing/cases.fixture';
import type { NnBackend } from '../types';
import { createWasmBackend } from './create';
import { nodeNnEnv } from './env.node';
import type { NnThread } from './team';
import { CONTROL, type ThreadStart } from './thread';

// Where relaxed SIMD is still behind a flag (Node 20).
setFlagsFromString('--experimental-wasm-relaxed-simd');

const CASES = everyCase().map((each): [string, Case] => [each.name, each]);

async function outputs(nn: NnBackend, { run }: Case) {
  const bench = new Bench(nn, 23);
  run(bench);
  return bench.results();
}

/** Compares bit for bit, so that -0 and NaN count too; a NaN's own bits are nobody's promise (WebAssembly, 4.3.3). */
async function expectSameBits(nn: NnBackend, alone: NnBackend, each: Case) {
  const expected = await outputs(alone, each);
  const got = await outputs(nn, each);
  for (const [name, values] of expected) {
    expect(bits(got.get(name)!).equals(bits(values)), name).toBe(true);
  }
}

function bits(values: Float32Array): Buffer {
  return Buffer.from(values.map((value) => (Number.isNaN(value) ? Number.NaN : value)).buffer);
}

const idle: NnThread = { start() {}, end() {} };

describe.each([2, 3, 8])('work in parts for %i threads', (threads) => {
  let nn: NnBackend;
  let alone: NnBackend;
  beforeAll(async () => {
    alone = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
    // Helpers that never come up: this thread does all the parts.
    nn = await createWasmBackend({ env: nodeNnEnv(() => idle), threads, worthSharing: 0 });
  });

  it.each(CASES)('%s', async (_name, each) => expectSameBits(nn, alone, each));
});

describe('real helpers', () => {
  let source: string;
  const helpers: Worker[] = [];
  let words: Int32Array;

  /** The helper's own file as a worker of Node. */
  function spawn(): NnThread {
    const code = `${source}
      import { parentPort } from 'node:worker_threads';
      parentPort.once('message', (message) => { serveThread(message); parentPort.close(); });`;
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
    helpers.push(worker);
    return {
      start(message: ThreadStart) {
        words = new Int32Array(message.memory.buffer, 0, 256);
        worker.postMessage(message);
      },
      end() {},
    };
  }

  let nn: NnBackend;
  let alone: NnBackend;
  beforeAll(async () => {
    const file = new URL('./thread.ts', import.meta.url);
    source = (await transformWithOxc(await readFile(file, 'utf8'), file.pathname)).code;
    alone = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
    nn = await createWasmBackend({ env: nodeNnEnv(spawn), threads: 3, worthSharing: 0 });
    while (Atomics.load(words, CONTROL.ready) < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  });
  afterAll(() => Promise.all(helpers.map((helper) => helper.terminate())));

  it('say so', () => {
    expect(nn.description).toMatch(/, 3 threads$/);
  });

  it.each(CASES)('%s', async (_name, each) => expectSameBits(nn, alone, each));

  it('keep up with a growing memory', async () => {
    const large = nn.floats(30_000_000);
    const each = everyCase()[0]!;
    await expectSameBits(nn, alone, each);
    nn.free(large);
  });

  it('end when the backend ends', async () => {
    const ended = helpers.map((helper) => new Promise((resolve) => helper.once('exit', resolve)));
    nn.dispose();
    expect(await Promise.all(ended)).toEqual([0, 0]);
  });
});
