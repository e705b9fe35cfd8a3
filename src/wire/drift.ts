// Drift: whether the reviews that have come in since the serving model was trained still look like what it was
// trained on. Watched in the background; every change comes as an event ('drift').

export interface DriftService {
  state(): Promise<DriftState>;
  /** Looks now, and answers with what it found. */
  check(): Promise<DriftReport>;
  setOptions(options: Partial<DriftOptions>): Promise<void>;
}

export interface DriftOptions {
  /** Watch in the background. */
  readonly enabled: boolean;
  /** False alarms in at most this share of streams that have not drifted, all tests and all looks together. */
  readonly alpha: number;
  /** At most this many of the newest reviews are compared. */
  readonly window: number;
}

export const DRIFT_TESTS = [
  'score_ks',
  'score_psi',
  'label_share',
  'length_ks',
  'oov_share',
  'vocabulary_js',
  'embedding_mmd',
  'accuracy',
] as const;
export type DriftTestName = (typeof DRIFT_TESTS)[number];

export interface DriftTest {
  readonly name: DriftTestName;
  /** Too little data is not "no drift". */
  readonly verdict: 'drift' | 'no-drift' | 'too-little-data';
  readonly drifted: boolean;
  /** NaN is never sent: null where it could not be computed. */
  readonly statistic: number | null;
  /** What the statistic (or, where there is one, the p-value) is held against. */
  readonly threshold: number | null;
  /** Whether drift is a statistic above (or below) the threshold, or a p-value below it. */
  readonly rule: 'statistic-above' | 'statistic-below' | 'p-below';
  readonly p_value: number | null;
  readonly n_reference: number;
  readonly n_current: number;
  /** Reviews needed before it can be judged. */
  readonly n_needed: number;
  /** One sentence for people, with its numbers. */
  readonly sentence: string;
  /** 95 % interval of the statistic, where one is known (accuracy). */
  readonly interval: readonly [number, number] | null;
}

export interface DriftReport {
  readonly model: string;
  readonly drifted: boolean;
  readonly n_reference: number;
  readonly n_current: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly tests: readonly DriftTest[];
  /** For drawing: shares of scores in ten equal bins of 0 … 1, and of lengths (words, log bins). */
  readonly histograms: {
    readonly score: { readonly reference: readonly number[]; readonly current: readonly number[] };
    readonly length: {
      readonly edges: readonly number[];
      readonly reference: readonly number[];
      readonly current: readonly number[];
    };
  };
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
