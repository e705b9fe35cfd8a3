// The roofline of npm run bench: GFLOP/s of the text models' products, forward and backward, beside the ceiling of one core in the same
// moments, with relaxed SIMD and without; and what a transformer layer spends its time on.

import { round, table } from '../report.mjs';

/** `url`: the bench page; what it returns goes into bench/results/roofline.json. */
export async function runRoofline({ browser, url, quick }) {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto(url);
  await page.waitForFunction(() => 'nnBench' in globalThis);
  const builds = [];
  for (const relaxed of [true, false]) {
    const given = { relaxed, turns: quick ? 4 : 16, threads: 1 };
    builds.push({ relaxed, ...rounded(await page.evaluate((each) => globalThis.nnBench(each), given)) });
    print(builds.at(-1));
  }
  await page.close();
  return { builds };
}

function rounded({ description, ceiling, products, layer }) {
  return {
    ...{ description, ceilingGflops: round(ceiling, 3) },
    products: products.map((row) => ({ ...row, gflops: round(row.gflops, 3), share: round(row.share, 2) })),
    layer: layer.map(({ operation, ms }) => ({ operation, ms: round(ms, 3) })),
  };
}

function print({ description, ceilingGflops, products, layer }) {
  console.log(`\n${description}: ceiling of one thread ${ceilingGflops} GFLOP/s`);
  const rows = products.map(({ model, rows: tokens, pass, gflops, share }) => [
    ...[model, tokens, pass, gflops, `${Math.round(100 * share)} %`],
  ]);
  console.log(table([['model', 'tokens', 'pass', 'GFLOP/s', 'of the ceiling'], ...rows]));
  const total = layer.reduce((sum, { ms }) => sum + ms, 0);
  const parts = layer.map(({ operation, ms }) => [operation, ms, `${((100 * ms) / total).toFixed(1)} %`]);
  console.log(`\n${table([['L4 H256, 8 × 128 tokens', 'ms', 'share'], ...parts])}`);
}
