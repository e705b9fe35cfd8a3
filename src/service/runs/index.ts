// The service of runs: src/wire/runs.ts over one slot, with the state told at most ten times a second.

import type { RunsService } from '../../wire/runs';
import { guarded } from '../errors';
import { methodsOf } from './methods';
import { type RunsDependencies, RunsPage } from './page';
import type { TrainedRecord } from './record';
import type { ModelTakers } from './use';

export interface RunsHandle {
  readonly service: RunsService;
  /** For people: the run that is on, where it is taught and judged by that dataset of texts. */
  using(dataset: string): string | null;
  /** Saves, then keeps still until `resume` or `reload`. */
  suspend(): Promise<void>;
  resume(): Promise<void>;
  reload(): Promise<void>;
  /** Saves what is in memory. */
  flush(): Promise<void>;
  /** A model that was deleted is in storage again. */
  restoreModel(record: TrainedRecord): void;
}

/** Reads what is stored; a run that was on is found interrupted, and waits to be resumed. */
export async function openRuns(deps: RunsDependencies & ModelTakers): Promise<RunsHandle> {
  const page = new RunsPage(deps);
  await page.open();
  return {
    service: guarded<RunsService>(methodsOf(page, deps)),
    using: (dataset) => page.using(dataset),
    suspend: () => page.suspend(),
    resume: async () => page.resume(),
    reload: () => page.reload(),
    flush: () => page.flush(),
    restoreModel: (record) => {
      page.book.putModels([record]);
      page.changed(true);
    },
  };
}
