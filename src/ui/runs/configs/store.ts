// The configurations' own state in the page: the files there are, the one that is open, what was typed and not saved yet,
// and what is to be different in the next run.

import { create } from 'zustand';
import type { ConfigFile, ConfigSummary } from '../../../wire/configs';
import { type Drafts, readDrafts } from './drafts';

/** `id`: as it was asked for, which may be by a file's name. */
export type Opened =
  | { readonly phase: 'none' }
  | { readonly phase: 'loading'; readonly id: string }
  | { readonly phase: 'open'; readonly id: string; readonly file: ConfigFile }
  /** There is no such file, or no more. */
  | { readonly phase: 'gone'; readonly id: string }
  | { readonly phase: 'failed'; readonly id: string; readonly message: string };

/** A change for one run: "trainer.epochs=3". */
export interface Override {
  /** Its own among those of a file, whatever its text. */
  readonly key: number;
  readonly text: string;
}

interface ConfigsUi {
  /** Null until it is known. */
  readonly list: readonly ConfigSummary[] | null;
  /** The service could not be asked; null when it could. */
  readonly unreachable: string | null;
  readonly opened: Opened;
  /** By id of the file. */
  readonly drafts: Drafts;
  /** The browser keeps them over a reload. */
  readonly draftsKept: boolean;
  /** The file on show was saved elsewhere since it was read here, which a save came upon. */
  readonly clash: string | null;
  /** Of the next run, by id of the file. */
  readonly overrides: Readonly<Record<string, readonly Override[]>>;
}

/** The open file, if it is that one. */
export function openFile({ opened }: Pick<ConfigsUi, 'opened'>, id: string): ConfigFile | null {
  return opened.phase === 'open' && opened.file.id === id ? opened.file : null;
}

export const useConfigs = create<ConfigsUi>()(() => ({
  list: null,
  unreachable: null,
  opened: { phase: 'none' },
  drafts: readDrafts(),
  draftsKept: true,
  clash: null,
  overrides: {},
}));
