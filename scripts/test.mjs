// `npm test`: every check there is, from a bare clone. Installs what is missing, goes on after a
// failure so that one run tells all, and ends with the count.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureInstalled, ROOT } from './install.mjs';

const RESULTS = join(ROOT, 'test-results');
const totals = { passed: 0, failed: 0 };

function run(command, args, env = {}) {
  const began = Date.now();
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } });
  console.log(`${Math.round((Date.now() - began) / 1000)} s`);
  return status === 0;
}

/** A check that passes or fails as one. */
function check(title, command, args) {
  console.log(`\n── ${title}`);
  const passed = run(command, args);
  totals[passed ? 'passed' : 'failed'] += 1;
  if (!passed) console.log(`✘ ${title} failed`);
  return passed;
}

/** A test runner that writes its counts to a file; no file means that it did not get to run. */
function suite(title, command, args, file, count, env) {
  console.log(`\n── ${title}`);
  rmSync(file, { force: true });
  const ok = run(command, args, env);
  let counts;
  try {
    counts = count(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    counts = { passed: 0, failed: 1 };
  }
  if (!ok && counts.failed === 0) counts.failed = 1;
  if (counts.passed === 0) counts.failed = Math.max(counts.failed, 1);
  totals.passed += counts.passed;
  totals.failed += counts.failed;
  console.log(`${title}: ${counts.passed} passed, ${counts.failed} failed.`);
}

const started = Date.now();
ensureInstalled();
ensureBrowser();
mkdirSync(RESULTS, { recursive: true });

// What the compiler and the tests read besides the sources.
check('Kernels', 'npm', ['run', '--silent', 'kernels']);
check('Format and lint', 'npx', ['biome', 'check', '--error-on-warnings', '.']);
check('Types', 'npm', ['run', '--silent', 'types']);

const unitFile = join(RESULTS, 'unit.json');
suite(
  'Unit tests',
  'npx',
  ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitFile}`],
  unitFile,
  (json) => ({ passed: json.numPassedTests, failed: json.numFailedTests + json.numFailedTestSuites }),
);

if (check('Build', 'npm', ['run', '--silent', 'build'])) {
  check('First load', 'npm', ['run', '--silent', 'size']);
  const e2eFile = join(RESULTS, 'e2e.json');
  suite(
    'Browser tests',
    'npx',
    ['playwright', 'test', '--reporter=list,json'],
    e2eFile,
    (json) => ({ passed: json.stats.expected, failed: json.stats.unexpected + json.stats.flaky }),
    { PLAYWRIGHT_JSON_OUTPUT_NAME: e2eFile },
  );
}

console.log(`\nTook ${Math.round((Date.now() - started) / 1000)} s.`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);
