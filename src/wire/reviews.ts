// The Reviews page's part of the service: scoring texts as they are typed, explaining scores, labelling, and
// training text models. Everything is structured-cloneable; progress comes as events ('reviews').

import type { Explanation, LayerInfo, TextModelKind, TextScore } from '../ml/text/types';
import type { Evaluation, TrainOptions } from '../ml/trainer/types';
import type { ExportProgress, LabellingService } from './labelling';

export interface ReviewsService extends LabellingService {
  state(): Promise<ReviewsState>;

  // Scoring
  /** In the order given, by the serving model or another one by id. Starts what is needed; never waits for training. */
  score(texts: readonly string[], model?: string): Promise<ScoreReply>;
  explain(text: string, model?: string): Promise<ExplainReply>;

  // Models
  structure(model: string): Promise<ModelStructure>;
  /** Which model answers from now on. */
  serve(model: string): Promise<void>;
  /** A model with random weights, to look at and to train. Resolves with its id. */
  create(request: NewTextModel): Promise<string>;
  rename(model: string, name: string): Promise<void>;
  /** Models that ship with the app stay; the serving one is replaced by the default. */
  remove(model: string): Promise<void>;

  // What is on the page
  /** Keeps the text in the field for the next visit. */
  saveDraft(text: string): Promise<void>;

  // Labels
  /** `sentiment` null: kept without a label. Resolves once stored. */
  add(reviews: readonly NewReview[]): Promise<readonly string[]>;
  label(id: string, sentiment: Sentiment | null): Promise<void>;
  /** Resolves with those that there were, as they were, to be put back by `restoreReviews`. */
  removeReviews(ids: readonly string[]): Promise<readonly Review[]>;
  /** Newest first unless said otherwise; `total` counts those that match. */
  list(request?: ListRequest): Promise<ReviewPage>;

  // Training
  /** Rejects 'conflict' while another training runs, 'invalid' without two classes. */
  train(request: TextTrainRequest): Promise<void>;
  /** pause keeps all; play goes on (also a run interrupted by a reload); cancel forgets the run, not the model. */
  controlTraining(command: 'play' | 'pause' | 'cancel'): Promise<void>;
}

/** 0 negative, 1 positive. */
export type Sentiment = 0 | 1;

export interface ScoreReply {
  /** Which model answered. While the serving model still loads, the small n-gram model answers. */
  readonly model: string;
  readonly scores: readonly TextScore[];
  /** What the scoring itself took, milliseconds. */
  readonly ms: number;
}

export interface ExplainReply extends Explanation {
  readonly model: string;
  readonly ms: number;
}

export interface ModelStructure {
  readonly model: string;
  readonly architecture: string;
  readonly layers: readonly LayerInfo[];
  readonly parameters: number;
  /** For one text of 128 tokens. */
  readonly flops: number;
}

/** `small` is Hugging Face's name for a size; free sizes are given in numbers. */
export interface NewTextModel {
  readonly name: string;
  readonly kind: TextModelKind;
  /** Encoder and combined; L-4 H-512 A-8 if left out. */
  readonly size?: { readonly layers: number; readonly hidden: number; readonly heads: number };
  readonly seed: number;
}

export interface TextModelSummary {
  readonly id: string;
  readonly name: string;
  readonly kind: TextModelKind;
  readonly architecture: string;
  readonly parameters: number;
  /** At rest. */
  readonly bytes: number;
  /** Comes with the app. */
  readonly shipped: boolean;
  /** Weights are random still. */
  readonly untrained: boolean;
  /** ISO 8601, UTC. */
  readonly created_at: string;
  /** Held-out figures of its training; null where there are none. */
  readonly held_out: Evaluation | null;
  /** The model it was trained from. */
  readonly parent: string | null;
  readonly description: string;
}

export type ServingStatus =
  | { readonly phase: 'loading'; readonly model: string /** 0…1 */; readonly share: number }
  | { readonly phase: 'ready'; readonly model: string /** "WASM relaxed SIMD, 1 thread" */; readonly engine: string }
  | { readonly phase: 'failed'; readonly model: string; readonly message: string };

export interface NewReview {
  readonly text: string;
  readonly sentiment: Sentiment | null;
  readonly rating?: number | null | undefined;
  readonly source?: string | undefined;
  /** What it is called where it comes from: a ticket's number, a file's name. Kept with it, and exported. */
  readonly ref?: string | undefined;
}

