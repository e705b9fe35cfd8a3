// The compiled kernels (./assembly) as this side sees them: their builds, their names, and the few bytes of
// the common memory that threads agree on.

import type { Activation, Dropout } from '../types';

/** Which of the four builds: fused multiply-add or not, memory shared between threads or not. */
export interface NnBuild {
  readonly relaxed: boolean;
  readonly shared: boolean;
}

/** Every kernel; its last two arguments are the part of the outputs to do (from, to). */
export const KERNELS = [
  'activationBackward',
  'adamW',
  'addByPosition',
  'addColumnSums',
  'addRelative',
  'addScaled',
  'attention',
  'attentionBackward',
  'attentionPool',
  'attentionPoolBackward',
  'dropout',
  'embeddings',
  'gatherRows',
  'layerNorm',
  'layerNormBackward',
  'layerNormGradients',
  'matmul',
  'maxPool',
  'maxPoolBackward',
  'momentum',
  'packRightPanels',
  'patches',
  'patchesBackward',
  'pool',
  'poolBackward',
  'scatterAddRows',
  'softmaxCrossEntropy',
  'sumSquares',
] as const;
export type KernelName = (typeof KERNELS)[number];
type Kernel = (...args: number[]) => void;

export type NnExports = Readonly<Record<KernelName, Kernel>> & {
  /** Where this instance's scratch memory lies. */
  setScratch(at: number): void;
  matmulScratch(k: number): number;
  attentionScratch(tokens: number, headSize: number): number;
  attentionPoolGradients(x: number, dLogits: number, rows: number, hidden: number, dw: number, db: number): void;
  /** out ← e^(x − shift), returns the sum: for the test of its accuracy. */
  exponentials(x: number, count: number, shift: number, out: number, pad: number): number;
  /** rounds × 12 × 4 multiply-adds, for measurements. */
  peak(rounds: number, factor: number): number;
};

export const ACTIVATIONS: Readonly<Record<Activation, number>> = { none: 0, relu: 1, gelu: 2, tanh: 3 };

/** Seed, threshold and scale as the kernels take them; a threshold of 0 is no dropout. */
export function dropoutArgs(dropout: Dropout | null): [number, number, number] {
  if (!dropout || dropout.rate <= 0) return [0, 0, 1];
  return [dropout.seed | 0, Math.ceil(dropout.rate * 0x1000000), 1 / (1 - dropout.rate)];
}

/** Rows and columns of the product's tile, as assembly/pack.ts has them. */
export const TILE_ROWS = 6;
export const TILE_COLUMNS = 8;
/** As assembly/optimiser.ts has it. */
export const SQUARES = 16384;

export const PAGE = 65536;
/** The kernels' own constants lie in the first page, behind the control words. */
export const FIRST_FREE = PAGE;

/** An instance of our own build on that memory: its exports are those of assembly/index.ts. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): NnExports {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as NnExports;
}
