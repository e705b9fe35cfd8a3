// What npm run bench measures, a file of results each.

import { runHour } from './app/hour.mjs';
import { runInteraction } from './app/interaction.mjs';
import { runLabelling } from './app/labelling.mjs';
import { runLighthouse } from './app/lighthouse.mjs';
import { runStarts } from './app/starts.mjs';
import { runTyping } from './app/typing.mjs';
import { inBrowser, openBrowser, ROOT } from './browser.mjs';
import { runDrift } from './drift/run.mjs';
import { runPoints } from './points/run.mjs';
import { GRAPHICS, SUITES as POINTS_SUITES } from './points/suites.mjs';
import { versionOf } from './report.mjs';
import { runStream } from './stream/run.mjs';
import { runText } from './text/run.mjs';

/** By these names parts of the suite "points" are asked for. */
export const POINTS_PARTS = [...POINTS_SUITES.map(({ id }) => id), GRAPHICS.id, 'grid', 'growth'];

/** On the bench page, in a browser with graphics in software. */
const onBenchPage = (run) => async (setting) =>
  inBrowser(await openBrowser(), (browser) => run({ ...setting, browser, url: setting.benchUrl }));

export const SUITES = [
  { id: 'points', run: onBenchPage(runPoints) },
  {
    id: 'text',
    run: async (setting) => ({
      versions: { 'onnxruntime-web': versionOf(ROOT, 'onnxruntime-web') },
      ...(await onBenchPage(runText)(setting)),
    }),
  },
  { id: 'stream', run: onBenchPage(runStream) },
  { id: 'starts', run: runStarts },
  { id: 'lighthouse', run: runLighthouse },
  { id: 'interaction', run: runInteraction },
  { id: 'typing', run: runTyping },
  { id: 'labelling', run: runLabelling },
  { id: 'drift', needsData: true, run: ({ data, quick }) => runDrift({ data, quick }) },
  { id: 'hour', onlyWhenNamed: true, run: runHour },
];
