// npm run network [-- --dist <built app>] [--out faults/results]: goes through every flow of the built app and records all that its
// browser asks the network for; then once more without the host. Writes network.json and network.md. Ends with 1 where anything
// went elsewhere, the policy was breached, or something was needed that was not there.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readNetLog } from './net-log.mjs';
import { networkReport } from './report.mjs';

const ROOT = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: { dist: { type: 'string' }, out: { type: 'string', default: join(ROOT, 'faults/results') } },
});

const work = mkdtempSync(join(tmpdir(), 'millrace-network-'));
const run = (command, args, env = {}) =>
  spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } }).status;

try {
  if (!values.dist && run('npm', ['run', '--silent', 'build']) !== 0) process.exit(1);
  const files = { MILLRACE_NETLOG: join(work, 'net.json'), MILLRACE_SEEN: join(work, 'seen.json') };
  const dist = resolve(values.dist ?? join(ROOT, 'dist'));
  const status = run('npx', ['playwright', 'test', '-c', 'faults/network/playwright.config.ts'], {
    ...files,
    MILLRACE_DIST: dist,
  });
  if (!existsSync(files.MILLRACE_SEEN)) process.exit(1);
  const seen = JSON.parse(readFileSync(files.MILLRACE_SEEN, 'utf8'));
  const { json, markdown, faults } = networkReport(seen, readNetLog(files.MILLRACE_NETLOG, seen.stopped), status === 0);
  mkdirSync(values.out, { recursive: true });
  writeFileSync(join(values.out, 'network.json'), `${JSON.stringify(json, null, 2)}\n`);
  writeFileSync(join(values.out, 'network.md'), markdown);
  for (const fault of faults) console.error(`✘ ${fault}`);
  console.log(`${seen.flows.length} flows, ${faults.length} faults.`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
