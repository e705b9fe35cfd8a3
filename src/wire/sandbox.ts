// What is said across the border of a sandbox, in which a user's own module runs (docs/decisions/0015). Commands go in.
// What comes out was perhaps written by the module itself: it is checked (./sandbox-schemas.ts) and never believed.

import type { ModelFile } from './library';

export type SandboxCommand =
  | {
      readonly kind: 'train';
      /** The module's folder, scripts included. */
      readonly files: readonly ModelFile[];
      readonly args: readonly string[];
      readonly tensorBoardEnabled: boolean;
      readonly tensorBoardDir: string;
      /** The most that may lie in the files written. */
      readonly maxBytes: number;
    }
  | { readonly kind: 'load'; readonly files: readonly ModelFile[] }
  | {
      readonly kind: 'predict';
      readonly id: number;
      readonly input: Blob;
      readonly contentType: string;
      readonly accepted: string;
    };

/** What the module was doing. 'import' is the running of its scripts' top level. */
export const SANDBOX_STEPS = ['import', 'train', 'load', 'deserialize', 'predict', 'serialize', 'later'] as const;
export type SandboxStep = (typeof SANDBOX_STEPS)[number];

/** Why a step failed, as far as it can be told within. */
export const STEP_FAILURES = ['threw', 'answer', 'size', 'unsupported type', 'not acceptable'] as const;
export type StepFailure = (typeof STEP_FAILURES)[number];

/** Travels as JSON, and beside it blobs: of 'events' and an 'answer' one, of 'so far' and 'trained' one for each path. */
export type SandboxReport =
  /** `left`: lines left out since the last report, because there were too many. */
  | { readonly kind: 'log'; readonly lines: readonly string[]; readonly left: number }
  /** A TensorBoard file as it stands now. */
  | { readonly kind: 'events'; readonly path: string }
  /** Files written since the last time, as they stand now. */
  | { readonly kind: 'so far'; readonly paths: readonly string[] }
  /** Files written, and no others. */
  | { readonly kind: 'trained'; readonly paths: readonly string[] }
  | { readonly kind: 'loaded' }
  | { readonly kind: 'answer'; readonly id: number; readonly contentType: string }
  | {
      readonly kind: 'failed';
      /** Of the prediction; null for anything else. */
      readonly id: number | null;
      readonly step: SandboxStep;
      readonly why: StepFailure;
      readonly name: string;
      readonly message: string;
      readonly stack: string;
    };

/** What the frame posts out of the sandbox. */
export type FrameMessage =
  | { readonly from: 'worker'; readonly text: string; readonly blobs: readonly Blob[] }
  | { readonly from: 'frame'; readonly trouble: 'flood' | 'shape' }
  /** Its worker could not begin. */
  | { readonly from: 'frame'; readonly trouble: 'error'; readonly message: string };

/** A script in pieces: between them stand the addresses that other scripts get where it is run. */
export interface LinkedFile {
  readonly path: string;
  readonly pieces: readonly (string | { readonly target: string })[];
}

/** Scripts in the order in which they are run, the entry last: the sandbox's own, and the module's. */
export interface LinkedModule {
  readonly inside: readonly LinkedFile[];
  readonly own: readonly LinkedFile[];
}

export type SandboxFailure =
  /** The scripts cannot be run as they stand: a mistake in their writing, an import of what is not there, a cycle. */
  | { readonly kind: 'script'; readonly file: string | null; readonly line: number | null }
  /** `stack` names the module's own files and lines, "    at fit (train.js:12)", or a file that cannot be read, "    at train.js". */
  | { readonly kind: 'threw'; readonly step: SandboxStep; readonly name: string; readonly stack: string }
  /** It returned something else than the protocol asks for, or lacks a function. */
  | { readonly kind: 'answer'; readonly step: SandboxStep }
  | { readonly kind: 'unsupported type' }
  | { readonly kind: 'not acceptable' }
  | { readonly kind: 'time'; readonly seconds: number }
  /** It wrote, logged or sent more than it may. */
  | { readonly kind: 'size' }
  | { readonly kind: 'stopped' }
  /** There is no sandbox here: the browser or the host's headers forbid it. */
  | { readonly kind: 'unavailable' }
  /** Nobody of the app took it, so that nothing was run. */
  | { readonly kind: 'untaken' }
  /** The tab that it ran in is gone, or the app was closed. */
  | { readonly kind: 'lost' };

/** How a module's run ended, other than well. The message is for people, in whole sentences. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
  constructor(
    readonly failure: SandboxFailure,
    message: string,
  ) {
    super(message);
  }
}
