// The library's surroundings in a browser: hosts are workers.

import type { LibraryEnv, LibraryHost } from '../service/library/host';
import { browserMeeting } from '../wire/lane';
import { openHost } from './host-port';
import modelsScript from './models.worker.ts?worker&url';

/** All that are sent models: these are read from storage anew for each question. */
const HANDS_OVER = ['look', 'compare', 'pack', 'serve', 'convert', 'cost', 'formats'];

export function browserLibraryEnv(): LibraryEnv {
  return {
    spawn: () => openHost<LibraryHost>(modelsScript, 'library', { handsOver: HANDS_OVER }),
    locks: browserMeeting()?.locks ?? null,
  };
}
