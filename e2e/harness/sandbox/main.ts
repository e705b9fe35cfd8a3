// The page: runs modules as the app does, and tells what came of it.

import { serveModule, trainModule } from '../../../src/client/sandbox';
import type { ModelFile } from '../../../src/wire/library';
import { SandboxError } from '../../../src/wire/sandbox';
import type { ModuleQuestion, Sandboxes } from './protocol';

const filesOf = (files: ModuleQuestion['files']): readonly ModelFile[] =>
  Object.entries(files).map(([path, text]) => ({ path, file: new Blob([text]) }));

const sandboxes: Sandboxes = {
  async train({ files, script, args = [], seconds = 15, stopAfter }) {
    const log: string[] = [];
    let events = 0;
    const ticks = countTicks();
    const run = trainModule({
      files: filesOf(files),
      script,
      args,
      seconds,
      tensorBoardEnabled: true,
      tensorBoardDir: 'logs',
      onLog: (lines) => log.push(...lines),
      onEvents: () => {
        events += 1;
      },
      onSoFar: () => {},
    });
    if (stopAfter !== undefined) setTimeout(run.stop, stopAfter);
    const outcome = await run.written.then(
      async (written) => {
        const texts = await Promise.all(written.map(async ({ path, file }) => [path, await file.text()] as const));
        return { written: Object.fromEntries(texts), failure: null, message: '' };
      },
      (error: unknown) => ({ written: null, ...told(error) }),
    );
    return { ...outcome, log, events, ticks: ticks(), frames: await framesLeft() };
  },

  async serve({ files, script, inputs, seconds = 15 }) {
    const module = await serveModule({
      files: filesOf(files),
      script,
      predictSeconds: seconds,
      onLog: () => {},
    });
    const answers = inputs.map(({ text, type, accepted }) =>
      module.predict({ bytes: new TextEncoder().encode(text), content_type: type, accepted }).then(
        ({ bytes, content_type }) => ({ text: new TextDecoder().decode(bytes), type: content_type }),
        (error: unknown) => told(error),
      ),
    );
    const all = await Promise.all(answers);
    const { open } = module;
    module.end();
    return { answers: all, open, frames: await framesLeft() };
  },
};

/** Frames in the page, once they had a moment to go: one that is ended while it loads goes when it has. */
async function framesLeft(): Promise<number> {
  const count = () => document.querySelectorAll('iframe').length;
  for (let wait = 0; wait < 50 && count() > 0; wait++) await new Promise((resolve) => setTimeout(resolve, 100));
  return count();
}

function told(error: unknown) {
  if (!(error instanceof SandboxError)) throw error;
  return { failure: error.failure, message: error.message };
}

/** How often a timer of the page fired since. */
function countTicks(): () => number {
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
  }, 10);
  return () => {
    clearInterval(timer);
    return ticks;
  };
}

Object.assign(window, { sandboxes });
