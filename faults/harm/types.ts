// What a fault is to a case.

import type { StaticHost } from '../../e2e/support/static-server';
import type { Rng } from '../../src/ml/rng';
import type { Activity } from '../activities/types';
import type { App } from '../app/app';

export interface Blow {
  readonly app: App;
  readonly host: StaticHost;
  readonly rng: Rng;
  readonly activity: Activity;
}

export interface Fault {
  readonly id: string;
  /** What is done, for people: what is real about it, and what is a hook. */
  readonly title: string;
  /** here: the app goes on in what is left of it · tab: its tabs are gone · browser: so is the browser. */
  readonly leaves: 'here' | 'tab' | 'browser';
  /** Activities that it has nothing to do with. */
  readonly suits?: (activity: Activity) => boolean;
  /** The browser runs, and the app is not open yet. */
  prepare?(blow: Blow): Promise<void>;
  /** The app is open, and nothing is done yet. */
  before?(blow: Blow): Promise<void>;
  /** Says what it did. @throws Ineffective where there was nothing to strike */
  strike(blow: Blow): Promise<string>;
  /** The app has done what it could meanwhile. Says more of what it did, where there is more. */
  heal?(blow: Blow): Promise<string>;
}

/** There was nothing to strike, or it had no effect: the case counts as one of none. */
export class Ineffective extends Error {
  override readonly name = 'Ineffective';
}
