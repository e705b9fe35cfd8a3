// The Models page's own state: the models as they were listed last, how the list is looked at, and a file on its way in.
// The service owns the models; they are mirrored here.

import { create } from 'zustand';
import type { LibraryModel, LibraryState, ModelPreview, ModelSource } from '../../wire/library';
import { type Arrangement, FIRST_ARRANGEMENT } from './list/arrange';

/** What was handed over, until it is kept or left. `id`: by which the library tells of it alone. */
export type Incoming =
  | { readonly stage: 'none' }
  | { readonly stage: 'looking'; readonly id: string; readonly name: string }
  | { readonly stage: 'refused'; readonly name: string; readonly message: string }
  | {
      readonly stage: 'found';
      readonly id: string;
      readonly source: ModelSource;
      readonly preview: ModelPreview;
      /** It is being kept. */
      readonly keeping: boolean;
    };

/** A card that is being written. */
export interface CardDraft {
  /** As it was when it was opened: left so, it is not to be written over what another tab wrote meanwhile. */
  readonly before: string;
  readonly text: string;
}

export interface ModelsUi {
  readonly state: LibraryState | null;
  /** The service could not be asked how things stand; null when it could. */
  readonly unreachable: string | null;
  /** Newest first; null before they were fetched. */
  readonly models: readonly LibraryModel[] | null;
  /** Ids of those chosen in the list. */
  readonly chosen: ReadonlySet<string>;
  readonly arrangement: Arrangement;
  readonly incoming: Incoming;
  /** By the ids of their models: what was typed stays while people look elsewhere. */
  readonly cards: ReadonlyMap<string, CardDraft>;
}

export const EMPTY: ModelsUi = {
  state: null,
  unreachable: null,
  models: null,
  chosen: new Set(),
  arrangement: FIRST_ARRANGEMENT,
  incoming: { stage: 'none' },
  cards: new Map(),
};

export const useModels = create<ModelsUi>()(() => EMPTY);
