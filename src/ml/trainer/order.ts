// In which order an epoch reads its texts: shuffled, but texts of like length together, so that little is padded.

import { bucketLength } from '../bert/batches';
import type { Rng } from '../rng';

export interface StepBatch {
  /** Padded length. */
  readonly length: number;
  readonly members: readonly number[];
}

/**
 * One epoch's batches. Shuffled texts are dealt into bins by length; a full bin is a batch; what is left over is
 * batched by length at the end; then the batches are shuffled. As many batches whatever the shuffle.
 */
export function epochBatches(
  lengths: readonly number[],
  batchSize: number,
  longest: number,
  rng: Rng,
): readonly StepBatch[] {
  const order = rng.shuffle(lengths.map((_, i) => i));
  const bins = new Map<number, number[]>();
  const batches: StepBatch[] = [];
  for (const i of order) {
    const length = bucketLength(lengths[i], longest, 'training');
    const bin = bins.get(length) ?? [];
    bin.push(i);
    if (bin.length === batchSize) batches.push({ length, members: bin });
    bins.set(length, bin.length === batchSize ? [] : bin);
  }
  const rest = [...bins].sort(([a], [b]) => b - a).flatMap(([, members]) => members);
  for (let at = 0; at < rest.length; at += batchSize) {
    const members = rest.slice(at, at + batchSize);
    const length = bucketLength(Math.max(...members.map((i) => lengths[i])), longest, 'training');
    batches.push({ length, members });
  }
  return rng.shuffle(batches.map((_, i) => i)).map((i) => batches[i]);
}
