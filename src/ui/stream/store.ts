// The Stream page's own state: what part of the run is on show, and the curves fetched for it. The service owns the run;
// `state` is its latest word, mirrored here for the components to read.

import { create } from 'zustand';
import type { StreamSeries, StreamState } from '../../wire/stream';
import type { View } from './charts/view';

export const TABS = ['watch', 'setup', 'runs'] as const;
export type Tab = (typeof TABS)[number];

export interface StreamUi {
  readonly state: StreamState | null;
  /** The service could not be asked how things stand; null when it could. */
  readonly unreachable: string | null;
  readonly view: View;
  /** Pixels that the charts have for themselves. */
  readonly width: number;
  /** A kept run, drawn beside the present one. */
  readonly compared: string | null;
  /** Of the batches on show, and as many before them as the sliding window needs. */
  readonly series: StreamSeries | null;
  /** Of the whole run, in few places. */
  readonly overview: StreamSeries | null;
  /** Of the compared run, of the batches on show. */
  readonly other: StreamSeries | null;
  readonly tab: Tab;
  /** A speed was chosen on this page. */
  readonly paced: boolean;
  /** A batch that is being written to be pushed: it stays while other tabs and pages are looked at. */
  readonly batch: string;
}

export const EMPTY: StreamUi = {
  state: null,
  unreachable: null,
  view: { kind: 'whole' },
  width: 0,
  compared: null,
  series: null,
  overview: null,
  other: null,
  tab: 'watch',
  paced: false,
  batch: '',
};

export const useStream = create<StreamUi>()(() => EMPTY);
