// The line between the service and the workers that compute with texts. Three run at most: one scores what is on
// the page, one trains, one goes through many texts in the background, so that scoring stays quick all the while. Requests and answers only: the service asks a training
// for its next stretch, so that pausing is not asking and a worker that is gone rejects the question.

import type { NN_KINDS } from '../../ml/compute/nn/types';
import type { Judgement, JudgeOptions } from '../../ml/drift/types';
import type { NewModelOptions } from '../../ml/text/load';
import type {
  Embeddings,
  Explanation,
  LabelledText,
  LayerInfo,
  ModelFiles,
  TextModelInfo,
  TextScore,
} from '../../ml/text/types';
import type { Evaluation, TrainCheckpoint, TrainEvent, TrainOptions } from '../../ml/trainer/types';

export interface NewModel {
  readonly files: ModelFiles;
  readonly info: TextModelInfo;
}

/** Options that differ from the model's defaults. */
export type TrainOverrides = { readonly [K in keyof TrainOptions]?: TrainOptions[K] | undefined };

export interface TrainingJob {
  readonly files: ModelFiles;
  readonly train: readonly LabelledText[];
  readonly held_out: readonly LabelledText[];
  /** What is left out takes the model's defaults. */
  readonly options: TrainOverrides;
  /** Its weights are random still: it learns in larger steps unless told otherwise. */
  readonly untrained: boolean;
  /** To go on from; null at the start. */
  readonly checkpoint: TrainCheckpoint | null;
}

export interface OpenedTraining {
  readonly options: TrainOptions;
  /** On the held-out data before the first step; null when resumed or without such data. */
  readonly before: Evaluation | null;
}

export interface HostBackend {
  readonly kind: (typeof NN_KINDS)[number];
  /** For WASM, where threads can share memory. */
  readonly threads: number;
}

/** Texts with what a model makes of them, to be measured for drift. */
export interface ObservedTexts {
  readonly texts: readonly string[];
  /** 0 negative … 1 positive. */
  readonly scores: Float64Array;
  /** 0, 1, or −1 without a label. */
  readonly labels: Int8Array;
  readonly embeddings: Embeddings;
}

export interface ProfileRequest extends ObservedTexts {
  /** For people. */
  readonly about: string;
  /** Another model's profile whose words the new one knows, too. */
  readonly parent: Uint8Array | null;
}

export interface JudgeRequest extends JudgeOptions {
  readonly profile: Uint8Array;
  readonly current: ObservedTexts;
}

export interface JudgedTexts extends Judgement {
  readonly n_reference: number;
}

/** What a worker with a host is for. */
export type HostLabel = 'scoring' | 'training' | 'background';

export interface TextHost {
  /** Starts the backend; the answer says what computes, for people. Before anything else. */
  start(backend: HostBackend): Promise<string>;

  /** Makes a model ready under an id; what was there under it goes. */
  load(id: string, files: ModelFiles): Promise<TextModelInfo>;
  unload(id: string): Promise<void>;
  score(id: string, texts: readonly string[]): Promise<{ readonly scores: readonly TextScore[]; readonly ms: number }>;
  embed(id: string, texts: readonly string[]): Promise<Embeddings & { readonly ms: number }>;
  explain(id: string, text: string): Promise<Explanation & { readonly ms: number }>;
  structure(id: string): Promise<readonly LayerInfo[]>;
  create(request: NewModelOptions): Promise<NewModel>;

  /** A profile's bytes, of texts that were learnt from. */
  profile(request: ProfileRequest): Promise<Uint8Array>;
  /** Whether texts have drifted from a profile. Throws ProfileError where that is none. */
  judge(request: JudgeRequest): Promise<JudgedTexts>;

  openTraining(job: TrainingJob): Promise<OpenedTraining>;
  /** Trains for about that many milliseconds, at least one step. */
  advance(milliseconds: number): Promise<readonly TrainEvent[]>;
  checkpoint(): Promise<TrainCheckpoint>;
  result(): Promise<NewModel>;
}

/** A worker with a host in it. Calls reject with HostLostError once it is gone. */
export interface HostPort {
  readonly host: TextHost;
  end(): void;
}

export class HostLostError extends Error {
  override readonly name = 'HostLostError';
}

/** What the service needs from the world around it. */
export interface TextEnv {
  /** `onDeath` is called at most once, never after `end`. */
  spawn(label: HostLabel, onDeath: (why: string) => void): HostPort;
  /** A file of `public/models`, by its path there. */
  asset(path: string): Promise<Uint8Array>;
}
