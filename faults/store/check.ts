// The checker of the store: walks every store of a dump and names what is not as it must be.

import type { Dump } from './dump';
import { type Invariant, type Problem, Store } from './invariant';
import { LIBRARY_INVARIANTS } from './library';
import { POINTS_INVARIANTS } from './points';
import { RUN_INVARIANTS } from './runs';
import { TEXT_INVARIANTS } from './texts';

export const INVARIANTS: readonly Invariant[] = [
  ...LIBRARY_INVARIANTS,
  ...POINTS_INVARIANTS,
  ...TEXT_INVARIANTS,
  ...RUN_INVARIANTS,
];

/** `started`: the app was open since whatever befell it, and has swept. */
export function checkStore(dump: Dump, started: boolean): Problem[] {
  const store = new Store(dump);
  const problems: Problem[] = [];
  for (const { id, afterStart, check } of INVARIANTS) {
    if (afterStart && !started) continue;
    try {
      check(store, (at, what) => problems.push({ invariant: id, at, what }));
    } catch (error) {
      problems.push({ invariant: id, at: '', what: `could not be checked: ${String(error)}` });
    }
  }
  return problems;
}
