// Every model there is, whatever made it, and the doors by which models leave and enter. A model is a folder of files
// (src/ml/modules/protocol.ts, ModelDir) that a module of its kind serves: the product's own (mixture, text, stream,
// image) or the user's. Everything is structured-cloneable; changes come as events ('library').

import type { ExportProgress } from './labelling';
import type { ModuleTasks } from './module-tasks';
import type { ExportedFile } from './runs';

export const MODEL_KINDS = ['mixture', 'text', 'stream', 'image', 'module'] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];

export interface LibraryService extends ModuleTasks {
  /** Newest first, those that come with the app last. */
  list(): Promise<readonly LibraryModel[]>;
  /** Rejects 'not found'. Reads the weights: a moment for large models. */
  detail(id: string): Promise<ModelDetail>;
  /** What is left out stays. `card` null: the generated one again. */
  update(id: string, change: ModelChange): Promise<void>;
  /**
   * Puts models aside; `restore` brings them back until the app is opened another day, or until their room is needed. Resolves with
   * those that it can bring back: of others there was no room for a copy. Rejects 'conflict' for one that is in use or came with the app.
   */
  remove(ids: readonly string[]): Promise<readonly string[]>;
  restore(ids: readonly string[]): Promise<void>;
  compare(a: string, b: string): Promise<ModelComparison>;

  /** Runs the model's module: deserialize, predict, serialize. Rejects 'unsupported type' and 'not acceptable' as the module does. */
  predict(id: string, request: PredictRequest): Promise<PredictAnswer>;

  /** What `exportModel` makes of this model, with the size of each. */
  formats(id: string): Promise<readonly ModelFormat[]>;
  /**
   * What a precision costs, measured on the model's own data where it is here, on generated inputs otherwise: before an
   * export, not after.
   */
  cost(id: string, precision: Precision): Promise<PrecisionCost>;
  exportModel(id: string, format: string, precision: Precision): Promise<ExportedFile>;
  /** A model archive (.tar.gz) with all options of `aimodellib package`. The same model and options: the same bytes. */
  package(id: string, options: PackageRequest): Promise<ExportedFile>;
  /** Gives up what is being exported or packaged: it rejects 'conflict'. */
  cancelExport(): Promise<void>;
  /**
   * What a file, or files with paths, hold. Changes nothing; rejects 'invalid' with what is wrong and where. `arrival` is an id of the
   * caller's own, by which it alone is told of and given up; without one that is done as of an import.
   */
  inspect(source: ModelSource, arrival?: string): Promise<ModelPreview>;
  /**
   * Keeps what `inspect` shows, whole or not at all; resolves with the new model's id. Without a name it is called what it is.
   * `arrival`: as of `inspect`.
   */
  import(source: ModelSource, name: string | null, arrival?: string): Promise<string>;
  /**
   * Gives up what arrives by that id, where something does: it rejects 'conflict', and nothing of it is kept. Where it had been stored
   * and cannot be taken away again, it says that.
   */
  cancelArrival(arrival: string): Promise<void>;
  /** Gives up all that is being imported, or looked into without an id of the caller's. */
  cancelImport(): Promise<void>;

  // The user's own modules.
  /** 'template': one to start from, with types; or one with the files and the manifest of another. Resolves with the model's id. */
  createModule(name: string, from: 'template' | { readonly copy_of: string } | readonly ModelFile[]): Promise<string>;
  moduleFiles(
    id: string,
  ): Promise<readonly { readonly path: string; readonly bytes: number; readonly text: boolean }[]>;
  readModuleFile(id: string, path: string): Promise<Uint8Array>;
  /** Null removes the file. */
  writeModuleFile(id: string, path: string, bytes: Uint8Array | null): Promise<void>;
  /** Which scripts it has, where its folders are, and how its latest training ended. */
  module(id: string): Promise<ModuleInfo>;
  /** What is left out stays. */
  changeModule(id: string, change: ModuleChange): Promise<void>;
  /** Runs its training script, alone in a sandbox; resolves when it has begun. 'conflict' while one is on. */
  train(id: string, request: TrainModule): Promise<void>;
  /**
   * Begins the module's interrupted training again, as it was asked for: the folder is as it had left it, its log and its curves go
   * on. A script that finds there what it had saved can go on from that. 'conflict' where it was not interrupted, and as `train`.
   */
  resumeTraining(id: string): Promise<void>;
  /** Ends the sandbox at once, whatever it is doing; the files of the model are as before. */
  stop(): Promise<void>;
  state(): Promise<LibraryState>;
}

