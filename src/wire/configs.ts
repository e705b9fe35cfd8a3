// Experiment configurations: YAML files, those that come with the app and one's own. What they say is checked by the
// schemas of src/service/configs; here is what crosses to pages and to the REST door.

/** What is trained. */
export const CONFIG_KINDS = ['mixture', 'text', 'stream', 'image'] as const;
export type ConfigKind = (typeof CONFIG_KINDS)[number];

export interface ConfigsService {
  /** The shipped ones first, then one's own by name. */
  list(): Promise<readonly ConfigSummary[]>;
  /** By id, or by file name with or without ".yaml". Rejects 'not found'. */
  read(id: string): Promise<ConfigFile>;
  /**
   * Keeps a text, sound or not, as a file of one's own; resolves with its id. Without an id it is a new file; another file
   * of that name rejects with 'conflict', as saving over a shipped one does.
   */
  save(file: {
    readonly id: string | null;
    readonly file_name: string;
    readonly text: string;
    /** Of the file as it was read: rejects 'conflict' where it has been changed since. */
    readonly changed_at?: string | null | undefined;
  }): Promise<string>;
  /** A copy of one's own, its comments kept; resolves with its id. */
  duplicate(id: string): Promise<string>;
  /** Rejects 'conflict' for a shipped one. */
  remove(id: string): Promise<void>;
  /** What a text, with overrides such as "trainer.epochs=3", comes to. Never rejects for what the text says. */
  check(text: string, overrides?: readonly string[]): Promise<ConfigCheck>;
  /** What may stand at a place; line and column from 1. Null inside of a comment. */
  complete(text: string, line: number, column: number): Promise<ConfigCompletion | null>;
}

export interface ConfigSummary {
  readonly id: string;
  /** "review-bert.yaml" */
  readonly file_name: string;
  readonly shipped: boolean;
  /** Null where the text is not in order. */
  readonly kind: ConfigKind | null;
  /** The file's own name, or the file name's. */
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** How many things are wrong with it. */
  readonly problems: number;
  /** ISO 8601, UTC; null of shipped ones. */
  readonly changed_at: string | null;
}

export interface ConfigFile extends ConfigSummary {
  readonly text: string;
}

export interface ConfigProblem {
  /** From 1; null where the problem is in an override. */
  readonly line: number | null;
  /** In UTF-16 units, from 1. */
  readonly column: number | null;
  readonly path: readonly (string | number)[];
  /** A sentence. */
  readonly message: string;
}

export type ConfigCheck =
  | {
      readonly ok: true;
      readonly kind: ConfigKind;
      /** Every default filled in, plain data. */
      readonly resolved: PlainConfig;
      /** Paths with dots of what the text or the overrides say themselves; all else of `resolved` is a default. Lists are whole. */
      readonly given: readonly string[];
      /** As a YAML file. */
      readonly text: string;
      /** The learning rate over the run, at most 200 places; x in epochs (of streams: in batches). Null where there is none. */
      readonly schedule: {
        readonly x: readonly number[];
        readonly rate: readonly number[];
        readonly unit: 'epoch' | 'batch';
      } | null;
      /** The data it names: whether it is here. Null where it needs none (generators). */
      readonly data: { readonly name: string; readonly found: boolean; readonly message: string } | null;
    }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

export type PlainConfig = { readonly [key: string]: unknown };

export interface ConfigCompletion {
  /** What is there already of the word being typed, and where it begins in its line (from 1). */
  readonly typed: string;
  readonly from: number;
  readonly options: readonly ConfigOption[];
  /** What the place itself means; empty where it is not known. */
  readonly description: string;
}

export interface ConfigOption {
  readonly kind: 'key' | 'value';
  readonly text: string;
  /** What it means. */
  readonly description: string;
  /** Of keys: "a whole number from 1 to 100", "adam, sgd or momentum", "a section" …; of values ''. */
  readonly accepts: string;
  /** Of keys, as YAML; null where it has to be given. */
  readonly default: string | null;
  /** Of keys: has keys of its own. */
  readonly section: boolean;
}
