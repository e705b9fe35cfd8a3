// Running a user's own module, shut off from everything: no network, no storage, nothing of the app but the files handed
// in (docs/decisions/0015). Training gives back the files that it wrote, all or none; serving answers until it is ended.

import { checkedFiles, checkTotal, tooLarge } from '../sandbox/checked';
import { SANDBOX_LIMITS } from '../sandbox/limits';
import type { ModelFile, PredictAnswer, PredictRequest } from '../wire/library';
import { type ModuleJob, Session } from './sandbox-session';

export interface TrainingJob extends ModuleJob {
  readonly args: readonly string[];
  readonly tensorBoardEnabled: boolean;
  /** Folder in the model's for event files. */
  readonly tensorBoardDir: string;
  /** Wall time, in seconds; default 600. */
  readonly seconds?: number;
  /** The most that it may write, in bytes; default 270 MB, which is also the most. */
  readonly maxBytes?: number;
  /** A TensorBoard file that is still being written, as it stands; at most once a second. */
  onEvents(path: string, file: Blob): void;
  /** What it wrote since the last time; every few seconds. */
  onSoFar(files: readonly ModelFile[]): void;
}

export interface TrainingRun {
  /** Files that it wrote, sorted as it wrote them first. Rejects with SandboxError, and then there are none. */
  readonly written: Promise<readonly ModelFile[]>;
  /** Ends it at once; `written` rejects 'stopped'. */
  stop(): void;
}

export interface ServingJob extends ModuleJob {
  /** Wall time of `load`, in seconds; default 60. */
  readonly loadSeconds?: number;
  /** Wall time of each prediction; default 10. One that takes longer ends the sandbox. */
  readonly predictSeconds?: number;
}

export interface ServedModule {
  /** One at a time, in turn. Rejects with SandboxError. */
  predict(request: PredictRequest): Promise<PredictAnswer>;
  /** Whether it can still answer: it ends by itself when a limit was passed. */
  readonly open: boolean;
  end(): void;
}

export function trainModule(job: TrainingJob): TrainingRun {
  const { seconds = SANDBOX_LIMITS.trainSeconds, args, tensorBoardEnabled, tensorBoardDir, files } = job;
  const maxBytes = Math.min(job.maxBytes ?? SANDBOX_LIMITS.fileBytes, SANDBOX_LIMITS.fileBytes);
  const session = new Session(job);
  const sizes = new Map<string, number>();
  const written = session.ask(seconds, 'The training', (report, blobs) => {
    if (report.kind === 'events' && checkedFiles([report.path], blobs, maxBytes)) job.onEvents(report.path, blobs[0]!);
    if (report.kind === 'so far') {
      const files = checkedFiles(report.paths, blobs, maxBytes);
      for (const { path, file } of files) sizes.set(path, file.size);
      checkTotal(sizes, maxBytes);
      job.onSoFar(files);
    }
    return report.kind === 'trained' ? { value: checkedFiles(report.paths, blobs, maxBytes) } : null;
  });
  session.start({ kind: 'train', files, args, tensorBoardEnabled, tensorBoardDir, maxBytes });
  return { written: written.finally(() => session.end()), stop: () => session.stop() };
}

/** Resolves when `load` has. Rejects with SandboxError. `signal` ends it, while it loads and later. */
export async function serveModule(job: ServingJob, signal?: AbortSignal): Promise<ServedModule> {
  const { loadSeconds = SANDBOX_LIMITS.loadSeconds, predictSeconds = SANDBOX_LIMITS.predictSeconds, files } = job;
  const session = new Session(job);
  signal?.addEventListener('abort', () => session.stop(), { once: true });
  if (signal?.aborted) session.stop();
  const loaded = session.ask(loadSeconds, 'Loading', ({ kind }) => (kind === 'loaded' ? { value: null } : null));
  session.start({ kind: 'load', files });
  try {
    await loaded;
  } catch (error) {
    session.end();
    throw error;
  }
  let turn: Promise<unknown> = Promise.resolve();
  let last = 0;
  const predict = (request: PredictRequest): Promise<PredictAnswer> => {
    last += 1;
    const id = last;
    const answer = session.ask(predictSeconds, 'The prediction', (report, blobs) =>
      report.kind === 'answer' && report.id === id
        ? { value: { contentType: report.contentType, blob: blobs[0]! } }
        : null,
    );
    session.send({
      kind: 'predict',
      id,
      input: new Blob([request.bytes.slice()]),
      contentType: request.content_type ?? 'application/octet-stream',
      accepted: request.accepted ?? '*/*',
    });
    return answer.then(answerOf);
  };
  return {
    predict(request) {
      const answer = turn.then(() => predict(request));
      turn = answer.catch(() => {});
      return answer;
    },
    get open() {
      return session.open;
    },
    end: () => session.stop(),
  };
}

async function answerOf({ contentType, blob }: { contentType: string; blob: Blob }): Promise<PredictAnswer> {
  if (blob.size > SANDBOX_LIMITS.answerBytes) throw tooLarge('The answer', SANDBOX_LIMITS.answerBytes);
  return { bytes: new Uint8Array(await blob.arrayBuffer()), content_type: contentType };
}
