// What of the checker runs in a page of the app's origin: bundled to one script, which says what it is by `storeChecker`.

import './no-compiling';

import { checkStore } from './check';
import { readDump } from './dump';
import type { Problem } from './invariant';
import { type Prints, printsOf } from './prints';

export interface Seen {
  /** 0 where there is no database. */
  readonly version: number;
  readonly problems: readonly Problem[];
  readonly prints: Prints;
}

declare global {
  var storeChecker: { look(started: boolean): Promise<Seen> };
}

globalThis.storeChecker = {
  async look(started) {
    const dump = await readDump();
    if (!dump) return { version: 0, problems: [], prints: {} };
    return { version: dump.version, problems: checkStore(dump, started), prints: await printsOf(dump) };
  },
};
