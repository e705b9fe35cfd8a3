// The public interface of modules: what a model must offer to be trained and served, by this product or any other
// program. It is aimodellib's (util/types.py: TrainingModule, InferenceModule, Logger) in TypeScript, with its defaults.
//
// A module is a folder with a training script, a serving script, or both. A script is a module of JavaScript that exports
// the functions below by name; each may be synchronous or return a promise. Nothing else is given to it: no network, no
// storage but its `ModelDir`.
//
//   export async function train(modelDir, args, { logger }) {
//     await modelDir.write('model.json', new TextEncoder().encode(JSON.stringify({ factor: Number(args[0]) })));
//     logger?.log('trained');
//   }

/** Type of bytes whose type nobody said. */
export const DEFAULT_CONTENT_TYPE = 'application/octet-stream';
/** What is accepted where nobody said: anything. */
export const DEFAULT_ACCEPTED = '*/*';
/** Where `train` writes TensorBoard's files when it is not told. (A manifest has a default of its own, "tb_logs".) */
export const DEFAULT_TENSOR_BOARD_DIR = 'logs';

/**
 * A model's folder: all that a module can read and write. Paths are relative, parted by "/", without ".", ".." or
 * backslashes; folders come into being by writing into them. Another path rejects with ArchiveError ('path').
 */
export interface ModelDir {
  /** Paths of all files under `folder` (default: all), from the folder's root, sorted by code units. */
  list(folder?: string): Promise<readonly string[]>;
  /** A copy of the file's bytes; rejects with ArchiveError ('contents') where there is none. */
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Keeps a copy of the bytes, in place of what was there: all of them, or none where it rejects. */
  write(path: string, bytes: Uint8Array): Promise<void>;
}

export type LogLevel = 'ERROR' | 'WARNING' | 'INFO' | 'DEBUG';

export interface LogOptions {
  /** No level is written where none is given. */
  readonly level?: LogLevel;
  /** After the message; a line feed unless told otherwise. */
  readonly end?: string;
  /** Whether to hand on at once what is still kept back. */
  readonly flush?: boolean;
}

/** Takes messages from a module. */
export interface Logger {
  /** Never throws; what is no text is written as String makes it. */
  log(message: unknown, options?: LogOptions): void;
  flush(): void;
}

export interface TrainOptions {
  /** Default false. */
  readonly tensorBoardEnabled?: boolean;
  /** Folder in the model's for event files; default `DEFAULT_TENSOR_BOARD_DIR`. */
  readonly tensorBoardDir?: string;
  readonly logger?: Logger | null;
}

export interface TrainingModule {
  /**
   * Trains, and leaves what serving needs in `modelDir`.
   * @param args as they were given, all of them texts
   */
  train(modelDir: ModelDir, args: readonly string[], options?: TrainOptions): void | Promise<void>;
}

export interface Serialized {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

export interface InferenceModule<Model = unknown, Input = unknown, Output = unknown> {
  /** The model that `train` left in `modelDir`. */
  load(modelDir: ModelDir, logger?: Logger | null): Model | Promise<Model>;
  /**
   * An input from bytes. Throws UnsupportedType for a type it does not read (415 by REST), and any other error for bytes
   * that are wrong.
   * @param contentType default `DEFAULT_CONTENT_TYPE`
   */
  deserialize(bytes: Uint8Array, contentType?: string, logger?: Logger | null): Input | Promise<Input>;
  predict(input: Input, model: Model, logger?: Logger | null): Output | Promise<Output>;
  /**
   * Bytes from an output, and their type; null where no type of its own is accepted (406 by REST).
   * @param accepted as HTTP's Accept; default `DEFAULT_ACCEPTED`
   */
  serialize(output: Output, accepted?: string, logger?: Logger | null): Serialized | null | Promise<Serialized | null>;
}

/** What `deserialize` throws for a type that it does not read. The name counts, not the class: scripts run elsewhere. */
export class UnsupportedType extends Error {
  override readonly name = 'UnsupportedType';
}
