// A linked script at work in Node, as a worker of the sandbox runs it: for tests of what it says and does. That it is shut
// off is the browser's doing, and tested there.

import { runInThisContext } from 'node:vm';
import type { ModelFile } from '../../wire/library';
import type { LinkedScript, SandboxCommand, SandboxReport } from '../../wire/sandbox';
import { parseReport } from '../../wire/sandbox-schemas';

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

export function startScript({ text }: LinkedScript): FakeWorker {
  const target = new EventTarget();
  const told: Told[] = [];
  const log: string[] = [];
  const scope = {
    console: null,
    addEventListener: target.addEventListener.bind(target),
    postMessage({ text: said, blobs }: { text: string; blobs: readonly Blob[] }) {
      const report = parseReport(said);
      if (!report) throw new Error(`No report: ${said}`);
      if (report.kind === 'log') log.push(...report.lines);
      else told.push({ report, blobs });
      target.dispatchEvent(new Event('told'));
    },
  };
  const run: (self: typeof scope) => void = runInThisContext(`(function (self) { ${text}\n})`, {
    filename: 'blob:null/00000000-0000-4000-8000-000000000000',
  });
  run(scope);
  return {
    log,
    send: (data) => target.dispatchEvent(Object.assign(new Event('message'), { data })),
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
