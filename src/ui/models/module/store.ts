// The module on show: its files, the one that is open with what was typed into it, and how it is to be trained. The
// service owns the module; what is typed is kept there a moment later.

import { create } from 'zustand';
import type { ModuleInfo } from '../../../wire/library';
import type { Handed } from '../incoming/sources';

export interface ModuleFile {
  readonly path: string;
  readonly bytes: number;
  readonly text: boolean;
}

/** The open file. */
export type Desk =
  | { readonly phase: 'none' }
  | { readonly phase: 'loading'; readonly path: string }
  /** Not for reading: what is in it is no text, or too long a one. */
  | { readonly phase: 'closed'; readonly path: string; readonly why: string }
  | {
      readonly phase: 'open';
      readonly path: string;
      readonly text: string;
      /** As the module has it. */
      readonly kept: string;
      /** Why it could not be kept; null where nothing stands in the way. */
      readonly trouble: string | null;
    };

/** A place to be shown in the open file; another object, another time. */
export interface GoTo {
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

export interface Settings {
  readonly args: string;
  readonly tensorboard: boolean;
  readonly seconds: number;
}

export interface ModuleUi {
  /** Null where none is on show. */
  readonly id: string | null;
  /** Null before it is known. */
  readonly info: ModuleInfo | null;
  readonly files: readonly ModuleFile[] | null;
  /** It could not be read; null when it could. */
  readonly trouble: string | null;
  readonly desk: Desk;
  readonly goTo: GoTo | null;
  /** Dropped on the page, until it is said what is to become of it. */
  readonly offered: Handed | null;
  /** Null before anything is known of it. */
  readonly settings: Settings | null;
}

export const NO_MODULE: ModuleUi = {
  ...{ id: null, info: null, files: null, trouble: null },
  ...{ desk: { phase: 'none' }, goTo: null, offered: null, settings: null },
};

export const useModule = create<ModuleUi>()(() => NO_MODULE);
