// For tests: runs the Python scripts of archives as a program written against their protocol does. Where there is no
// python3 with NumPy, what needs it is passed over, and says so.

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect } from 'vitest';
import type { ModelFiles } from '../../../text/types';

const SCRIPTS = join(import.meta.dirname, '..');
const PYTHON = 'python3';
export const missing = spawnSync(PYTHON, ['-c', 'import numpy']).status !== 0;
if (missing) console.warn('Passed over: the Python scripts of archives. There is no python3 with NumPy here.');

export const scratch = mkdtempSync(join(tmpdir(), 'millrace-python-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A module's folder as an archive has it: the scripts of a kind, what they share, and the model's files. */
export function moduleOf(kind: 'text' | 'mixture' | 'stream', files: ModelFiles): string {
  const folder = mkdtempSync(join(scratch, 'module-'));
  cpSync(join(SCRIPTS, kind), folder, { recursive: true });
  cpSync(join(SCRIPTS, 'millrace'), join(folder, 'millrace'), { recursive: true });
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

/** Loads scripts as a program written against the protocol does, serves the requests and trains where it is asked to. */
const RUNNER = `
import importlib.util, io, json, sys
answers = []
for job in json.load(sys.stdin):
    sys.path.insert(0, job['folder'])
    for name in [name for name in sys.modules if name in ('serve', 'train') or name.startswith('millrace')]:
        del sys.modules[name]
    script = 'serve' if 'body' in job else 'train'
    spec = importlib.util.spec_from_file_location(script, job['folder'] + '/' + script + '.py')
    module = sys.modules[script] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        if script == 'train':
            out, sys.stdout = sys.stdout, io.StringIO()
            module.train(*job['args'], tensor_board_enabled=False, tensor_board_dir='logs', logger=None)
            answers.append(sys.stdout.getvalue())
            sys.stdout = out
        else:
            model = module.load(job['folder'], logger=None)
            data = module.deserialize(job['body'].encode('utf-8', 'surrogatepass'), job['type'], logger=None)
            answer = module.serialize(module.predict(data, model, logger=None), job['accepted'], logger=None)
            answers.append(None if answer is None else [answer[0].decode(), answer[1]])
    except ValueError as error:
        answers.append({'error': type(error).__name__ + ': ' + str(error)})
    sys.path.remove(job['folder'])
print(json.dumps(answers))
`;

export type Served = [body: string, type: string] | null | { error: string };

interface Request {
  readonly folder: string;
  readonly body: unknown;
  readonly type?: string;
  readonly accepted?: string;
}

const run = (jobs: readonly object[]) =>
  JSON.parse(execFileSync(PYTHON, ['-c', RUNNER], { input: JSON.stringify(jobs), encoding: 'utf8' }));

export function serve(requests: readonly Request[]): Served[] {
  return run(
    requests.map(({ folder, body, type = 'application/json', accepted = '*/*' }) => ({
      ...{ folder, type, accepted },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })),
  );
}

/** What the trainings said. */
export function train(jobs: readonly { readonly folder: string; readonly args: readonly string[] }[]): string[] {
  return run(jobs);
}

export function bodyOf(answer: Served | undefined): string {
  if (!Array.isArray(answer)) throw new Error(`No answer, but ${JSON.stringify(answer)}`);
  return answer[0];
}

export function filesIn(folder: string, below = ''): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) for (const [name, bytes] of filesIn(folder, path)) files.set(name, bytes);
    else files.set(path, new Uint8Array(readFileSync(join(folder, path))));
  }
  return files;
}

export function expectClose(got: readonly number[], expected: readonly number[], within: number): void {
  expect(got).toHaveLength(expected.length);
  got.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!)).toBeLessThan(within);
  });
}
