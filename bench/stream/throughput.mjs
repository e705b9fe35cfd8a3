// The throughput rows of the stream: batches a second of our loop beside stock TensorFlow.js on the same data, network and
// batch size, in workers of one browser that take turns.

import { median, round, table } from '../report.mjs';

export const PROBLEMS = [
  {
    id: 'usual',
    title: 'SEA-like, the usual network: 3 → 16 → 2, 32 rows',
    columns: 3,
    hidden: [16],
    classes: 2,
    rows: 32,
  },
  /** Where "auto" changes over to WASM. */
  { id: 'threshold', title: '3 → 32 → 2, 32 rows', columns: 3, hidden: [32], classes: 2, rows: 32 },
  { id: 'two-layers', title: '10 → 64 → 32 → 1, 32 rows', columns: 10, hidden: [64, 32], classes: 0, rows: 32 },
  { id: 'between', title: '16 → 96 → 48 → 3, 48 rows', columns: 16, hidden: [96, 48], classes: 3, rows: 48 },
  { id: 'middle', title: '20 → 128 → 64 → 4, 64 rows', columns: 20, hidden: [128, 64], classes: 4, rows: 64 },
  { id: 'wide', title: '50 → 256 → 128 → 10, 128 rows', columns: 50, hidden: [256, 128], classes: 10, rows: 128 },
  { id: 'widest', title: '300 → 512 → 256 → 10, 256 rows', columns: 300, hidden: [512, 256], classes: 10, rows: 256 },
].map((problem) => ({ ...problem, products: productsOf(problem) }));

const CONTESTANTS = [
  { name: 'Millrace, as chosen by itself', job: { kind: 'ours', compute: 'auto' } },
  { name: 'Millrace, double precision', job: { kind: 'ours', compute: 'cpu' } },
  { name: 'Millrace, WASM', job: { kind: 'ours', compute: 'wasm' } },
  { name: 'stock tfjs, model.fit, WASM', job: { kind: 'fit', backend: 'wasm' } },
  { name: 'stock tfjs, model.fit, CPU', job: { kind: 'fit', backend: 'cpu' } },
  { name: 'stock tfjs, trainOnBatch, WASM', job: { kind: 'trainOnBatch', backend: 'wasm' } },
  { name: 'stock tfjs, trainOnBatch, CPU', job: { kind: 'trainOnBatch', backend: 'cpu' } },
];

/** The goal of the issue: ours against stock tfjs's fit, in batches a second. */
const GOAL = 3;
const WARM_UP = 200;

/** `open()`: a page with the contestants. */
export async function runThroughput({ open, rounds, quick }) {
  const page = await open();
  const turnMs = quick ? 150 : 400;
  const results = [];
  for (const problem of PROBLEMS) {
    const rows = [];
    for (const { name, job } of CONTESTANTS) rows.push(await enter(page, name, job, problem));
    for (let turn = 0; turn < rounds; turn++) {
      for (const row of rows) if (!row.note) row.rates.push(await page.evaluate(takeTurn, [row.name, turnMs]));
      process.stdout.write('.');
    }
    await page.evaluate(
      (names) => names.map(globalThis.streamBench.close),
      CONTESTANTS.map(({ name }) => name),
    );
    results.push({ ...problem, rows: rows.map(toRow), ...ratiosOf(rows) });
    print(results.at(-1));
  }
  await page.close();
  return { turnMs, rounds, goal: GOAL, problems: results };
}

async function enter(page, name, job, problem) {
  try {
    const open = (args) => globalThis.streamBench.open(...args);
    const opened = await page.evaluate(open, [name, job, problem, WARM_UP]);
    return { name, job, engine: opened.engine, learnt: [opened.firstLoss, opened.loss], rates: [] };
  } catch (error) {
    return { name, job, note: String(error.message).split('\n')[0], rates: [] };
  }
}

function takeTurn([name, ms]) {
  return globalThis.streamBench.turn(name, ms);
}

function toRow({ name, engine, learnt, note, rates }) {
  if (note) return { name, note };
  const batchesPerSecond = {
    median: round(median(rates.map(({ mean }) => mean))),
    best: round(Math.max(...rates.map(({ best }) => best))),
  };
  return { name, engine, lossOverWarmUp: learnt.map((loss) => round(loss)), batchesPerSecond };
}

/**
 * median: of the ratios within each round, whose contestants share the machine's mood; best: of the quickest stretches of
 * each, which other work disturbed least.
 */
function ratio(a, b) {
  if (a.note || b.note) return null;
  const best = ({ rates }) => Math.max(...rates.map((rate) => rate.best));
  return {
    median: round(median(a.rates.map(({ mean }, i) => mean / b.rates[i].mean)), 3),
    best: round(best(a) / best(b), 3),
  };
}

function ratiosOf(rows) {
  const find = (kind, what) => rows.find(({ job }) => job.kind === kind && (job.compute ?? job.backend) === what);
  const ours = find('ours', 'auto');
  const timesStock = {};
  for (const row of rows.filter(({ job }) => job.kind !== 'ours')) timesStock[row.name] = ratio(ours, row);
  const fits = rows.filter(({ job, note }) => job.kind === 'fit' && !note).map(({ name }) => timesStock[name]);
  const least = (of) => Math.min(...fits.map((fit) => fit[of]));
  return {
    timesStock,
    /** WASM against double precision: where it passes 1, "auto" should change over. */
    wasmTimesDouble: ratio(find('ours', 'wasm'), find('ours', 'cpu')),
    /** Against the quicker of the two `fit`s. */
    goalMet: { median: least('median') >= GOAL, best: least('best') >= GOAL },
  };
}

function print({ title, products, rows, timesStock, wasmTimesDouble, goalMet }) {
  const body = rows.map(({ name, engine, note, batchesPerSecond }) => {
    if (note) return [name, note, '–', '–', '–', '–'];
    const { median, best } = timesStock[name] ?? { median: '–', best: '–' };
    return [name, engine, Math.round(batchesPerSecond.median), Math.round(batchesPerSecond.best), median, best];
  });
  const heading = [title, 'engine', 'batches/s', 'at best', 'ours (auto) is so many times that', 'at best'];
  console.log(`\n${table([heading, ...body])}`);
  const { median, best } = wasmTimesDouble ?? {};
  console.log(`WASM / double precision, ${products.toLocaleString('en')} products a pass: ${median}, at best ${best};`);
  console.log(`goal, ${GOAL} times the quicker fit: by medians ${goalMet.median}, at best ${goalMet.best}`);
}

function productsOf({ columns, hidden, classes, rows }) {
  const widths = [columns, ...hidden, Math.max(1, classes)];
  return rows * widths.slice(1).reduce((sum, width, i) => sum + width * widths[i], 0);
}
