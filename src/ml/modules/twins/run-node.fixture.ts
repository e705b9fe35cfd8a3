// For tests: runs the scripts of JavaScript that archives carry in a plain Node, from a folder, as any host of ES modules does
// that was written against the protocol.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';

const scratch = mkdtempSync(join(inject('scratch'), 'twins-'));

/** Without a network to begin with: nothing there is has one. */
const HOST = `
import { readdir, readFile, writeFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

for (const name of ['fetch', 'WebSocket', 'EventSource', 'process', 'require']) delete globalThis[name];

const dirOf = (folder) => ({
  async list(below = '') {
    const entries = await readdir(join(folder, below), { withFileTypes: true, recursive: true });
    const files = entries.filter((entry) => entry.isFile());
    return files.map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1)).sort();
  },
  read: async (path) => new Uint8Array(await readFile(join(folder, path))),
  async write(path, bytes) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  },
});

const loaded = new Map();
const serve = async ({ folder, body, type, accepted }) => {
  const { load, deserialize, predict, serialize } = await import(pathToFileURL(join(folder, 'serve.js')));
  if (!loaded.has(folder)) loaded.set(folder, await load(dirOf(folder)));
  const model = loaded.get(folder);
  const input = await deserialize(new Uint8Array(Buffer.from(body, 'base64')), type);
  const answer = await serialize(await predict(input, model), accepted);
  return answer && { text: new TextDecoder().decode(answer.bytes), type: answer.contentType };
};

const train = async ({ folder, args, options }) => {
  const { train } = await import(pathToFileURL(join(folder, 'train.js')));
  const lines = [];
  const logger = { log: (message) => lines.push(String(message)), flush() {} };
  await train(dirOf(folder), args, { ...options, logger });
  return lines;
};

let input = '';
for await (const part of (await import('node:process')).stdin) input += part;
const answers = [];
for (const job of JSON.parse(input)) {
  try {
    answers.push(await ('body' in job ? serve(job) : train(job)));
  } catch (error) {
    answers.push({ error: error.name + ': ' + error.message });
  }
}
console.log(JSON.stringify(answers));
`;

export type Served = { readonly text: string; readonly type: string } | null | { readonly error: string };

export interface Request {
  readonly folder: string;
  readonly body: string | Uint8Array;
  readonly type?: string;
  readonly accepted?: string;
}

export interface Job {
  readonly folder: string;
  readonly args: readonly string[];
  readonly options?: object;
}

/** A folder with these files in it. */
export function folderOf(files: Iterable<readonly [string, Uint8Array]>): string {
  const folder = mkdtempSync(join(scratch, 'module-'));
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

export function filesIn(folder: string): Map<string, Uint8Array> {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return new Map(paths.sort().map((path) => [path, new Uint8Array(readFileSync(join(folder, path)))]));
}

function run(jobs: readonly object[]): unknown[] {
  const host = join(scratch, 'host.mjs');
  writeFileSync(host, HOST);
  const options = { input: JSON.stringify(jobs), encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  return JSON.parse(execFileSync(process.execPath, ['--no-warnings', host], options));
}

/** One process for all. */
export function serve(requests: readonly Request[]): Served[] {
  return run(
    requests.map((request) => ({ ...request, body: Buffer.from(request.body).toString('base64') })),
  ) as Served[];
}

/** What the trainings said; where one failed, its error. */
export function train(jobs: readonly Job[]): (readonly string[] | { readonly error: string })[] {
  return run(jobs) as (readonly string[] | { readonly error: string })[];
}
