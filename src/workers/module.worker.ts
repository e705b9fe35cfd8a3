// Makes the scripts of a user's module ready to be run, away from the page's thread. One worker a job.

import { expose } from 'comlink';
import { ArchiveError, quoted } from '../ml/modules/errors';
import { isScript, pathProblem } from '../ml/modules/paths';
import { linkModule } from '../sandbox/link';
import type { ModelFile } from '../wire/library';
import { type LinkedModule, SandboxError, type SandboxFailure } from '../wire/sandbox';
import { showLife } from '../wire/worker';

export type LinkAnswer =
  | { readonly ok: true; readonly module: LinkedModule }
  | { readonly ok: false; readonly failure: SandboxFailure; readonly message: string };

const worker = {
  /** Errors as values: Comlink would pass on their message alone. */
  async link(files: readonly ModelFile[], entry: string): Promise<LinkAnswer> {
    try {
      return { ok: true, module: await linkModule(await scriptsOf(files), entry) };
    } catch (error) {
      if (error instanceof SandboxError) return { ok: false, failure: error.failure, message: error.message };
      const message = error instanceof Error ? error.message : String(error);
      return { ok: false, failure: { kind: 'script', file: null, line: null }, message };
    }
  },
};

async function scriptsOf(files: readonly ModelFile[]): Promise<ReadonlyMap<string, string>> {
  const scripts = new Map<string, string>();
  for (const { path, file } of files) {
    const problem = pathProblem(path);
    if (problem) throw new ArchiveError('path', `The path ${quoted(path)} ${problem}.`, { entry: path });
    if (isScript(path)) scripts.set(path, await file.text());
  }
  return scripts;
}

export type ModuleWorker = typeof worker;

showLife();
expose(worker);
