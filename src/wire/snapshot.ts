// The Points page's whole state in one piece, as links and files carry it.

import type { FitOptions, Mixture } from '../ml/gmm/types';
import type { NewDataset } from './service';

export interface Snapshot {
  readonly dataset: NewDataset & { readonly options: FitOptions; readonly mixture: Mixture | null };
  /** The columns on show. */
  readonly axes: { readonly x: number; readonly y: number };
}

/** How a state file begins. */
export const SNAPSHOT_MARK = '{"millrace":"points"';

/** Longest link that mail and chat programs pass on whole, characters. */
export const MAX_LINK = 8 * 1024;