export interface LibraryModel {
  readonly id: string;
  readonly name: string;
  readonly kind: ModelKind;
  /** 'encoder', 'ngram', 'combined', 'cnn' …; '' where the kind says all. */
  readonly architecture: string;
  readonly version: number;
  /** Id of the model it was made from; null where there is none, or it is not known. */
  readonly parent: string | null;
  /** For people: what it learnt from; '' where that is not known. */
  readonly data: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly parameters: number | null;
  readonly bytes: number;
  /** Ids of the formats in which it can be had, as in ModelFormat. */
  readonly formats: readonly string[];
  /** ISO 8601, UTC. */
  readonly created_at: string;
  readonly tags: readonly string[];
  readonly note: string;
  /** Where it comes from: with the app, saved on a page, made by a run, imported, or written here. */
  readonly origin: 'shipped' | 'saved' | 'run' | 'imported' | 'own';
  /** The run that made it. */
  readonly run: string | null;
  /** A page uses it now. */
  readonly in_use: boolean;
}

export interface ModelChange {
  readonly name?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly note?: string | undefined;
  readonly card?: string | null | undefined;
}

export interface ModelDetail extends LibraryModel {
  /** In order of computation. */
  readonly layers: readonly ModelLayer[];
  readonly tensors: readonly ModelTensor[];
  /** Markdown, and whether people wrote it. */
  readonly card: string;
  readonly card_edited: boolean;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
}

export interface ModelLayer {
  readonly name: string;
  /** For people: "LayerNorm", "Linear 128 → 512, ReLU". */
  readonly kind: string;
  /** Output shape with names for what varies: ["batch", "tokens", 128]. */
  readonly output: readonly (string | number)[];
  readonly parameters: number;
}

export interface ModelTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly mean: number;
  readonly std: number;
  readonly min: number;
  readonly max: number;
  /** Equal bins from min to max. */
  readonly counts: readonly number[];
}

export interface ModelComparison {
  readonly a: string;
  readonly b: string;
  /** Layers by name: in both alike, in both but different, in one alone. */
  readonly layers: readonly {
    readonly name: string;
    readonly a: ModelLayer | null;
    readonly b: ModelLayer | null;
    readonly same: boolean;
  }[];
  /** Tensors of one name and shape: norm of the difference by that of a's, and the cosine between them. */
  readonly weights: readonly { readonly name: string; readonly relative_change: number; readonly cosine: number }[];
  readonly metrics: readonly { readonly name: string; readonly a: number | null; readonly b: number | null }[];
}

export interface PredictRequest {
  readonly bytes: Uint8Array;
  /** Default 'application/octet-stream'. */
  readonly content_type?: string | undefined;
  /** As HTTP's Accept; default anything. */
  readonly accepted?: string | undefined;
}

export interface PredictAnswer {
  readonly bytes: Uint8Array;
  readonly content_type: string;
  /** What a module of people's own logged meanwhile, its loading too where it was loaded for this: the newest lines, at most 500. */
  readonly log?: readonly string[] | undefined;
}

/** What the REST door puts the log of an answer into: a list of lines in JSON. */
export const LOG_HEADER = 'X-Module-Log';

export const PRECISIONS = ['float32', 'float16', 'int8'] as const;
export type Precision = (typeof PRECISIONS)[number];

export interface ModelFormat {
  /** 'archive', 'huggingface', 'onnx', 'tfjs', 'sklearn', 'safetensors' … */
  readonly id: string;
  readonly label: string;
  /** Who reads it, for people. */
  readonly for: string;
  readonly precisions: readonly Precision[];
  /**
   * Of its files in each precision, before they are packed. Of models of more than a megabyte worked out from how many numbers
   * there are: right to some three in a hundred.
   */
  readonly bytes: Readonly<Partial<Record<Precision, number>>>;
}

/** What is lost. */
export interface MeasuredCost {
  /** Of `n` examples: how many are answered otherwise than in float32, and the largest difference of a score. */
  readonly n: number;
  readonly changed: number;
  readonly largest_difference: number;
  /** Share of right answers in float32 and in this precision; null where nobody knows what is right. */
  readonly accuracy: { readonly before: number; readonly after: number } | null;
}

export interface PrecisionCost extends MeasuredCost {
  readonly precision: Precision;
  readonly bytes: number;
  /** Of formats that round in another way than all the others, asked the same. */
  readonly formats: readonly (MeasuredCost & { readonly id: string; readonly label: string })[];
  /** What they were: "100 of your held-out reviews", "200 generated rows". */
  readonly data: string;
}

