// How many images a second a training step takes, on one thread, beside tfjs-layers in the same minutes.

import { spread, table } from '../report.mjs';
import { runScript } from '../script.mjs';

export async function runImage({ quick }) {
  console.log('\nTraining on images');
  const { batch, groups } = await runScript('bench/image/measure.ts', ['--rounds', quick ? 5 : 15]);
  const told = groups.map(({ rows, ...group }) => ({
    ...group,
    rows: rows.map(({ name, imagesPerSecond }) =>
      imagesPerSecond ? { name, imagesPerSecond: spread(imagesPerSecond) } : { name, note: 'it cannot train' },
    ),
  }));
  for (const { title, rows } of told) {
    const body = rows.map(({ name, imagesPerSecond: rate, note }) =>
      note ? [name, note, ''] : [name, rate.median, `${rate.p25}–${rate.p75}`],
    );
    console.log(`\n${table([[title, 'images/s', 'quartiles'], ...body])}`);
  }
  return { batch, groups: told };
}
