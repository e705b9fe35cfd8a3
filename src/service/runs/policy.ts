// When the state of a run is saved, and which of its models are kept, by its configuration.

import type { ExperimentConfig } from '../configs/schema';

export interface CheckpointPolicy {
  /** The model as it is at the end, and when it is stopped. */
  readonly save_last: boolean;
  readonly save_top_k: number;
  readonly every_n_epochs: number;
  readonly every_n_steps: number | null;
  /** Milliseconds from one save to the next, at most: what is lost when a tab is killed. */
  readonly every: number;
}

const EVERY = 5000;

export function policyOf(config: ExperimentConfig): CheckpointPolicy {
  if (config.kind !== 'stream') return { ...config.trainer.checkpoint, every: EVERY };
  const { save_every } = config.trainer;
  const rest = { save_last: true, save_top_k: 1, every_n_epochs: 1 };
  if (save_every === 'batch') return { ...rest, every_n_steps: 1, every: EVERY };
  return { ...rest, every_n_steps: null, every: Math.min(EVERY, save_every * 1000) };
}

interface Progress {
  /** Epochs that are over. */
  readonly epochs: number;
  readonly steps: number;
}

/** Whether the configuration asks for a checkpoint between these two. */
export function isAsked({ every_n_epochs, every_n_steps }: CheckpointPolicy, from: Progress, to: Progress): boolean {
  const passed = (before: number, after: number, every: number) =>
    Math.floor(after / every) > Math.floor(before / every);
  return (
    passed(from.epochs, to.epochs, every_n_epochs) ||
    (every_n_steps !== null && passed(from.steps, to.steps, every_n_steps))
  );
}
