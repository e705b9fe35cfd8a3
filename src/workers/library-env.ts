// The library's surroundings in a browser: hosts are workers.

import type { LibraryEnv, LibraryHost } from '../service/library/host';
import { browserMeeting } from '../wire/lane';
import { openHost } from './host-port';
import modelsScript from './models.worker.ts?worker&url';

export function browserLibraryEnv(): LibraryEnv {
  return { spawn: () => openHost<LibraryHost>(modelsScript, 'library'), locks: browserMeeting()?.locks ?? null };
}
