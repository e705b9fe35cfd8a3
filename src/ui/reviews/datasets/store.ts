// The Datasets view's own state: what the service last said of the datasets, and how far the import forms are (for
// datasets, for reviews to label, for a lesson). Kept here, so that leaving the view loses nothing.

import { create } from 'zustand';
import type { DatasetsState, ImportColumns, ImportPeek, ImportRequest, ImportSource } from '../../../wire/datasets';

/** What an import form is for; a lesson is a dataset that a model is to learn from at once. */
export type Into = ImportRequest['into'] | 'lesson';

/** Why a source was not taken. */
export interface Refusal {
  readonly name: string;
  readonly message: string;
  /** An address of another site, to download the file from by hand. */
  readonly link: string | null;
}

export type Form =
  | { readonly stage: 'choose'; readonly refusal: Refusal | null }
  /** A folder is walked. */
  | { readonly stage: 'gathering'; readonly name: string; readonly found: number }
  /** The service looks at its first part. */
  | { readonly stage: 'peeking'; readonly name: string }
  | Ready;

export interface Ready {
  readonly stage: 'ready';
  readonly source: ImportSource;
  /** It was a folder that was handed over. */
  readonly folder: boolean;
  readonly peek: ImportPeek;
  readonly name: string;
  /** For tables only. */
  readonly columns: ImportColumns | null;
  readonly starting: boolean;
}

export interface DatasetsUi {
  readonly state: DatasetsState | null;
  /** The service could not be asked how things stand; null when it could. */
  readonly unreachable: string | null;
  readonly forms: Readonly<Record<Into, Form>>;
  /** What the last import of each form was begun with, for when it fails. */
  readonly begun: Readonly<Record<Into, Begun | null>>;
}

export interface Begun {
  /** Of what comes of it. */
  readonly id: string;
  readonly form: Ready;
}

export const CHOOSE: Form = { stage: 'choose', refusal: null };
export const EMPTY: DatasetsUi = {
  state: null,
  unreachable: null,
  forms: { dataset: CHOOSE, reviews: CHOOSE, lesson: CHOOSE },
  begun: { dataset: null, reviews: null, lesson: null },
};

export const useDatasets = create<DatasetsUi>()(() => EMPTY);

export function setForm(into: Into, form: Form): void {
  useDatasets.setState(({ forms }) => ({ forms: { ...forms, [into]: form } }));
}
