// The library's surroundings in a browser: hosts are workers.

import type { LibraryEnv, LibraryHost } from '../service/library/host';
import { openHost } from './host-port';
import modelsScript from './models.worker.ts?worker&url';

export function browserLibraryEnv(): LibraryEnv {
  return { spawn: () => openHost<LibraryHost>(modelsScript, 'library') };
}
