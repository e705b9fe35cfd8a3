// What the engine tells every tab, over one BroadcastChannel. Events say that something changed
// (and carry it where it is small); they come at most ten times a second.

import type { BackupState } from './backup';
import type { BatchState } from './batch';
import type { DatasetsState } from './datasets';
import type { DriftState } from './drift';
import type { ImagesState } from './images';
import type { LibraryState } from './library';
import type { RetrainState } from './retrain';
import type { ReviewsState } from './reviews';
import type { RunsState } from './runs';
import type { ComputeState, PointsState } from './service';
import type { StreamState } from './stream';

export type ServiceEvent =
  /** The points page's state, whole: it is small. Points themselves are fetched when `dataset.rev` moved. */
  | { readonly type: 'points'; readonly state: PointsState }
  /** The Reviews page's state, whole but for the draft and the reviews: they are fetched when they moved. */
  | { readonly type: 'reviews'; readonly state: ReviewsState }
  | { readonly type: 'datasets'; readonly state: DatasetsState }
  | { readonly type: 'batch'; readonly state: BatchState }
  | { readonly type: 'drift'; readonly state: DriftState }
  | { readonly type: 'retrain'; readonly state: RetrainState }
  | { readonly type: 'stream'; readonly state: StreamState }
  | { readonly type: 'runs'; readonly state: RunsState }
  | { readonly type: 'images'; readonly state: ImagesState }
  /** The list of configurations changed: fetch it anew. */
  | { readonly type: 'configs'; readonly rev: number }
  | { readonly type: 'library'; readonly state: LibraryState }
  /** There is something for a tab to do (./module-tasks.ts): `library.takeTask`. */
  | { readonly type: 'task' }
  | { readonly type: 'compute'; readonly state: ComputeState }
  | { readonly type: 'backup'; readonly state: BackupState }
  | { readonly type: 'models' }
  /** Everything was replaced or deleted: fetch all anew. */
  | { readonly type: 'reset' }
  | { readonly type: 'notice'; readonly notice: Notice };

export interface Notice {
  readonly level: 'info' | 'warning' | 'error';
  readonly title: string;
  /** What happened, what is safe, what to do. */
  readonly message: string;
  /** The page that says so by itself; it is told everywhere else. */
  readonly page?: string;
}

/** Names of the BroadcastChannels and locks of the origin. */
export const CHANNELS = {
  events: 'millrace:events',
  /** Engines and clients find each other here. */
  hello: 'millrace:hello',
  lane: (id: string) => `millrace:lane:${id}`,
} as const;

/** The Web Lock held by the one tab whose engine runs. */
export const ENGINE_LOCK = 'millrace:engine';

/** How the Web Locks begin of which each tab that another version of the app took over holds one of its own. */
export const OUTDATED_LOCK = 'millrace:outdated:';

export type Hello =
  /** A client asks for a lane of its own. */
  | { readonly type: 'hello'; readonly lane: string }
  /** The engine listens on that lane. */
  | { readonly type: 'ready'; readonly lane: string; readonly engine: string }
  /** A new engine is up: say hello again. */
  | { readonly type: 'engine'; readonly engine: string }
  | { readonly type: 'bye'; readonly lane: string }
  /** Is anyone there? Answered by the engine and by the tab that runs it, without a name ('') while it starts one. */
  | { readonly type: 'ping' }
  | { readonly type: 'beat'; readonly engine: string };

/** What CHANNELS.events carries. The sender is named: for a moment after a take-over two engines may speak. */
export interface EngineEvent {
  readonly engine: string;
  readonly event: ServiceEvent;
}
