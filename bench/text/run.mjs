// The text rows of npm run bench: forward pass and training step of three encoders beside their peers, and the
// shipped model as the app runs it. Contestants take turns within a round; the ceiling of one thread is among them,
// so that a busy machine is busy for it, too.

import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { round, spread } from '../report.mjs';
import { checkResults, msPerText, openContestant, TOLERANCE, takeTurns } from './arena.mjs';
import { makeHost } from './host.mjs';
import { ARCHITECTURES, contestants, GOALS, SHIPPED_TASKS, shippedContestants } from './plan.mjs';
import { judge, printGoals, printGroup, printShipped } from './print.mjs';
import { findPython, openWorkshop } from './python.mjs';

const PROBLEM = fileURLToPath(new URL('./problem.ts', import.meta.url));
const MOST_THREADS = 8;

/** Time for a turn and a call, in milliseconds. */
const FULL = { budgetMs: 400, most: 25, limitMs: 240_000 };
const QUICK = { budgetMs: 100, most: 5, limitMs: 120_000 };

/** `url`: the bench page; what it returns goes into bench/results/text.json. */
export async function runText({ browser, url, rounds, quick }) {
  const { module: problem } = await runnerImport(PROBLEM, { configFile: false, logLevel: 'error' });
  const workshop = openWorkshop(problem.problemFiles);
  const models = new Map();
  const host = makeHost(browser, url, (name) => models.get(name));
  const python = { torch: findPython('torch', 'numpy'), onnx: findPython('onnx', 'numpy') };
  try {
    const { cores } = await host.about();
    const context = {
      ...{ problem, workshop, models, python, threads: Math.min(MOST_THREADS, cores) },
      setting: makeSetting({ host, problem, workshop, python: python.torch, rounds, quick }),
    };
    const groups = [];
    for (const architecture of ARCHITECTURES) {
      for (const pass of ['forward', 'training']) groups.push(await runGroup(context, architecture, pass));
    }
    const shipped = await runShipped(context);
    const goals = judge(groups, GOALS);
    printGoals(goals);
    const { TOKENS: tokens, VOCABULARY: vocabulary, FLOPS_FORMULA: flops } = problem;
    return { tokens, vocabulary, flops, tolerance: TOLERANCE, groups, shipped, goals };
  } finally {
    await host.close();
    workshop.close();
  }
}

function makeSetting({ host, problem, workshop, python, rounds, quick }) {
  const torchJob = ({ architecture, pass, batch }) => {
    const { config, weights } = workshop.files(architecture);
    const { ids, labels } = problem.makeBatch(batch);
    return {
      ...{ config, weights, ids: [...ids], labels: [...labels], tokens: problem.TOKENS, pass, threads: 1 },
      ...{ learning_rate: problem.LEARNING_RATE, weight_decay: problem.WEIGHT_DECAY },
    };
  };
  return { host, python, torchJob, rounds, ...(quick ? QUICK : FULL) };
}

async function runGroup(context, architecture, pass) {
  const { setting, problem, threads } = context;
  console.log(`\n${architecture}, ${pass === 'forward' ? 'forward of one text' : 'training step'}`);
  const opened = [];
  for (const one of contestants(architecture, pass, threads)) {
    opened.push(await openContestant(setting, one.id === 'onnx' ? withModel(context, one) : one));
    process.stdout.write(opened.at(-1).note ? 'x' : 'o');
  }
  await checkResults(opened, references(setting, opened[0]));
  const peak = await openContestant(setting, { id: 'peak', name: 'ceiling', job: { kind: 'peak', batch: 1 } });
  await takeTurns(setting, [peak, ...opened]);
  const ceiling = peak.note ? null : spread(peak.samples.map((ms) => problem.PEAK_FLOPS / ms / 1e6));
  const operations = problem.flopsOf(architecture, pass);
  const rows = opened.map((one) => toRow(one, operations, ceiling));
  const group = { architecture, pass, flopsPerText: operations, ceilingGflops: ceiling, rows };
  printGroup(group);
  return group;
}

/** Our results for a batch of any size, each computed once. */
function references(setting, ours) {
  const known = new Map(ours.note ? [] : [[ours.job.batch, ours.opened.check]]);
  return async (batch) => {
    if (!known.has(batch)) {
      const other = await openContestant(setting, { ...ours, id: 'reference', job: { ...ours.job, batch } });
      known.set(batch, other.note ? null : other.opened.check);
      await other.close?.();
    }
    return known.get(batch);
  };
}

/** Makes the ONNX model and says where the page finds it. */
function withModel({ workshop, models, python, problem }, contestant) {
  const { architecture } = contestant.job;
  if (!python.onnx) return { ...contestant, missing: 'python3-onnx is not installed here' };
  try {
    const name = `${architecture}.onnx`;
    models.set(name, workshop.onnx(python.onnx, architecture, problem.TOKENS));
    return { ...contestant, job: { ...contestant.job, url: `onnx/${name}` } };
  } catch (error) {
    return { ...contestant, missing: `the ONNX model could not be made: ${String(error.stderr ?? error).slice(-150)}` };
  }
}

function toRow(one, operations, ceiling) {
  const { id, name, threads, job, note, remark, difference } = one;
  const about = { id, name, ...(threads ? { threads } : {}), batch: job.batch };
  if (note) return { ...about, note };
  const ms = msPerText(one);
  const gflops = operations / ms.median / 1e6;
  const own = id.startsWith('ours') && ceiling;
  return {
    ...about,
    engine: one.opened.engine,
    msPerText: ms,
    gflops: round(gflops, 3),
    // Of as many ceilings as there are threads.
    ...(own ? { shareOfCeiling: round(gflops / (threads * ceiling.max), 3) } : {}),
    difference: difference === undefined ? null : round(difference, 2),
    ...(remark ? { remark } : {}),
  };
}

async function runShipped({ setting, threads }) {
  console.log('\nThe shipped model, as the app runs it (tokenizer and n-gram part included)');
  const rows = [];
  for (const { title, texts, task } of SHIPPED_TASKS) {
    const opened = [];
    for (const one of shippedContestants(task, threads)) opened.push(await openContestant(setting, one));
    await takeTurns(setting, opened);
    for (const one of opened) rows.push(shippedRow(title, texts, one));
  }
  printShipped(rows);
  return rows;
}

function shippedRow(title, texts, one) {
  const { name, threads, note, remark } = one;
  if (note) return { title, name, threads, note };
  const ms = spread(one.samples);
  const speed = texts > 1 ? { textsPerSecond: round((1000 * texts) / ms.median, 3) } : {};
  return { title, name, threads, engine: one.opened.engine, ms, ...speed, ...(remark ? { remark } : {}) };
}
