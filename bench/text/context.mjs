// What the text rows need: the problem, a page for the contestants of the browser, and what PyTorch reads.

import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { makeHost } from './host.mjs';
import { findPython, openWorkshop } from './python.mjs';

const PROBLEM = fileURLToPath(new URL('./problem.ts', import.meta.url));
const MOST_THREADS = 8;

/** Time for a turn and a call, in milliseconds. */
const FULL = { budgetMs: 400, most: 25, limitMs: 240_000 };
const QUICK = { budgetMs: 100, most: 5, limitMs: 120_000 };

/** Does some work with { problem, threads, setting: as arena.mjs has it }; closes all in any case. */
export async function withTexts({ browser, url, rounds, quick }, work) {
  const { module: problem } = await runnerImport(PROBLEM, { configFile: false, logLevel: 'error' });
  const workshop = openWorkshop(problem.problemFiles);
  const host = makeHost(browser, url);
  try {
    const { cores } = await host.about();
    const setting = {
      ...{ host, rounds, python: findPython('torch', 'numpy'), torchJob: torchJobs(problem, workshop) },
      ...(quick ? QUICK : FULL),
    };
    return await work({ problem, setting, threads: Math.min(MOST_THREADS, cores) });
  } finally {
    await host.close();
    workshop.close();
  }
}

function torchJobs(problem, workshop) {
  return ({ architecture, pass, batch, tokens }) => {
    const { config, weights } = workshop.files(architecture);
    const { ids, labels } = problem.makeBatch(batch, tokens);
    return {
      ...{ config, weights, ids: [...ids], labels: [...labels], tokens, pass, threads: 1 },
      ...{ learning_rate: problem.LEARNING_RATE, weight_decay: problem.WEIGHT_DECAY },
    };
  };
}