export interface Review extends NewReview {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly created_at: string;
  /** When the label was given; null without one. */
  readonly labelled_at: string | null;
  /** 1 … 10, null where there is none. */
  readonly rating: number | null;
  /** For people: "typed", "REST", a file's name. */
  readonly source: string;
  /** Put off in the queue. */
  readonly skipped: boolean;
  /** train: a model has learnt from it · held_out: it judges models and is never learnt from · null: neither yet. */
  readonly part: 'train' | 'held_out' | null;
  /** By the serving model, where it is known already: 0 negative … 1 positive. */
  readonly score: number | null;
}

export interface ListRequest {
  readonly offset?: number | undefined;
  readonly limit?: number | undefined;
  readonly sentiment?: Sentiment | 'none' | undefined;
  /** Part of the text, whatever its case. */
  readonly search?: string | undefined;
  /** Where they come from, as it stands there. */
  readonly source?: string | undefined;
  /** disagreement: label and score farthest apart first; only labelled ones. */
  readonly order?: 'newest' | 'oldest' | 'disagreement' | 'longest' | undefined;
}

export interface ReviewPage {
  /** Reviews that match. */
  readonly total: number;
  readonly reviews: readonly Review[];
}

export interface ReviewCounts {
  readonly total: number;
  readonly positive: number;
  readonly negative: number;
  /** Those with a label: learnt from by a model, held out for good, neither. */
  readonly parts: { readonly train: number; readonly held_out: number; readonly none: number };
  /** Grows with every change of the reviews. */
  readonly rev: number;
  /** Without a label; and how many reviews the serving model has scored. */
  readonly unlabelled: number;
  readonly scored: number;
  /** Name of the folder kept in step; null without one. */
  readonly mirrored: string | null;
  /** Name of the folder that was kept in step and needs leave again; null without one. */
  readonly resting: string | null;
  /** Of the export that is being written; null without one. */
  readonly exporting: ExportProgress | null;
}

export interface TextTrainRequest {
  /** The model to start from; it stays as it is. */
  readonly model: string;
  /** The name of the model that comes of it. */
  readonly name: string;
  /**
   * The labelled reviews kept so far, or these; or the training part of a dataset by its id or name (all of it where it
   * has none), with its validation part held out where it has one.
   */
  readonly data:
    | { readonly kind: 'labels' }
    | { readonly kind: 'reviews'; readonly reviews: readonly NewReview[] }
    | { readonly kind: 'dataset'; readonly dataset: string };
  /** Share held out for judging, by a seeded stratified split; 0 to 0.5. */
  readonly held_out: number;
  /**
   * What is left out is as suits the model and the number of texts: few move the classifier alone. With a learning_rate and no
   * trainable all of it learns.
   */
  readonly options?: { readonly [K in keyof TrainOptions]?: TrainOptions[K] | undefined };
  /** Serve the new model once it is done. */
  readonly serve: boolean;
}

export interface TrainProgress {
  readonly model: string;
  readonly name: string;
  readonly step: number;
  readonly steps: number;
  readonly epoch: number;
  readonly epochs: number;
  /** Texts a second, recent; 0 before it is known. */
  readonly rate: number;
  readonly secondsLeft: number | null;
  readonly n_train: number;
  readonly n_held_out: number;
  /** Held-out figures before the first step. */
  readonly before: Evaluation | null;
  /** Down-sampled to at most 500 places. */
  readonly loss: readonly { readonly step: number; readonly value: number }[];
  readonly held_out: readonly { readonly step: number; readonly epoch: number; readonly evaluation: Evaluation }[];
  readonly engine: string;
}

export type TrainingStatus =
  | { readonly phase: 'idle' }
  | ({ readonly phase: 'preparing' | 'running' | 'paused' } & TrainProgress)
  /** Found again after a reload; `play` goes on from the last checkpoint. */
  | ({ readonly phase: 'interrupted' } & TrainProgress)
  /** `result` is the new model. */
  | ({
      readonly phase: 'finished';
      readonly result: string;
      readonly reason: 'finished' | 'early-stopping';
    } & TrainProgress)
  | { readonly phase: 'failed'; readonly message: string };

export interface ReviewsState {
  readonly models: readonly TextModelSummary[];
  readonly serving: ServingStatus;
  readonly draft: string;
  readonly reviews: ReviewCounts;
  readonly training: TrainingStatus;
}
