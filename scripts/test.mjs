// `npm test`: every check there is, from a bare clone. Installs what is missing, goes on after a
// failure so that one run tells all, and ends with what failed and the count.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureInstalled, ROOT } from './install.mjs';

const RESULTS = join(ROOT, 'test-results');
const totals = { passed: 0, failed: 0 };
/** What failed, named once more at the end: a long run's log is read from there. */
const failures = [];

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
  if (!passed) {
    console.log(`✘ ${title} failed`);
    failures.push(title);
  }
  return passed;
}

/**
 * A test runner that writes its results to a file, of which `read` makes how many passed and the
 * names of those that failed. No file means that it did not get to run.
 */
function suite(title, command, args, file, read, env) {
  console.log(`\n── ${title}`);
  rmSync(file, { force: true });
  const ok = run(command, args, env);
  let passed = 0;
  let failed;
  try {
    ({ passed, failed } = read(JSON.parse(readFileSync(file, 'utf8'))));
  } catch {
    failed = ['did not get to the end'];
  }
  if (failed.length === 0 && passed === 0) failed = ['nothing ran'];
  if (failed.length === 0 && !ok) failed = ['every test passed, and yet it ended with an error (see above)'];
  totals.passed += passed;
  totals.failed += failed.length;
  failures.push(...failed.map((name) => `${title}: ${name}`));
  console.log(`${title}: ${passed} passed, ${failed.length} failed.`);
}

/** What Vitest's JSON says; a file none of whose tests could be read counts as one that failed. */
function readVitest(json) {
  const failed = json.testResults.flatMap(({ name, status, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status === 'failed');
    if (tests.length > 0) return tests.map((test) => `${relative(ROOT, name)} › ${test.fullName}`);
    return status === 'failed' ? [relative(ROOT, name)] : [];
  });
  return { passed: json.numPassedTests, failed };
}

/** What Playwright's JSON says; one that passed only at the second try has failed. */
function readPlaywright(json) {
  const failed = [];
  const visit = ({ suites = [], specs = [] }) => {
    for (const { file, title, tests } of specs) {
      for (const { status } of tests) {
        if (status === 'unexpected' || status === 'flaky') failed.push(`${file} › ${title} (${status})`);
      }
    }
    suites.forEach(visit);
  };
  visit(json);
  return { passed: json.stats.expected, failed };
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
  readVitest,
);

if (check('Build', 'npm', ['run', '--silent', 'build'])) {
  check('First load', 'npm', ['run', '--silent', 'size']);
  const e2eFile = join(RESULTS, 'e2e.json');
  suite('Browser tests', 'npx', ['playwright', 'test', '--reporter=list,json'], e2eFile, readPlaywright, {
    PLAYWRIGHT_JSON_OUTPUT_NAME: e2eFile,
  });
}

for (const name of failures) console.log(`✘ ${name}`);
console.log(`\nTook ${Math.round((Date.now() - started) / 1000)} s.`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);
