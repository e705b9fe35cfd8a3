// What training a text model is to the service: made from a model and data, asked for one step after the
// other, able to say at any time all that is needed to go on after a reload exactly as if nothing had happened.

import type { Numbers } from '../bert/numbers';
import type { LabelledText, ModelFiles } from '../text/types';

/** Which parameters learn. lora: low-rank additions to the attention's projections (Hu et al. 2021). */
export type Trainable =
  | { readonly kind: 'all' }
  | { readonly kind: 'head' }
  | { readonly kind: 'top'; readonly layers: number }
  | { readonly kind: 'lora'; readonly rank: number; readonly alpha: number };

/**
 * classification: on the labels · masked-lm: on the bare texts (Devlin et al. 2019) · replaced-token: detect
 * tokens that were replaced (Clark et al. 2020) · distillation: on soft labels from another model.
 */
export type Objective = 'classification' | 'masked-lm' | 'replaced-token' | 'distillation';

export interface TrainOptions {
  readonly objective: Objective;
  readonly trainable: Trainable;
  readonly epochs: number;
  /** Texts a step. */
  readonly batch_size: number;
  readonly learning_rate: number;
  readonly weight_decay: number;
  /** Share of all steps over which the learning rate rises from 0. */
  readonly warmup_ratio: number;
  /** After the warm-up. */
  readonly schedule: 'linear' | 'cosine' | 'constant';
  /** Largest norm of the gradients together; 0: no clipping. */
  readonly max_grad_norm: number;
  readonly label_smoothing: number;
  readonly dropout: number;
  /** Tokens of a text that are read in training. */
  readonly max_length: number;
  /** Epochs without a better held-out loss after which training ends; null: never. */
  readonly early_stopping: number | null;
  readonly seed: number;
}

export interface Evaluation {
  /** Mean cross-entropy, natural log. */
  readonly loss: number;
  /** Share right at 0.5; null where the objective has no classes. */
  readonly accuracy: number | null;
  readonly n: number;
}

export type TrainEvent =
  | {
      readonly kind: 'step';
      /** 1 … steps */
      readonly step: number;
      readonly steps: number;
      readonly epoch: number;
      /** Mean loss of this step's texts. */
      readonly loss: number;
      readonly learning_rate: number;
      readonly grad_norm: number;
      readonly examples: number;
      readonly tokens: number;
    }
  | {
      readonly kind: 'epoch';
      readonly epoch: number;
      readonly step: number;
      readonly held_out: Evaluation;
      readonly best: boolean;
    }
  | { readonly kind: 'done'; readonly reason: 'finished' | 'early-stopping'; readonly best_epoch: number };

/** Everything of a run that is not its data: parameters, best parameters, moments, random state, place in the data. */
export interface TrainCheckpoint {
  readonly step: number;
  readonly files: ModelFiles;
}

export interface TrainData {
  readonly train: readonly LabelledText[];
  /** Held out: judged after each epoch, never trained on. May be empty (then the last epoch is kept). */
  readonly held_out: readonly LabelledText[];
}

export interface TextTrainer {
  /** Of all epochs. */
  readonly steps: number;
  /** Does one step (or one evaluation at an epoch's end) and says what came of it; after 'done' it stays done. */
  next(): Promise<TrainEvent>;
  checkpoint(): Promise<TrainCheckpoint>;
  /** The model at its best held-out epoch (or as it stands). 'last': as it stands in any case. */
  result(role?: 'best' | 'last'): Promise<ModelFiles>;
  /**
   * logit(positive) − logit(negative) of the held-out texts at the latest judgement: of what learns, or of the files that
   * `result('last')` gave right then, which may be rounded, and of a combined model are put together anew. Null before a
   * judgement since the trainer was made, and where the objective has no classes.
   */
  heldOutLogits(of: 'learnt' | 'files'): Float64Array | null;
  /** Numbers that learn, as they stand, by name. */
  weights(): Promise<ReadonlyMap<string, Numbers>>;
  dispose(): void;
}
