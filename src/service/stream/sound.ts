// Whether what was learnt is still a model. One that has run away to numbers that are none stops the run, and is never
// saved over a sound one: with too high a learning rate that takes a few batches.

import type { StepReport } from '../../ml/stream/session';
import type { LearnerState, Task } from '../../ml/stream/types';
import { batchesOf } from './take-up';

/** The model is gone; in words for people. */
export class DivergedError extends Error {
  override readonly name = 'DivergedError';
}

/** As far as a step tells. A density may be 0, and its loss without bounds, of a sound mixture. */
export function isSoundStep({ kind }: Task, { loss, grad_norm }: Pick<StepReport, 'loss' | 'grad_norm'>): boolean {
  if (kind === 'density') return !Number.isNaN(loss);
  return Number.isFinite(loss) && (grad_norm === null || Number.isFinite(grad_norm));
}

export function isSoundState({ arrays }: LearnerState): boolean {
  return Object.values(arrays).every((values) => {
    for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
    return true;
  });
}

/** `batch`: the last that was learnt; `kept`: batches that the last sound model had learnt; `pushed`: since then. */
export function divergedWords(batch: number, kept: number, pushed: number): string {
  const again = pushed > 0 ? ` Push the ${batchesOf(pushed)} again that came in since then.` : '';
  const from = kept > 0 ? `It is kept as it was after ${batchesOf(kept)}.` : 'It is as it was before the first.';
  return `By batch ${batch.toLocaleString('en')} the model had diverged: it computed numbers without bounds. ${from} Lower the step size (learning rate) before it goes on, or start over.${again}`;
}
