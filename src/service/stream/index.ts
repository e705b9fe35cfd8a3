// The Stream page's service: src/wire/stream.ts over one run at a time, with the state told at most ten times a second.

import type { StreamService } from '../../wire/stream';
import { guarded } from '../errors';
import { type StreamDependencies, StreamPage } from './page';

export interface StreamHandle {
  readonly service: StreamService;
  /** Saves, then keeps still until `resume` or `reload`. */
  suspend(): Promise<void>;
  resume(): Promise<void>;
  reload(): Promise<void>;
  /** Saves the last batch that was learnt. */
  flush(): Promise<void>;
}

export async function openStream(deps: StreamDependencies): Promise<StreamHandle> {
  const page = new StreamPage(deps);
  await page.open();
  return {
    service: guarded<StreamService>(page.methods()),
    suspend: () => page.suspend(),
    resume: async () => page.resume(),
    reload: () => page.open(),
    flush: () => page.flush(),
  };
}
