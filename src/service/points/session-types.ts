// What the session of a fit is made of: its states, as they run and as plain data, and what it needs.

import type { FitOptions, Mixture } from '../../ml/gmm/types';
import type { ServiceError } from '../../wire/errors';
import type { Notice } from '../../wire/events';
import type { Serial } from '../pace';
import type { PointsDocument } from './document';
import type { EngineHost } from './engines';
import type { Run } from './run';
import type { RunRecord } from './run-record';

/** A mixture without a run: one that was loaded, came with the points, or was left by a fit that failed. */
interface Standing {
  readonly mixture: Mixture | null;
  /** The options that the mixture belongs to. */
  readonly options?: FitOptions | undefined;
  /** How many points it was fitted to, where they need not be those that are here; 0 where nobody knows. */
  readonly learned?: number | undefined;
}

export type SessionState =
  | ({ readonly phase: 'idle' } & Standing)
  | ({ readonly phase: 'failed'; readonly message: string } & Standing)
  | { readonly phase: 'starting' | 'running' | 'paused' | 'finished'; readonly run: Run };

/** The session as plain data, for undo and for storage. */
export type SessionRecord =
  | ({ readonly phase: 'idle' } & Standing)
  | ({ readonly phase: 'failed'; readonly message: string } & Standing)
  | { readonly phase: 'running' | 'paused' | 'finished'; readonly run: RunRecord };

export interface SessionDependencies {
  readonly document: PointsDocument;
  readonly engines: EngineHost;
  /** Whoever uses the engine takes turns. */
  readonly turns: Serial;
  /** `progress`: an iteration was made; `settled`: the phase changed, worth saving at once. */
  readonly changed: (what: 'progress' | 'settled') => void;
  readonly notify: (notice: Notice) => void;
}

/** How a run that somebody waits for ended. */
export type Outcome =
  | { readonly end: 'finished'; readonly run: Run }
  | { readonly end: 'paused' | 'replaced' }
  | { readonly end: 'failed'; readonly error: ServiceError };
