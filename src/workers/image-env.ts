// The surroundings of datasets of images in a browser: hosts are workers.

import type { ImageHost, ImagesEnv } from '../service/images/host';
import { openHost } from './host-port';
import modelsScript from './models.worker.ts?worker&url';

export function browserImagesEnv(): ImagesEnv {
  return { spawn: () => openHost<ImageHost>(modelsScript, 'image') };
}
