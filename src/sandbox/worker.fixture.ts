// A linked module at work in Node, as a worker of the sandbox runs it: for tests of what it says and does. That it is shut
// off is the browser's doing, and tested there.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { constants, runInThisContext } from 'node:vm';
import { inject } from 'vitest';
import type { ModelFile } from '../wire/library';
import type { LinkedModule, SandboxCommand, SandboxReport } from '../wire/sandbox';
import { parseReport } from '../wire/sandbox-schemas';
import workerScript from './worker-script.js?raw';

/** Node imports no blobs: scripts are files. */
const folder = mkdtempSync(join(inject('scratch'), 'sandbox-'));
let count = 0;

class Pieces {
  constructor(readonly texts: readonly string[]) {}
}

const addresses = {
  createObjectURL({ texts }: Pieces): string {
    count += 1;
    const path = join(folder, `${count}.mjs`);
    writeFileSync(path, texts.join(''));
    return pathToFileURL(path).href;
  },
};

export interface Told {
  readonly report: SandboxReport;
  readonly blobs: readonly Blob[];
}

export interface FakeWorker {
  send(command: SandboxCommand): void;
  /** The first report that is no line of the log, be it there or to come; what was logged until then is kept apart. */
  next(): Promise<Told>;
  readonly log: readonly string[];
}

export function startModule(module: LinkedModule): FakeWorker {
  const target = new EventTarget();
  const told: Told[] = [];
  const log: string[] = [];
  const scope = {
    console: null,
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
    postMessage({ text: said, blobs }: { text: string; blobs: readonly Blob[] }) {
      const report = parseReport(said);
      if (!report) throw new Error(`No report: ${said}`);
      if (report.kind === 'log') log.push(...report.lines);
      else told.push({ report, blobs });
      target.dispatchEvent(new Event('told'));
    },
  };
  const send = (data: SandboxCommand | LinkedModule) =>
    target.dispatchEvent(Object.assign(new Event('message'), { data }));
  const run: (self: typeof scope, url: typeof addresses, blob: typeof Pieces) => void = runInThisContext(
    `(function (self, URL, Blob) { ${workerScript} })`,
    { importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER },
  );
  run(scope, addresses, Pieces);
  send(module);
  return {
    log,
    send,
    async next() {
      while (told.length === 0)
        await new Promise((resolve) => target.addEventListener('told', resolve, { once: true }));
      return told.shift()!;
    },
  };
}

export function filesOf(texts: Readonly<Record<string, string>>): readonly ModelFile[] {
  return Object.entries(texts).map(([path, text]) => ({ path, file: new Blob([text]) }));
}
