// Where models of one kind of store come from: each source lists them, gives their files, takes them out and puts them back.

import type { LibraryModel } from '../../wire/library';

export type Files = ReadonlyMap<string, Uint8Array>;

/** What a store knows of a model; what people say of it is the library's. */
export type Known = Omit<LibraryModel, 'tags' | 'note'>;

export interface ModelSource {
  list(): Promise<readonly Known[]>;
  /** By path, as the kind's module reads them. */
  files(id: string): Promise<Files>;
  /** Null where the store keeps no name of its own: the library does. */
  readonly rename: ((id: string, name: string) => Promise<void>) | null;
  /** All that `restore` needs; structured-cloneable; the model's files, where they lie apart, as `files`. */
  pack(id: string): Promise<object>;
  remove(id: string): Promise<void>;
  restore(kept: unknown): Promise<void>;
}
