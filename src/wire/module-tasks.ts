// What a tab does for the engine: a user's own module runs in a frame of a page (src/client/sandbox.ts), which a worker does
// not have. The engine says by an event ('task') that there is something to do; one tab takes it and reports until it is
// done, or until it hears that nobody waits any more.

import type { ModelFile, PredictAnswer, PredictRequest } from './library';
import type { SandboxFailure } from './sandbox';

export type ModuleTask = {
  readonly task: string;
  /** Path of the script among the files of the module's folder. */
  readonly script: string;
} & (
  | {
      readonly kind: 'train';
      /** The module's folder. */
      readonly files: readonly ModelFile[];
      readonly args: readonly string[];
      readonly tensorboard: boolean;
      /** Folder in the module's for event files. */
      readonly tensorboard_dir: string;
      readonly seconds: number;
    }
  | {
      readonly kind: 'predict';
      /** The same for the same files: what was loaded for it may answer again, and only who has not asks for them. */
      readonly serving: string;
      readonly request: PredictRequest;
    }
);

export type ModuleReport =
  /** It is at work. */
  | { readonly kind: 'beat' }
  | { readonly kind: 'log'; readonly lines: readonly string[] }
  /** A TensorBoard file as it stands now. */
  | { readonly kind: 'events'; readonly path: string; readonly file: Blob }
  /** What it wrote since the last time: all of it together is its folder as it was at some moment. */
  | { readonly kind: 'so far'; readonly files: readonly ModelFile[] }
  /** What it wrote: the end. */
  | { readonly kind: 'trained'; readonly files: readonly ModelFile[] }
  | { readonly kind: 'answer'; readonly answer: PredictAnswer }
  | {
      readonly kind: 'failed';
      readonly failure: SandboxFailure;
      readonly message: string;
      /** Of a question: what was logged before, as of a PredictAnswer. */
      readonly log?: readonly string[] | undefined;
    };

export interface ModuleTasks {
  /** Null where there is nothing to do. Who takes one does it. */
  takeTask(): Promise<ModuleTask | null>;
  /** The module's folder, for a task that comes without it. Rejects 'not found' where nobody waits for it any more. */
  filesOfTask(task: string): Promise<readonly ModelFile[]>;
  /** False: nobody waits for it any more, end it. */
  reportTask(task: string, report: ModuleReport): Promise<boolean>;
}

/** Name of the Web Lock that a tab holds while it is at work on a task: the engine notices when the tab is gone. */
export function taskLock(task: string): string {
  return `millrace:task:${task}`;
}
