// What the page of sandboxes can be asked, as plain data.

import type { SandboxFailure } from '../../../src/wire/sandbox';

export interface ModuleQuestion {
  readonly files: Readonly<Record<string, string>>;
  readonly script: string;
  readonly args?: readonly string[];
  /** Of wall time. */
  readonly seconds?: number;
  /** After which it is stopped, in milliseconds. */
  readonly stopAfter?: number;
}

export interface TrainingOutcome {
  /** Null where it failed. */
  readonly written: Readonly<Record<string, string>> | null;
  readonly log: readonly string[];
  readonly failure: SandboxFailure | null;
  readonly message: string;
  /** Event files seen while it trained. */
  readonly events: number;
  /** How often a timer of the page fired meanwhile. */
  readonly ticks: number;
  /** Frames left in the page. */
  readonly frames: number;
}

export interface ServingQuestion extends ModuleQuestion {
  readonly inputs: readonly { readonly text: string; readonly type?: string; readonly accepted?: string }[];
}

export interface ServingOutcome {
  readonly answers: readonly (
    | { readonly text: string; readonly type: string }
    | { readonly failure: SandboxFailure; readonly message: string }
  )[];
  readonly open: boolean;
  readonly frames: number;
}

export interface Sandboxes {
  train(question: ModuleQuestion): Promise<TrainingOutcome>;
  serve(question: ServingQuestion): Promise<ServingOutcome>;
}
