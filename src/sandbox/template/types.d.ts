// What a module is given and what it must offer. A training script exports `train`, a serving script `load`,
// `deserialize`, `predict` and `serialize`; each may be async. Scripts may import each other, and nothing else.

/** The model's folder: all that a module can read and write. Paths are relative, parted by "/", without "..". */
export interface ModelDir {
  /** Paths of all files under `folder` (default: all), sorted. */
  list(folder?: string): Promise<readonly string[]>;
  /** A copy of the file's bytes. */
  read(path: string): Promise<Uint8Array>;
  /**
   * Keeps a copy of the bytes. What training writes is kept when it ends well, and not before; where it is interrupted and
   * begun again, `list` and `read` have what it had written until some seconds before.
   */
  write(path: string, bytes: Uint8Array): Promise<void>;
}

export interface Logger {
  log(
    message: unknown,
    options?: { level?: 'ERROR' | 'WARNING' | 'INFO' | 'DEBUG'; end?: string; flush?: boolean },
  ): void;
  flush(): void;
}

export interface TrainOptions {
  tensorBoardEnabled?: boolean;
  /** Folder in the model's for event files. */
  tensorBoardDir?: string;
  logger?: Logger | null;
}

export type Train = (modelDir: ModelDir, args: readonly string[], options?: TrainOptions) => void | Promise<void>;

/** The model that `train` left. */
export type Load<Model> = (modelDir: ModelDir, logger?: Logger | null) => Model | Promise<Model>;
/** Throws an error named "UnsupportedType" for a content type that it does not read. */
export type Deserialize<Input> = (
  bytes: Uint8Array,
  contentType?: string,
  logger?: Logger | null,
) => Input | Promise<Input>;
export type Predict<Input, Model, Output> = (
  input: Input,
  model: Model,
  logger?: Logger | null,
) => Output | Promise<Output>;
/** `accepted` as HTTP's Accept; null where no type of its own is accepted. */
export type Serialize<Output> = (
  output: Output,
  accepted?: string,
  logger?: Logger | null,
) => Serialized | null | Promise<Serialized | null>;

export interface Serialized {
  bytes: Uint8Array;
  contentType: string;
}
