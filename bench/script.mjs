// Measurements in TypeScript that run in a Node of their own, and write what they find as JSON.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What `script` (from the repository's root; called with --out <file> and `args`) has written. Rejects where it fails. */
export async function runScript(script, args) {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  const out = join(folder, 'results.json');
  const flags = ['--experimental-wasm-relaxed-simd', 'scripts/run-ts.mjs', script, '--out', out];
  const child = spawn(process.execPath, [...flags, ...args.map(String)], { cwd: ROOT, stdio: 'inherit' });
  try {
    const code = await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', resolve);
    });
    if (code !== 0) throw new Error(`${script} ended with ${code}.`);
    return JSON.parse(readFileSync(out, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
