// The shipped models as the app runs them, tokenizer and n-gram part included: how long a score and an explanation take.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { round, spread } from '../report.mjs';
import { openContestant, takeTurns } from './arena.mjs';
import { withTexts } from './context.mjs';
import { SHIPPED_TASKS, shippedContestants } from './plan.mjs';
import { printShipped } from './print.mjs';

/** `url`: the bench page, beside the app built into `outDir`; what it returns goes into bench/results/shipped.json. */
export async function runShipped({ outDir, ...given }) {
  const { models } = JSON.parse(readFileSync(join(outDir, 'models/manifest.json'), 'utf8'));
  return withTexts(given, async (context) => {
    const rows = [];
    // Words alone are no matter of milliseconds.
    for (const { id } of models.filter(({ kind }) => kind !== 'ngram')) rows.push(...(await rowsOf(context, id)));
    printShipped(rows);
    const failures = rows
      .filter(({ note }) => note)
      .map(({ model, title, note }) => ({ title: `${model}: ${title}`, why: note }));
    return { rows, failures };
  });
}

async function rowsOf({ setting, threads }, model) {
  const rows = [];
  for (const { title, texts, task } of SHIPPED_TASKS) {
    const opened = [];
    for (const one of shippedContestants(model, task, threads)) opened.push(await openContestant(setting, one));
    await takeTurns(setting, opened);
    rows.push(...opened.map((one) => ({ model, ...toRow(title, texts, one) })));
  }
  return rows;
}

function toRow(title, texts, one) {
  const { name, threads, note, remark } = one;
  if (note) return { title, name, threads, note };
  const ms = spread(one.samples);
  const speed = texts > 1 ? { textsPerSecond: round((1000 * texts) / ms.median, 3) } : {};
  return { title, name, threads, engine: one.opened.engine, ms, ...speed, ...(remark ? { remark } : {}) };
}
