// The figures of a batch (area under the ROC curve, log loss, accuracy …) beside scikit-learn's: how far apart they are, and how long
// both take. Without scikit-learn ours are told alone.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { findSklearn } from '../points/sklearn.mjs';
import { round, spread, table } from '../report.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
/** Scores that are kept in few digits are often alike. */
const PROBLEMS = [
  { n: 1000, digits: 2 },
  { n: 25_000, digits: 6 },
  { n: 1_000_000, digits: 6 },
  { n: 1_000_000, digits: 2 },
];

function bySklearn(python, { scores, labels }) {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-metrics-'));
  try {
    writeFileSync(join(folder, 'scores.bin'), scores);
    writeFileSync(join(folder, 'labels.bin'), labels);
    const input = JSON.stringify({ folder });
    const { status, stdout, stderr } = spawnSync(python, ['-B', join(HERE, 'sklearn_metrics.py')], {
      ...{ input, encoding: 'utf8' },
    });
    if (status !== 0) throw new Error(`scikit-learn failed: ${stderr}`);
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function runMetrics({ rounds }) {
  console.log('\nFigures of a batch');
  const { module } = await runnerImport(join(HERE, 'ours.ts'), { configFile: false, logLevel: 'error' });
  const python = findSklearn();
  let version = null;
  const rows = PROBLEMS.map(({ n, digits }, seed) => {
    const problem = module.judged(n, digits, seed);
    const ours = Array.from({ length: rounds }, () => module.figuresOf(problem));
    const theirs = python ? bySklearn(python, problem) : null;
    version = theirs?.version ?? version;
    const [{ figures }] = ours;
    const differences = Object.entries(theirs?.figures ?? {}).map(([name, value]) => [
      ...[name, Math.abs(figures[name] - value)],
    ]);
    const ms = { ours: spread(ours.map((one) => one.ms)), theirs: theirs ? spread(theirs.ms) : null };
    return { n, digits, figures, differences: Object.fromEntries(differences), ms };
  });
  const most = ({ differences }) => Math.max(...Object.values(differences));
  const body = rows.map((row) => [
    ...[
      `${row.n.toLocaleString('en')} scores of ${row.digits} digits`,
      row.ms.ours.median,
      row.ms.theirs?.median ?? '–',
    ],
    row.ms.theirs ? round(most(row), 2) : '–',
  ]);
  console.log(`\n${table([['', 'ms', "scikit-learn's ms", 'largest difference'], ...body])}`);
  return { versions: version ? { 'scikit-learn': version } : {}, rows };
}
