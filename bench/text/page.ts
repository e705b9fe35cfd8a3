// The text contestants of the page, behind three calls for bench/text/run.mjs. Each lives in a worker of its own
// that is ended when it takes too long, so that one that hangs or fails costs its own row only.

import type { FromWorker, Job, Opened, ToWorker } from './protocol';

export interface TextBench {
  /** Rejects with the reason when the contestant fails or is not ready within `limitMs`. */
  open(name: string, job: Job, limitMs: number): Promise<Opened>;
  /** Milliseconds of each run of a turn: at least one, at most `most`, about `budgetMs` together. */
  turn(name: string, budgetMs: number, most: number, limitMs: number): Promise<readonly number[]>;
  close(name: string): void;
}

const workers = new Map<string, Worker>();

function close(name: string): void {
  workers.get(name)?.terminate();
  workers.delete(name);
}

function ask(name: string, message: ToWorker, limitMs: number): Promise<FromWorker> {
  const worker = workers.get(name);
  if (!worker) throw new Error(`${name} was not opened.`);
  return new Promise<FromWorker>((resolve, reject) => {
    const over = new AbortController();
    const { signal } = over;
    const fail = (reason: string) => {
      over.abort();
      close(name);
      reject(new Error(reason));
    };
    const timer = setTimeout(() => fail(`not done within ${Math.round(limitMs / 1000)} s`), limitMs);
    signal.addEventListener('abort', () => clearTimeout(timer));
    worker.addEventListener('error', ({ message: why }) => fail(why || 'its worker could not be loaded'), { signal });
    worker.addEventListener(
      'message',
      ({ data }: MessageEvent<FromWorker>) => {
        if (data.kind === 'failed') return fail(data.reason);
        over.abort();
        return resolve(data);
      },
      { signal },
    );
    worker.postMessage(message);
  });
}

const textBench: TextBench = {
  async open(name, job, limitMs) {
    close(name);
    workers.set(name, new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }));
    const answer = await ask(name, { kind: 'open', job }, limitMs);
    if (answer.kind !== 'opened') throw new Error(`${name} gave an unexpected answer.`);
    return answer.opened;
  },
  async turn(name, budgetMs, most, limitMs) {
    const answer = await ask(name, { kind: 'turn', budgetMs, most }, limitMs);
    if (answer.kind !== 'turned') throw new Error(`${name} gave an unexpected answer.`);
    return answer.ms;
  },
  close,
};

Object.assign(globalThis, { textBench });
