// Drift: whether the reviews that have come in since the serving model was trained still look like what it was
// trained on. Watched in the background; every change comes as an event ('drift').

import type { DriftHistograms, DriftTest, DriftTestName } from '../ml/drift/types';

export type { DriftHistograms, DriftTest, DriftTestName } from '../ml/drift/types';
export { DRIFT_TESTS } from '../ml/drift/types';

export interface DriftService {
  state(): Promise<DriftState>;
  /** Looks now, and answers with what it found. */
  check(): Promise<DriftReport>;
  /** What is left out stays as it is. */
  setOptions(options: { readonly [K in keyof DriftOptions]?: DriftOptions[K] | undefined }): Promise<void>;
}

export interface DriftOptions {
  /** Watch in the background. */
  readonly enabled: boolean;
  /** False alarms in at most this share of streams that have not drifted, all tests and all looks together. */
  readonly alpha: number;
  /** At most this many of the newest reviews are compared. */
  readonly window: number;
}

export interface DriftReport {
  readonly model: string;
  readonly drifted: boolean;
  readonly n_reference: number;
  readonly n_current: number;
  /** Reviews that have come in since the model began to serve; those gone since, or out of the window, count too. */
  readonly seen: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly tests: readonly DriftTest[];
  readonly histograms: DriftHistograms;
}

export interface DriftState {
  readonly options: DriftOptions;
  readonly phase: 'off' | 'waiting' | 'looking';
  /** Of the serving model; null before the first look, and without a reference. */
  readonly report: DriftReport | null;
  /** What the serving model is compared with, for people; null: it has no reference. */
  readonly reference: string | null;
  /** Earlier looks at this model, oldest first, at most 200. */
  readonly history: readonly {
    readonly at: string;
    readonly n_current: number;
    readonly drifted: boolean;
    readonly p_values: Readonly<Partial<Record<DriftTestName, number>>>;
  }[];
  /** Why the last look failed, for people; null when it did not. */
  readonly problem: string | null;
}
