// What an activity is to a case: something that is done in the app, of which a share is done when the fault strikes.

import type { Rng } from '../../src/ml/rng';
import type { App } from '../app/app';
import type { Samples } from '../app/template';

export interface Scene {
  readonly app: App;
  readonly rng: Rng;
  readonly samples: Samples;
}

export interface Work {
  /** Does, or waits for, so much of it. */
  reach(share: number): Promise<void>;
  /** Begins something that the fault is to meet on its way, and does not wait for it. */
  provoke?(): void;
  /** The app answers again, or still: what was on its way is looked after, and the rest is done as far as it goes. */
  finish(): Promise<void>;
  /** After a restart, before anything is asked for: everything acknowledged is there. Says what is not. */
  verify(): Promise<string[]>;
  /** Then: it goes on, or has ended, or says why not. In words; throws where neither. */
  goOn(): Promise<string>;
  /** How much the app has acknowledged. */
  readonly acknowledged: number;
}

export interface Activity {
  readonly id: string;
  readonly title: string;
  /** Where it is done. */
  readonly route: string;
  /** Kinds of workers that do its work, beside the engine: the first that is there. None: the engine does it itself. */
  readonly workers: readonly string[];
  /** The faults that it is for, where it is not for all of them. */
  readonly only?: RegExp;
  /** Entries of the store that it may change, as ../store/prints.ts calls them. */
  readonly touches: RegExp;
  begin(scene: Scene): Promise<Work>;
}
