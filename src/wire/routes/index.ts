// The REST door's routes as data: what the service worker answers and openapi.json describes.
// R2: whatever the page can do is here, through the same service.

import { ABOUT_ROUTES } from './about';
import { BATCH_ROUTES } from './batch';
import { CONFIGS_ROUTES } from './configs';
import { DATASETS_ROUTES } from './datasets';
import { DEVICE_ROUTES } from './device';
import { DRIFT_ROUTES } from './drift';
import { FIT_ROUTES } from './fit';
import { IMAGES_ROUTES } from './images';
import { LABELLING_ROUTES } from './labelling';
import { LIBRARY_ROUTES } from './library';
import { MIXTURE_ROUTES } from './mixture';
import { MODELS_ROUTES } from './models';
import { POINTS_ROUTES } from './points';
import { RETRAIN_ROUTES } from './retrain';
import { REVIEWS_ROUTES } from './reviews';
import { STREAM_ROUTES } from './stream';
import { TRAINING_ROUTES } from './training';

export type { BytesBody, HttpMethod, JsonBody, Route, RouteAnswer, RouteParameter } from './route';

export const ROUTES = {
  ...ABOUT_ROUTES,
  ...MIXTURE_ROUTES,
  ...POINTS_ROUTES,
  ...FIT_ROUTES,
  ...LIBRARY_ROUTES,
  ...MODELS_ROUTES,
  ...REVIEWS_ROUTES,
  ...LABELLING_ROUTES,
  ...DATASETS_ROUTES,
  ...DRIFT_ROUTES,
  ...RETRAIN_ROUTES,
  ...BATCH_ROUTES,
  ...STREAM_ROUTES,
  ...TRAINING_ROUTES,
  ...CONFIGS_ROUTES,
  ...IMAGES_ROUTES,
  ...DEVICE_ROUTES,
};

export type RouteId = keyof typeof ROUTES;
