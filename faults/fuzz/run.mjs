// npm run fuzz -- [--only csv,tfjs] [--n 10000] [--seed 1] [--out faults/results]: every parser of what comes from outside, given
// changed samples and made-up values, one after the other. Each is read in a thread: what hangs or fills the memory is ended,
// named, and the next goes on. Ends with 1 where anything failed. --show I writes input I of --only to standard output.

import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { load } from './load.mjs';
import { writeReport } from './report.mjs';

/** Milliseconds, whatever else the machine is doing. */
const HANGS_AFTER = 60_000;
/** Bytes beyond what the process had as a subject began. */
const MOST_MEMORY = 1.5 * 2 ** 30;
const LOOK_EVERY = 200;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    n: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: 'faults/results' },
    show: { type: 'string' },
  },
});
const [n, seed] = [Number(values.n), Number(values.seed)];

const module = await load('thread.ts');
const wanted = values.only?.split(',');
const subjects = module.list().filter(({ name }) => !wanted || wanted.includes(name));
if (subjects.length === 0) throw new Error(`There is none of ${values.only}.`);

if (values.show !== undefined) {
  const { value, shown } = await module.show({ name: subjects[0].name, seed, from: Number(values.show), to: 0 });
  process.stdout.write(value instanceof Uint8Array ? value : typeof value === 'string' ? value : shown);
  process.exit(0);
}

/** Inputs `from` and on, as far as the thread comes. */
function stretch(name, from, to) {
  const shared = new SharedArrayBuffer(4 * 8);
  const at = new Float64Array(shared);
  at[0] = from;
  const failures = [];
  const began = process.memoryUsage().rss;
  let most = began;
  const workerData = { name, seed, from, to, shared };
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  });
  return new Promise((end) => {
    let over = false;
    const finish = (tally) => {
      if (over) return;
      over = true;
      clearInterval(timer);
      worker.terminate().then(() => {
        const so = { accepted: at[2], refused: at[3], slowest: { ms: 0, index: -1 }, failures: [] };
        const { failures: own, ...counts } = tally ?? so;
        end({ ...counts, failures: [...own, ...failures], memory: most - began, next: tally ? to : at[0] + 1 });
      });
    };
    const fail = (kind, message) => {
      failures.push({ kind, index: at[0], message, input: '' });
      finish(null);
    };
    const timer = setInterval(() => {
      const { rss } = process.memoryUsage();
      most = Math.max(most, rss);
      if (at[1] > 0 && Date.now() - at[1] > HANGS_AFTER) fail('hang', `did not end within ${HANGS_AFTER / 1000} s`);
      else if (rss - began > MOST_MEMORY) fail('memory', `${Math.round((rss - began) / 2 ** 20)} MB more than before`);
    }, LOOK_EVERY);
    worker.on('message', (message) => {
      if (message.kind === 'done') finish(message.tally);
      else if (message.kind === 'broken') finish(null);
      else failures.push({ kind: 'crash', index: message.index, message: `stray: ${message.message}`, input: '' });
    });
    worker.on('error', (error) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') fail('memory', 'the thread ran out of memory');
      else fail('crash', String(error.stack ?? error));
    });
  });
}

async function fuzz({ name, reads, times }) {
  const to = n * times;
  const start = performance.now();
  const sum = {
    name,
    reads,
    inputs: 0,
    accepted: 0,
    refused: 0,
    slowest: { ms: 0, index: -1 },
    memory: 0,
    failures: [],
  };
  for (let from = 0; from < to && sum.failures.length < 50; ) {
    const part = await stretch(name, from, to);
    sum.accepted += part.accepted;
    sum.refused += part.refused;
    sum.memory = Math.max(sum.memory, part.memory);
    sum.failures.push(...part.failures);
    if (part.slowest.ms > sum.slowest.ms) sum.slowest = part.slowest;
    from = part.next;
  }
  sum.inputs = sum.accepted + sum.refused;
  return { ...sum, took: (performance.now() - start) / 1000 };
}

const commit = (() => {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
})();
const versions = { node: process.versions.node, v8: process.versions.v8, commit };
const command = `npm run fuzz -- --n ${n} --seed ${seed}${values.only ? ` --only ${values.only}` : ''}`;
const about = { date: new Date().toISOString().slice(0, 10), seed, n, versions, cpu: cpus()[0]?.model ?? '', command };

const reports = [];
for (const subject of subjects) {
  const report = await fuzz(subject);
  reports.push(report);
  writeReport(values.out, about, [report]);
  const { inputs, accepted, slowest, failures, took } = report;
  const counts = `${inputs} inputs, ${accepted} accepted, slowest ${slowest.ms.toFixed(1)} ms (input ${slowest.index})`;
  console.log(`${subject.name.padEnd(16)} ${counts}, ${failures.length} failures, ${took.toFixed(1)} s`);
  for (const { kind, index, message, input } of failures.slice(0, 5)) {
    console.log(`  ✘ ${kind} at ${index}: ${message}\n    ${input.slice(0, 300)}`);
  }
}

process.exit(reports.some(({ failures }) => failures.length > 0) ? 1 : 0);
