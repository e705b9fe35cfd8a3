// The handlers of all routes, a file a subject: those of src/wire/routes/points.ts are in ./points.ts.

import type { z } from 'zod';
import type { PredictRequest } from '../../wire/library';
import type { ROUTES, RouteId } from '../../wire/routes';
import type { Service } from '../../wire/service';
import { ABOUT_HANDLERS } from './about';
import { BATCH_HANDLERS } from './batch';
import { CONFIGS_HANDLERS } from './configs';
import { DATASETS_HANDLERS } from './datasets';
import { DEVICE_HANDLERS } from './device';
import { DRIFT_HANDLERS } from './drift';
import { FIT_HANDLERS } from './fit';
import { IMAGES_HANDLERS } from './images';
import { LABELLING_HANDLERS } from './labelling';
import { LIBRARY_HANDLERS } from './library';
import { MIXTURE_HANDLERS } from './mixture';
import { MODELS_HANDLERS } from './models';
import { MODULE_HANDLERS } from './modules';
import { POINTS_HANDLERS } from './points';
import { RETRAIN_HANDLERS } from './retrain';
import { REVIEWS_HANDLERS } from './reviews';
import { STREAM_HANDLERS } from './stream';
import { TRAINING_HANDLERS } from './training';

type BodyOf<R> = R extends { readonly body: { readonly schema: infer S extends z.ZodType } }
  ? z.output<S>
  : R extends { readonly body: { readonly types: readonly string[] } }
    ? PredictRequest
    : R extends { readonly body: 'file' }
      ? Blob
      : undefined;

export interface Call<K extends RouteId> {
  readonly service: Service;
  readonly body: BodyOf<(typeof ROUTES)[K]>;
  /** A parameter of the path or the query; '' when left out. */
  parameter(name: string): string;
}

/** Answers with something for JSON, with a file, or with an answer that is whole. */
type Handler<K extends RouteId> = (call: Call<K>) => Promise<unknown>;

/** `openapi` is answered by the door itself. */
export type Handlers = { readonly [K in Exclude<RouteId, 'openapi'>]: Handler<K> };

export const HANDLERS: Handlers = {
  ...ABOUT_HANDLERS,
  ...MIXTURE_HANDLERS,
  ...POINTS_HANDLERS,
  ...FIT_HANDLERS,
  ...LIBRARY_HANDLERS,
  ...MODULE_HANDLERS,
  ...MODELS_HANDLERS,
  ...REVIEWS_HANDLERS,
  ...LABELLING_HANDLERS,
  ...DATASETS_HANDLERS,
  ...DRIFT_HANDLERS,
  ...RETRAIN_HANDLERS,
  ...BATCH_HANDLERS,
  ...STREAM_HANDLERS,
  ...TRAINING_HANDLERS,
  ...CONFIGS_HANDLERS,
  ...IMAGES_HANDLERS,
  ...DEVICE_HANDLERS,
};