/** Options of `aimodellib package`, with its defaults; what is left out is the default. */
export interface PackageRequest {
  readonly module?: string | undefined;
  readonly trainingScript?: string | null | undefined;
  readonly servingScript?: string | null | undefined;
  readonly logDirectory?: string | undefined;
  readonly logNamingFormat?: string | undefined;
  readonly enableTensorboard?: boolean | undefined;
  readonly tensorboardDirectory?: string | undefined;
  /** In place of all the options: what a manifest.json holds. */
  readonly manifest?: { readonly [key: string]: unknown } | undefined;
  /** The archive's file name. */
  readonly output?: string | undefined;
  /** Inference by NumPy alone, or by onnxruntime. */
  readonly python?: 'numpy' | 'onnxruntime' | undefined;
  readonly precision?: Precision | undefined;
}

export interface ModelFile {
  readonly path: string;
  readonly file: Blob;
}

export type ModelSource =
  | { readonly kind: 'file'; readonly name: string; readonly file: Blob }
  | { readonly kind: 'files'; readonly name: string; readonly files: readonly ModelFile[] };

export interface ModelPreview {
  readonly kind: ModelKind;
  /** 'archive', 'huggingface', 'tfjs', 'mixture JSON' … */
  readonly format: string;
  /** For people: "BERT, 2 layers of 128, 8,192 pieces". */
  readonly description: string;
  readonly name: string;
  readonly bytes: number;
  readonly files: readonly string[];
  /** Of archives. */
  readonly manifest: { readonly [key: string]: unknown } | null;
  /** What will be otherwise than in the file: a head that begins fresh, parameters that are kept but not used. */
  readonly remarks: readonly string[];
}

export interface TrainModule {
  /** As they are given to `train`, all of them texts. */
  readonly args: readonly string[];
  readonly tensorboard: boolean;
  /** Seconds after which it is ended; 600 if left out. */
  readonly seconds?: number | undefined;
}

/** Paths are those of `moduleFiles`. */
export interface ModuleInfo {
  /** The module's own among them: paths in stacks begin there. '' where it is all of them. */
  readonly folder: string;
  /** Null where it has none. */
  readonly trainingScript: string | null;
  readonly servingScript: string | null;
  readonly enableTensorboard: boolean;
  /** The latest of this module; null before the first. */
  readonly training: ModuleTraining | null;
}

export interface ModuleChange {
  /** One of its scripts, or null for none. */
  readonly trainingScript?: string | null | undefined;
  readonly servingScript?: string | null | undefined;
  /** A file gets another path; scripts stay what they are for. */
  readonly move?: { readonly from: string; readonly to: string } | undefined;
}

export interface ModuleTraining extends Required<Pick<TrainModule, 'args' | 'tensorboard'>> {
  readonly model: string;
  /** 'interrupted': the tab or the engine that it ran in was closed; `resumeTraining` begins it again. */
  readonly phase: 'running' | 'finished' | 'failed' | 'stopped' | 'interrupted';
  /** ISO 8601, UTC. */
  readonly began_at: string;
  /** Seconds it has taken, and seconds after which it is ended. */
  readonly seconds: number;
  readonly most_seconds: number;
  /** The newest lines, at most 500. */
  readonly log: readonly string[];
  /** Scalars of the TensorBoard files that it wrote, by tag, at most 1000 of each. */
  readonly scalars: Readonly<Record<string, readonly { readonly step: number; readonly value: number }[]>>;
  /** Paths of the files that it left, once it has finished. */
  readonly wrote: readonly string[];
  /** Of what it had written when it was interrupted, from the module's folder: kept every few seconds, for `resumeTraining`. */
  readonly left: readonly string[];
  /** Why it did not end well; the stack, where there is one, in lines "    at fit (train.js:12)". */
  readonly error: { readonly message: string; readonly stack: string } | null;
}

export interface LibraryState {
  /** Grows when the list changed. */
  readonly rev: number;
  /** The module that trains, or trained last; its log is kept with the model. */
  readonly training: ModuleTraining | null;
  /** Null while no model is on its way out; in bytes. */
  readonly exporting: ExportProgress | null;
  /** Files on their way in, the one begun last at the end. */
  readonly arriving: readonly Arrival[];
}

/** A file that is imported, or looked into before that. */
export interface Arrival {
  /** Given by whoever began it, or else by the library. */
  readonly id: string;
  /** A look without an id of its caller's counts as an import. */
  readonly kind: 'look' | 'import';
  /** In bytes of it that were read. */
  readonly progress: ExportProgress;
}
