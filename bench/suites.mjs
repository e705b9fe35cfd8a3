// What npm run bench measures, a file of results each: about how many minutes it takes, whole and with --quick.

import { runHistory } from './app/history.mjs';
import { runHour } from './app/hour.mjs';
import { runImporting } from './app/importing.mjs';
import { runInteraction } from './app/interaction.mjs';
import { runLabelling } from './app/labelling.mjs';
import { runLighthouse } from './app/lighthouse.mjs';
import { runStarts } from './app/starts.mjs';
import { runTraining } from './app/training.mjs';
import { runTyping } from './app/typing.mjs';
import { inBrowser, openBrowser, ROOT } from './browser.mjs';
import { runDrift } from './drift/run.mjs';
import { runHostile } from './hostile/run.mjs';
import { runImage } from './image/run.mjs';
import { runMetrics } from './metrics/run.mjs';
import { runRoofline } from './nn/run.mjs';
import { runGrid, runPoints } from './points/run.mjs';
import { versionOf } from './report.mjs';
import { runStream } from './stream/run.mjs';
import { runRetraining } from './text/retraining.mjs';
import { runText } from './text/run.mjs';
import { runScoring } from './text/scoring.mjs';
import { runShipped } from './text/shipped-models.mjs';

/** On the bench page, in a browser with graphics in software. */
const onBenchPage = (run) => async (setting) =>
  inBrowser(await openBrowser(), (browser) => run({ ...setting, browser, url: setting.benchUrl }));

const withPeers = (run) => async (setting) => ({
  versions: Object.fromEntries(['onnxruntime-web', '@jax-js/jax'].map((name) => [name, versionOf(ROOT, name)])),
  ...(await onBenchPage(run)(setting)),
});

/** What is felt first comes first: a run that is broken off has it. */
export const SUITES = [
  { id: 'starts', minutes: [3, 1], run: runStarts },
  { id: 'typing', minutes: [5, 5], run: runTyping },
  { id: 'training', minutes: [3, 3], run: runTraining },
  { id: 'interaction', minutes: [2, 2], run: runInteraction },
  { id: 'points', minutes: [3, 1], run: onBenchPage(runPoints) },
  { id: 'grid', minutes: [5, 3], run: onBenchPage(runGrid) },
  { id: 'scoring', minutes: [5, 2], run: withPeers(runScoring) },
  { id: 'text', minutes: [13, 9], run: withPeers(runText) },
  { id: 'shipped', minutes: [2, 1], run: onBenchPage(runShipped) },
  { id: 'roofline', minutes: [1, 0.5], run: onBenchPage(runRoofline) },
  { id: 'image', minutes: [2, 1], run: runImage },
  { id: 'stream', minutes: [9, 4], run: onBenchPage(runStream) },
  { id: 'labelling', minutes: [3, 1], run: runLabelling },
  { id: 'history', minutes: [4, 1], run: runHistory },
  { id: 'importing', minutes: [2, 0.5], run: runImporting },
  { id: 'hostile', minutes: [3, 1], run: runHostile },
  { id: 'lighthouse', minutes: [6, 6], run: runLighthouse },
  { id: 'metrics', minutes: [0.5, 0.3], run: runMetrics },
  { id: 'retraining', minutes: [4, 1], run: runRetraining },
  { id: 'drift', minutes: [6, 1], needsData: true, run: ({ data, quick }) => runDrift({ data, quick }) },
  { id: 'hour', minutes: [60, 60], onlyWhenNamed: true, lasts: ({ minutes }) => minutes, run: runHour },
];
