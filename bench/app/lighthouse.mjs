// Lighthouse on the built app, as hosts send it: all four categories, on a desktop and on a phone, medians of several runs.
// It comes from npm when it is asked for; where it cannot be had, that is said.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findBrowser } from '../../scripts/browser.mjs';
import { median, round, table } from '../report.mjs';
import { compressed } from './compressed.mjs';

const run = promisify(execFile);
/** The last that runs on Node 20. */
const VERSION = '12.8.2';
const RUNS = 3;
const FORMS = [
  { id: 'desktop', flags: ['--preset=desktop'] },
  { id: 'phone', flags: [] },
];
const PAGES = ['#/points', '#/reviews'];
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const TIMES = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift'];

/** A report, or why there is none. */
async function lighthouse(url, flags) {
  const folder = mkdtempSync(join(tmpdir(), 'lighthouse-'));
  const out = join(folder, 'report.json');
  const chrome = ['--headless=new', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'].join(' ');
  const args = ['--yes', `lighthouse@${VERSION}`, url, '--output=json', `--output-path=${out}`, '--quiet'];
  const env = { ...process.env, CHROME_PATH: findBrowser() ?? '' };
  try {
    // Not in step with this process: it serves the page.
    await run('npx', [...args, `--chrome-flags=${chrome}`, ...flags], { env });
    return { report: JSON.parse(readFileSync(out, 'utf8')) };
  } catch (error) {
    return { why: error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Of each value the median; what is below a full score, by name. */
function summarise(reports) {
  const scores = CATEGORIES.map((id) => [id, median(reports.map(({ categories }) => categories[id].score))]);
  const times = TIMES.map((id) => [id, round(median(reports.map(({ audits }) => audits[id].numericValue)), 3)]);
  const [{ categories, audits }] = reports;
  const failing = CATEGORIES.filter((id) => id !== 'performance').flatMap((id) =>
    categories[id].auditRefs.filter((ref) => ref.weight > 0 && (audits[ref.id].score ?? 1) < 1).map((ref) => ref.id),
  );
  return { scores: Object.fromEntries(scores), times: Object.fromEntries(times), failing };
}

/** `url`: where the built app is served. */
export async function runLighthouse({ url }) {
  const host = await compressed(url);
  const rows = [];
  try {
    for (const { id: form, flags } of FORMS) {
      for (const page of PAGES) rows.push({ form, page, ...(await visit(new URL(page, host.url).href, flags)) });
    }
  } finally {
    host.close();
  }
  const body = rows.map(({ form, page, scores, times, why }) =>
    why ? [`${form} ${page}`, why] : [`${form} ${page}`, ...Object.values(scores), ...Object.values(times)],
  );
  const heading = ['Lighthouse', ...CATEGORIES, ...TIMES];
  console.log(`\n${table([heading, ...body.map((row) => heading.map((_, i) => row[i] ?? ''))])}`);
  return { versions: { lighthouse: VERSION }, runs: RUNS, rows };
}

async function visit(url, flags) {
  const reports = [];
  for (let i = 0; i < RUNS; i++) {
    const { report, why } = await lighthouse(url, flags);
    if (!report) return { why };
    reports.push(report);
    process.stdout.write('.');
  }
  return summarise(reports);
}
