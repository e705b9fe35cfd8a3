// The text rows of npm run bench: forward pass and training step of three encoders beside their peers. Contestants take
// turns within a round; the ceiling of one thread is among them, so that a busy machine is busy for it, too.

import { round, spread } from '../report.mjs';
import { checkResults, msPerText, openContestant, TOLERANCE, takeTurns } from './arena.mjs';
import { withTexts } from './context.mjs';
import { ARCHITECTURES, contestants, GOALS } from './plan.mjs';
import { judge, printGoals, printGroup } from './print.mjs';

/** `url`: the bench page; what it returns goes into bench/results/text.json. */
export async function runText(given) {
  return withTexts(given, async (context) => {
    const groups = [];
    for (const architecture of ARCHITECTURES) {
      for (const pass of ['forward', 'training']) groups.push(await runGroup(context, architecture, pass));
    }
    const goals = judge(groups, GOALS);
    printGoals(goals);
    const { TOKENS: tokens, VOCABULARY: vocabulary, FLOPS_FORMULA: flops } = context.problem;
    return { tokens, vocabulary, flops, tolerance: TOLERANCE, groups, goals };
  });
}

async function runGroup(context, architecture, pass) {
  const { setting, problem, threads } = context;
  console.log(`\n${architecture}, ${pass === 'forward' ? 'forward of one text' : 'training step'}`);
  const opened = [];
  for (const one of contestants(architecture, pass, threads)) {
    opened.push(await openContestant(setting, one));
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
