// The scoring rows of npm run bench: texts of 16 to 512 tokens, one at a time and 32 together, by our engine, by onnxruntime-web from
// our ONNX export, and by stock tfjs; how long a call takes (p50 and p95), and how many reviews a second that comes to.

import { quantile } from '../browser.mjs';
import { round } from '../report.mjs';
import { checkResults, openContestant, TOLERANCE, takeTurns } from './arena.mjs';
import { withTexts } from './context.mjs';
import { GOALS, SCORING, scorers } from './plan.mjs';
import { printGoals, printScoring } from './print.mjs';

/** `url`: the bench page; what it returns goes into bench/results/scoring.json. */
export async function runScoring(given) {
  const { architecture, cells } = SCORING;
  return withTexts(given, async ({ setting }) => {
    const rows = [];
    for (const cell of cells) {
      const some = await runCell(setting, cell);
      printScoring(some);
      rows.push(...some);
    }
    const goals = goalsOf(rows);
    printGoals(goals);
    return { architecture, tolerance: TOLERANCE, rows, goals };
  });
}

async function runCell(setting, { batch, tokens }) {
  const opened = [];
  for (const one of scorers({ batch, tokens })) opened.push(await openContestant(setting, one));
  const [ours] = opened;
  await checkResults(opened, async () => (ours.note ? null : ours.opened.check));
  await takeTurns(setting, opened);
  const median = ours.note ? null : quantile(ours.samples, 0.5);
  return opened.map(({ name, note, remark, samples, difference, opened: its }) => {
    const about = { name, batch, tokens, ...(remark ? { remark } : {}) };
    if (note) return { ...about, note };
    const p50 = quantile(samples, 0.5);
    return {
      ...{ ...about, engine: its.engine, calls: samples.length, p50: round(p50), p95: round(quantile(samples, 0.95)) },
      ...{ least: round(Math.min(...samples)), reviewsPerSecond: round((1000 * batch) / p50, 3) },
      ...{ timesOurs: median === null ? null : round(p50 / median, 3), difference: round(difference ?? 0, 2) },
    };
  });
}

/** Single reviews, at each length. */
function goalsOf(rows) {
  return SCORING.cells
    .filter(({ batch }) => batch === 1)
    .map(({ tokens }) => {
      const of = (start) => rows.find((row) => row.batch === 1 && row.tokens === tokens && row.name.startsWith(start));
      const [ours, peer] = [of('Millrace'), of('onnxruntime-web')];
      const goal = `one review of ${tokens} tokens at ${GOALS.forward} times onnxruntime-web, 1 thread`;
      if (!ours?.p50 || !peer?.p50) return { goal, unit: 'times', value: null, ofMinima: null, met: null };
      const value = round(peer.p50 / ours.p50, 3);
      return { goal, unit: 'times', value, ofMinima: round(peer.least / ours.least, 3), met: value >= GOALS.forward };
    });
}
