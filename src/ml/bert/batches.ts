// Sequences as batches of a few fixed shapes: backends keep buffers for each shape, and GPUs pool them by size.

import type { NnBackend } from '../compute/nn/types';
import type { Activations, BatchShape, Purpose } from './activations';

/** Lengths that batches are padded to: finer for inference, where a batch is small and each token is waited for. */
const LENGTHS = {
  training: [8, 16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 2048, 4096],
  inference: [
    8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 1024, 2048, 4096,
  ],
} as const;

/** The padded length for a sequence, at most `longest`. */
export function bucketLength(length: number, longest: number, purpose: Purpose): number {
  return Math.min(longest, LENGTHS[purpose].find((bucket) => bucket >= length) ?? longest);
}

/** A batch ends where the next text fills less than this share of its length. */
const FILLED = 0.7;

/** Tokens of a batch for inference or of a training step's part, unless a single text has more. */
export const TOKENS_AT_ONCE = 4096;

/** The largest batch of this length that keeps within TOKENS_AT_ONCE, a power of two up to 64. */
export function largestBatch(length: number): number {
  return 2 ** Math.floor(Math.log2(Math.max(1, Math.min(64, TOKENS_AT_ONCE / length))));
}

export interface PlannedBatch {
  readonly shape: BatchShape;
  /** Numbers of the sequences in it; rows beyond them are padding. */
  readonly members: readonly number[];
}

/** Batches of like lengths for sequences that are only scored; batch sizes are powers of two. */
export function planBatches(lengths: readonly number[], longest: number): PlannedBatch[] {
  const order = lengths.map((_, i) => i).sort((a, b) => lengths[b] - lengths[a] || a - b);
  const plan: PlannedBatch[] = [];
  for (let at = 0; at < order.length; ) {
    const length = bucketLength(lengths[order[at]], longest, 'inference');
    const most = order.slice(at, at + largestBatch(length));
    const short = most.findIndex((i, n) => n > 0 && lengths[i] < FILLED * length);
    const members = short < 0 ? most : most.slice(0, short);
    plan.push({ shape: { batch: 2 ** Math.ceil(Math.log2(members.length)), length }, members });
    at += members.length;
  }
  return plan;
}

/** Puts sequences into the batch's buffers; rows beyond them are one `pad` token each. */
export function writeBatch(nn: NnBackend, act: Activations, sequences: readonly Int32Array[], pad: number): void {
  const ids = new Int32Array(act.rows).fill(pad);
  const lengths = new Int32Array(act.batch).fill(1);
  sequences.forEach((sequence, i) => {
    ids.set(sequence, i * act.length);
    lengths[i] = sequence.length;
  });
  nn.writeInts(act.ids, ids);
  nn.writeInts(act.lengths, lengths);
}
