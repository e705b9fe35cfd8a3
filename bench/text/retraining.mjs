// The retraining rows of npm run bench: what few labels of product reviews bring each shipped model, and what it forgets by them
// (retraining.ts, in a process of its own).

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from '../report.mjs';
import { runScript } from '../script.mjs';

/** Of the app built into `outDir`; `data`: a folder as scripts/base-model/corpus.ts reads it, or none. */
export async function runRetraining({ outDir, data, quick }) {
  console.log('\nRetraining on product reviews');
  const { models } = JSON.parse(readFileSync(join(outDir, 'models/manifest.json'), 'utf8'));
  const results = [];
  for (const { id } of models) {
    const args = ['--model', id, '--seeds', quick ? 2 : 8, ...(data ? ['--data', data] : [])];
    results.push(await runScript('bench/text/retraining.ts', args));
  }
  const percent = (value) => (value === null ? '–' : `${value} %`);
  const body = results.flatMap(({ model, before, rows }) => [
    [`${model}, as it is`, percent(before.products), percent(before.probe), percent(before.films), '', ''],
    ...rows.map(({ n, products, probe, films, refused, seeds, seconds }) => [
      ...[
        `${model}, ${n} labels`,
        percent(products),
        percent(probe),
        percent(films),
        `${refused} of ${seeds}`,
        seconds,
      ],
    ]),
  ]);
  console.log(`\n${table([['', 'products', 'probe', 'films', 'refused', 'seconds'], ...body])}`);
  return { judged: 300, results };
}
