// What a training run asks of the model it trains: steps, judgements, and its state. The run itself
// (./epoch-trainer.ts) knows epochs, the best one, early stopping and checkpoints, and no model.

import type { Numbers } from '../bert/numbers';
import type { Rng } from '../rng';
import type { ModelFiles } from '../text/types';
import type { StepBatch } from './order';
import type { Evaluation } from './types';

export interface StepReport {
  readonly loss: number;
  readonly learning_rate: number;
  readonly grad_norm: number;
  readonly tokens: number;
}

export interface Learner {
  /** An epoch's batches; as many for every seed. */
  order(seed: number): readonly StepBatch[];
  /** Step 1 … steps. All chance comes from `rng`. */
  step(batch: StepBatch, step: number, steps: number, rng: Rng): Promise<StepReport>;
  /** Of the held-out texts; n is 0 where there are none. */
  evaluate(): Promise<Evaluation>;
  /** Remembers the model as last evaluated as the best. */
  keep(): Promise<void>;
  /** All that `restore` needs, the best among it. */
  state(): Promise<ModelFiles>;
  /** Throws TrainError where the files are of another model or other options. */
  restore(state: ModelFiles): void;
  /** See `TextTrainer`. */
  heldOutLogits(of: 'learnt' | 'files'): Float64Array | null;
  /** Its numbers as they stand, by name. */
  weights(): Promise<ReadonlyMap<string, Numbers>>;
  /** The best model, or as it stands where none was kept; or, in any case, as it stands. */
  result(role: 'best' | 'last'): Promise<ModelFiles>;
  dispose(): void;
}
