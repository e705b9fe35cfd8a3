// What the page and a contestant's worker say to each other. A worker is one contestant: opened once, then
// measured turn by turn, so that contestants can take turns.

import type { Pass } from './problem';

export type TfjsBackendName = 'wasm' | 'cpu' | 'webgl' | 'webgpu';

export type ShippedTask =
  /** One text that is read as so many tokens. */
  | { readonly kind: 'score'; readonly tokens: number }
  /** So many texts of 128 tokens at once. */
  | { readonly kind: 'batch'; readonly texts: number }
  /** The words' part in the score of a text of so many words. */
  | { readonly kind: 'explain'; readonly words: number };

/** `batch`: texts that one run computes; `tokens`: of each. */
export type Job =
  | {
      readonly kind: 'ours';
      readonly architecture: string;
      readonly pass: Pass;
      readonly batch: number;
      readonly tokens: number;
      readonly threads: number;
    }
  | {
      readonly kind: 'tfjs';
      readonly architecture: string;
      readonly pass: Pass;
      readonly batch: number;
      readonly tokens: number;
      readonly backend: TfjsBackendName;
    }
  | {
      readonly kind: 'jax';
      readonly architecture: string;
      readonly pass: Pass;
      readonly batch: number;
      readonly tokens: number;
      readonly device: 'wasm';
      /** As many threads as the processor has, or one. */
      readonly threads: 'all' | 'one';
    }
  | { readonly kind: 'onnx'; readonly architecture: string; readonly batch: number; readonly tokens: number }
  | { readonly kind: 'shipped'; readonly model: string; readonly threads: number; readonly task: ShippedTask }
  | { readonly kind: 'peak' };

/** A contestant made ready. */
export interface Contestant {
  /** For people: "WASM relaxed SIMD, 1 thread". */
  readonly engine: string;
  /** Does the work once, results read: the logits, or the loss before the step. */
  run(): Promise<readonly number[]>;
}

export interface Opened {
  readonly engine: string;
  /** Results of the first runs: logits, or losses of successive steps. */
  readonly check: readonly number[];
  /** Milliseconds of the first run, and of the second where the first was quick enough for one. */
  readonly warmMs: readonly number[];
}

export type ToWorker =
  | { readonly kind: 'open'; readonly job: Job }
  | { readonly kind: 'turn'; readonly budgetMs: number; readonly most: number };

export type FromWorker =
  | { readonly kind: 'opened'; readonly opened: Opened }
  /** Milliseconds of each run. */
  | { readonly kind: 'turned'; readonly ms: readonly number[] }
  | { readonly kind: 'failed'; readonly reason: string };
