// PyTorch as a contestant of the text rows, in a process of its own.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/** A python that has these modules, or undefined. */
export function findPython(...modules) {
  const candidates = [process.env.MILLRACE_PYTHON, '/usr/bin/python3', 'python3'].filter(Boolean);
  return candidates.find((python) => spawnSync(python, ['-c', `import ${modules.join(', ')}`]).status === 0);
}

/** A folder with each architecture's configuration and weights, for Python. */
export function openWorkshop(problemFiles) {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  const close = () => rmSync(folder, { recursive: true, force: true });
  // Interrupted, too, it leaves nothing behind.
  process.once('exit', close);
  const made = new Map();
  const files = (architecture) => {
    const known = made.get(architecture);
    if (known) return known;
    const { config, safetensors } = problemFiles(architecture);
    const paths = { config, weights: join(folder, architecture) };
    writeFileSync(paths.weights, safetensors);
    made.set(architecture, paths);
    return paths;
  };
  return { files, close };
}

/** PyTorch made ready; rejects when it fails or takes longer than `limitMs`. */
export async function openTorch(python, job, limitMs) {
  const child = spawn(python, ['-B', join(HERE, 'bert_torch.py')], { env: { ...process.env, ...ONE_THREAD } });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaint = '';
  child.stderr.on('data', (data) => {
    complaint += data;
  });
  // A process that is gone shows in its missing answer.
  child.stdin.on('error', () => {});
  const close = () => child.kill('SIGKILL');
  const ask = async (question, limit) => {
    child.stdin.write(`${JSON.stringify(question)}\n`);
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not done within ${Math.round(limit / 1000)} s`)), limit);
    });
    try {
      const { value, done } = await Promise.race([lines.next(), late]);
      if (done) throw new Error(`PyTorch ended: ${complaint.trim().split('\n').at(-1)}`);
      return JSON.parse(value);
    } catch (error) {
      close();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
  const opened = await ask(job, limitMs);
  return {
    opened,
    turn: async (budgetMs, most, limit) => (await ask({ budgetMs, most }, limit)).ms,
    close: async () => close(),
  };
}
