// The memory rows of the stream: heap, WebAssembly's memory, tensors, and what the browser's processes hold, near a run's
// beginning and after each third of it. Flat is what holds no more after the last third than before it.

import { processesOf, residentOf } from '../memory.mjs';
import { round, table } from '../report.mjs';
import { PROBLEMS } from './throughput.mjs';

const problem = (id) => PROBLEMS.find((one) => one.id === id);
/** GPUs here are emulated: what takes a minute elsewhere takes hours, so that their runs are shorter. */
const RUNS = [
  { compute: 'cpu', problem: problem('usual'), share: 1 },
  { compute: 'wasm', problem: problem('between'), share: 1 },
  { compute: 'webgl', problem: problem('usual'), share: 0.03 },
  { compute: 'webgpu', problem: problem('usual'), share: 0.03 },
];
/** By then everything is compiled, and every buffer and pool is there. */
const SETTLED = 300;
/** Bytes of JavaScript's heap a batch from which on it counts as growing: 100,000 batches would take 10 MB. */
const GROWING = 100;

/** `open()`: a page that offers gc() and exact heap sizes. */
export async function runMemory({ browser, open, batches }) {
  const rows = [];
  for (const run of RUNS) rows.push(await measure(browser, open, run, Math.max(3000, batches * run.share)));
  print(rows);
  return rows;
}

async function measure(browser, open, { compute, problem }, batches) {
  const page = await open();
  const about = { compute, problem: problem.title };
  try {
    const settle = (args) => globalThis.streamBench.settle(...args);
    const engine = await page.evaluate(settle, [{ kind: 'ours', compute }, problem]);
    const readings = [];
    for (const done of [SETTLED, ...[1, 2, 3].map((third) => Math.round((batches * third) / 3))]) {
      const reading = await page.evaluate((count) => globalThis.streamBench.memory(count), done);
      readings.push({ ...reading, resident: await residentBytes(browser) });
      process.stdout.write('.');
    }
    const [start, first, second, last] = readings;
    const heapPerBatch = { firstThird: growth(start, first), lastThird: growth(second, last) };
    return { ...about, engine, readings, heapPerBatch, flat: isSame(second, last) && heapPerBatch.lastThird < GROWING };
  } catch (error) {
    return { ...about, note: String(error.message).split('\n')[0], readings: [] };
  } finally {
    await page.close();
  }
}

/** Bytes of heap a batch. */
function growth(from, to) {
  return round((to.heap - from.heap) / (to.batches - from.batches), 3);
}

function isSame(from, to) {
  const held = ({ wasm, tensors }) => JSON.stringify([wasm, tensors]);
  return held(from) === held(to);
}

/** Of all processes of the browser; null where the system does not tell. */
async function residentBytes(browser) {
  const held = (await processesOf(browser)).map(residentOf);
  return held.every((bytes) => bytes === null) ? null : held.reduce((sum, bytes) => sum + (bytes ?? 0), 0);
}

function print(rows) {
  const heading = [
    'Memory',
    'batches',
    'heap, MB',
    'WASM, MB',
    'tensors',
    'their bytes',
    'on the GPU',
    'processes, MB',
  ];
  const mega = (bytes) => (bytes === null ? '–' : (bytes / 1e6).toFixed(2));
  const body = rows.flatMap(({ compute, problem, engine, note, readings }) =>
    note
      ? [[`${compute}: ${note}`, ...heading.slice(1).map(() => '–')]]
      : readings.map(({ batches, heap, wasm, tensors, resident }) => [
          ...[`${engine}, ${problem}`, batches, mega(heap), mega(wasm)],
          ...[tensors?.tensors ?? '–', tensors?.bytes ?? '–', tensors?.gpu ?? '–', mega(resident)],
        ]),
  );
  console.log(`\n${table([heading, ...body])}`);
  for (const { engine, heapPerBatch, flat } of rows.filter(({ note }) => !note)) {
    const { firstThird, lastThird } = heapPerBatch;
    console.log(
      `${engine}: ${flat ? 'flat' : 'GROWS'}; bytes of heap a batch: first third ${firstThird}, last ${lastThird}`,
    );
  }
}
