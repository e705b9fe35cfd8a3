// The line between the service and the worker that works on images: it looks through folders, takes images into storage,
// draws the shipped ones, and holds the model that answers. Requests and answers only; work is ended by ending the
// worker. In Node the same runs in this thread.

import type { NnBackend } from '../../ml/compute/nn/types';
import type { ImportSource } from '../../wire/datasets';
import type { ImagePrediction, PredictImage } from '../../wire/images';
import { guarded } from '../errors';
import type { ImageDecoder } from './decoder';
import { discover, type FoundDataset } from './discovery';
import { IMAGES, type ImageLimits } from './limits';
import { Predictor } from './predict';
import { shippedPixels } from './shipped';
import { Take, type TakeJob, type TakeOutcome, type TakeProgress } from './take';
import { type TextFile, type TextsJob, textsOf } from './texts';

export interface ImageHost {
  discover(source: ImportSource): Promise<readonly FoundDataset[]>;
  /** One a host. Rejects with ServiceError; what it wrote by then stays for its caller to delete. */
  take(job: TakeJob): Promise<TakeOutcome>;
  /** Of the take at work; null before it has begun. */
  progress(): Promise<TakeProgress | null>;
  texts(job: TextsJob): Promise<readonly TextFile[]>;
  /** [images, 28, 28, 1] of the whole shipped set. */
  shipped(): Promise<Uint8Array>;
  predict(request: PredictImage): Promise<ImagePrediction>;
}

/** A worker with a host in it; its calls reject with ServiceError 'unavailable' once it is gone. */
export interface ImagePort {
  readonly host: ImageHost;
  end(): void;
}

/** What the service needs from the world around it. */
export interface ImagesEnv {
  spawn(): ImagePort;
}

interface ImageHostDependencies {
  readonly decoder: ImageDecoder;
  /** What models compute on. */
  readonly createNn: () => Promise<NnBackend>;
  readonly signal?: AbortSignal;
  readonly limits?: ImageLimits;
}

export function createImageHost({ decoder, createNn, signal, limits = IMAGES }: ImageHostDependencies): ImageHost {
  const predictor = new Predictor({ decoder, createNn, limits });
  let take: Take | null = null;
  return guarded<ImageHost>({
    discover: (source) => discover(source, limits),
    take: (job) => {
      take = new Take(job, limits, signal ?? new AbortController().signal);
      return take.run();
    },
    progress: async () => take?.progress() ?? null,
    texts: (job) => textsOf(job, limits),
    shipped: async () => shippedPixels(),
    predict: (request) => predictor.predict(request),
  });
}
