// scikit-learn as a contestant: a process per measurement, so that its number of threads can be set.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = join(dirname(fileURLToPath(import.meta.url)), 'sklearn_em.py');

/** A python that has scikit-learn, or undefined. */
export function findSklearn() {
  const candidates = [process.env.MILLRACE_PYTHON, '/usr/bin/python3', 'python3'].filter(Boolean);
  return candidates.find((python) => spawnSync(python, ['-c', 'import sklearn']).status === 0);
}

/** Writes the problem's points where the process can read them; `measure` may be called many times. */
export function openSklearn(python, problem) {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  const file = join(folder, 'points.bin');
  writeFileSync(file, problem.points);
  return {
    /** Milliseconds of each iteration but the first, and the mean log-likelihood before each. */
    measure(threads, iterations) {
      const input = JSON.stringify({ file, means: problem.means, iterations });
      const limit = String(threads);
      const env = { ...process.env, OMP_NUM_THREADS: limit, OPENBLAS_NUM_THREADS: limit, MKL_NUM_THREADS: limit };
      const { status, stdout, stderr } = spawnSync(python, [SCRIPT], { input, env, encoding: 'utf8' });
      if (status !== 0) throw new Error(`scikit-learn failed: ${stderr}`);
      return JSON.parse(stdout);
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}
