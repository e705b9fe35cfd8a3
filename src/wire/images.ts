// Datasets of images, found in folders, and image models that answer. Everything is structured-cloneable; progress comes
// as events ('images'), at most ten a second.

import type { ImportSource } from './datasets';

export interface ImagesService {
  state(): Promise<ImagesState>;

  /**
   * Looks through a folder, an archive or a zip for datasets: folders `<name>/train` and `<name>/test` (`val` where there
   * is one) of class folders with texts or images. Changes nothing; what it found is remembered until the next call.
   */
  discover(source: ImportSource): Promise<readonly DiscoveredDataset[]>;
  /**
   * Keeps some of what `discover` found last, by name; texts become datasets of texts. One import at a time ('conflict'). A
   * reload goes on with the dataset that it was at, but for folders, which cannot be kept.
   */
  take(names: readonly string[]): Promise<void>;
  cancelTake(): Promise<void>;
  /** Images that were not in folders: one set of one's own, grown by hand from the pad or by drops. Not parted: all train. */
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Pages through a set's images. */
  items(id: string, request: ImageItemsRequest): Promise<ImageItems>;
  /** The file of one image as it came, for showing it. */
  picture(id: string, item: number): Promise<Blob>;

  // Using image models.
  /** What a model makes of a picture (any size; scaled as training images were), with its heat-map for the class asked, or the likeliest. */
  predict(request: PredictImage): Promise<ImagePrediction>;
}

export type PredictImage = {
  readonly model: string;
  readonly explain: boolean;
  /** A class's number: what the heat-map speaks of. */
  readonly target?: number | undefined;
} & (
  | { readonly from: 'file'; readonly file: Blob }
  /** [height, width, 4]: red, green, blue, alpha, as a canvas gives them; what is transparent lies over white. */
  | { readonly from: 'pixels'; readonly pixels: Uint8ClampedArray; readonly width: number; readonly height: number }
  | { readonly from: 'dataset'; readonly dataset: string; readonly item: number }
);

export interface ImagePrediction {
  readonly classes: readonly string[];
  readonly probabilities: Float64Array;
  /** What the model saw: [height, width, channels] bytes. */
  readonly seen: {
    readonly width: number;
    readonly height: number;
    readonly channels: 1 | 3;
    readonly pixels: Uint8Array;
  };
  readonly heat: {
    readonly kind: 'grad-cam' | 'saliency';
    readonly target: number;
    /** [height, width] of `seen`, 0…1. */
    readonly values: Float32Array;
  } | null;
  readonly milliseconds: number;
}

export const IMAGE_PARTS = ['train', 'val', 'test'] as const;
export type ImagePart = (typeof IMAGE_PARTS)[number];

export interface DiscoveredDataset {
  readonly name: string;
  readonly kind: 'images' | 'texts';
  readonly classes: readonly string[];
  readonly parts: readonly { readonly part: ImagePart; readonly files: number }[];
  readonly bytes: number;
  /** Why it cannot be taken; null where it can. */
  readonly problem: string | null;
}

export interface ImageSetSummary {
  readonly id: string;
  readonly name: string;
  /** Where it came from, for people. */
  readonly source: string;
  /** Comes with the app, is generated, and stays. */
  readonly shipped: boolean;
  readonly created_at: string;
  readonly classes: readonly string[];
  /** Images by part and class: `counts[class]`. */
  readonly parts: readonly { readonly part: ImagePart; readonly n: number; readonly counts: readonly number[] }[];
  readonly bytes: number;
  /** The size most of them have, in pixels; null where none was looked at. */
  readonly size: { readonly width: number; readonly height: number; readonly same: boolean } | null;
  /** Files that are no readable images, at most 100, and how many in all. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  readonly unreadable_count: number;
}

export type TakeStatus =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'reading';
      readonly name: string;
      readonly share: number;
      readonly files: number;
      readonly rate: number;
      readonly secondsLeft: number | null;
    }
  | {
      readonly phase: 'finished';
      readonly names: readonly string[];
      readonly files: number;
      readonly unreadable: number;
    }
  | { readonly phase: 'failed'; readonly message: string };

export interface ImagesState {
  /** The shipped one first, then newest first. */
  readonly sets: readonly ImageSetSummary[];
  readonly taking: TakeStatus;
}

export interface ImageItemsRequest {
  readonly part?: ImagePart | undefined;
  readonly label?: number | undefined;
  readonly offset: number;
  readonly limit: number;
}

export interface ImageItems {
  readonly total: number;
  readonly items: readonly {
    readonly item: number;
    readonly path: string;
    readonly part: ImagePart;
    readonly label: number;
  }[];
}
