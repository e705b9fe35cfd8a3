// Making a module's scripts ready to be run, in a worker.

import { wrap } from 'comlink';
import { SANDBOX_LIMITS } from '../sandbox/limits';
import type { ModelFile } from '../wire/library';
import { type LinkedModule, SandboxError } from '../wire/sandbox';
import { startWorker } from '../wire/worker';
import type { ModuleWorker } from '../workers/module.worker';
import moduleScript from '../workers/module.worker.ts?worker&url';

/** Rejects with SandboxError, and with the signal's reason. */
export function linkScripts(files: readonly ModelFile[], entry: string, signal: AbortSignal): Promise<LinkedModule> {
  return new Promise((resolve, reject) => {
    const settle = (how: () => void) => {
      clearTimeout(timer);
      starting.end();
      signal.removeEventListener('abort', onAbort);
      how();
    };
    const unread = (why: string) =>
      settle(() =>
        reject(new SandboxError({ kind: 'script', file: entry, line: null }, `${entry} cannot be read: ${why}.`)),
      );
    const starting = startWorker(moduleScript, 'module', unread);
    const onAbort = () => settle(() => reject(signal.reason));
    const timer = setTimeout(
      () => unread(`it took longer than ${SANDBOX_LIMITS.predictSeconds} s`),
      SANDBOX_LIMITS.predictSeconds * 1000,
    );
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) return onAbort();
    wrap<ModuleWorker>(starting.endpoint)
      .link(files, entry)
      .then(
        (answer) =>
          settle(() => (answer.ok ? resolve(answer.module) : reject(new SandboxError(answer.failure, answer.message)))),
        (error: unknown) => settle(() => reject(error)),
      );
  });
}
