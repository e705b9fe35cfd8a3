// The image view's own state: what the services last said of image datasets, image models and the run that is on; how far
// the search for datasets in a folder is; and what is on the pad. Kept here, so that leaving the view loses nothing.

import { create } from 'zustand';
import type { DiscoveredDataset, ImagesState } from '../../../wire/images';
import type { ActiveRun, RunsState, TrainedModel } from '../../../wire/runs';
import type { PenStroke } from './try/strokes';

/** A folder or archive on its way to being taken. */
export type Finding =
  | { readonly stage: 'choose'; readonly refusal: { readonly name: string; readonly message: string } | null }
  /** A folder is walked. */
  | { readonly stage: 'gathering'; readonly name: string; readonly found: number }
  /** The service looks for datasets in it. */
  | { readonly stage: 'looking'; readonly name: string }
  | {
      readonly stage: 'found';
      readonly name: string;
      readonly sets: readonly DiscoveredDataset[];
      /** Names of those to be taken. */
      readonly chosen: readonly string[];
      readonly starting: boolean;
    };

/** What the model is shown. */
export type Subject =
  | { readonly from: 'pad' }
  | { readonly from: 'file'; readonly name: string; readonly file: Blob }
  | { readonly from: 'dataset'; readonly dataset: string; readonly item: number; readonly label: string };

interface ImagesUi {
  readonly images: ImagesState | null;
  /** Image models, newest first; null until they are known. */
  readonly models: readonly TrainedModel[] | null;
  readonly active: ActiveRun | null;
  readonly queue: RunsState['queue'];
  /** The service could not be asked how things stand; null when it could. */
  readonly unreachable: string | null;
  readonly finding: Finding;
  /** Of what was taken last: names of those that hold texts, which Reviews has. */
  readonly takenTexts: readonly string[];
  readonly subject: Subject;
  readonly strokes: readonly PenStroke[];
  /** Width of the pen, of the pad's side. */
  readonly pen: number;
  /** The drawing is moved to the middle and scaled before the model sees it. */
  readonly centred: boolean;
  /** Colour of the pad under the ink; null: as in the images the model learnt. */
  readonly paper: 'black' | 'white' | null;
  /** A heat-map is shown. */
  readonly explain: boolean;
}

export const CHOOSE: Finding = { stage: 'choose', refusal: null };

export const EMPTY: ImagesUi = {
  images: null,
  models: null,
  active: null,
  queue: [],
  unreachable: null,
  finding: CHOOSE,
  takenTexts: [],
  subject: { from: 'pad' },
  strokes: [],
  pen: 0.09,
  centred: true,
  paper: null,
  explain: true,
};

export const useImages = create<ImagesUi>()(() => EMPTY);
