// The memory rows of the stream: heap, WebAssembly's memory, tensors, and what the browser's processes hold, a third of a
// run after the other. Flat is what holds no more at its end than after its first third.

import { readFileSync } from 'node:fs';
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
/** Bytes of JavaScript's heap a batch from which on it counts as growing: a run of a million batches would take 100 MB. */
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
    for (const third of [1, 2, 3]) {
      const done = Math.round((batches * third) / 3);
      const reading = await page.evaluate((count) => globalThis.streamBench.memory(count), done);
      readings.push({ ...reading, resident: await residentBytes(browser) });
      process.stdout.write('.');
    }
    const [first, , last] = readings;
    const heapPerBatch = round((last.heap - first.heap) / (last.batches - first.batches), 3);
    const same = last.wasm === first.wasm && last.tensors?.tensors === first.tensors?.tensors;
    return { ...about, engine, readings, heapPerBatch, flat: same && heapPerBatch < GROWING };
  } catch (error) {
    return { ...about, note: String(error.message).split('\n')[0], readings: [] };
  } finally {
    await page.close();
  }
}

/** Of all processes of the browser; null where the system does not tell. */
async function residentBytes(browser) {
  const session = await browser.newBrowserCDPSession();
  try {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, { id }) => sum + residentOf(id), 0);
  } catch {
    return null;
  } finally {
    await session.detach();
  }
}

function residentOf(id) {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1];
  return 1024 * Number(kilobytes ?? 0);
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
    console.log(
      `${engine}: ${flat ? 'flat' : 'GROWS'}, ${heapPerBatch} bytes of heap a batch over its last two thirds`,
    );
  }
}
