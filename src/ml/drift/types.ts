// What drift is judged from: figures of the texts a model was trained on (its profile, small enough to ship with
// the model), and the same figures of the texts that have come in since.

/** Figures of some texts, under one model. Arrays without a word on them have one place for each text. */
export interface TextSample {
  readonly n: number;
  /** By the model: 0 negative … 1 positive. Of a profile: on texts held out from training, which come first; then there may be fewer than n. */
  readonly scores: Float64Array;
  /** Words of each text. */
  readonly lengths: Float64Array;
  /** Words of each text that are not among the profile's known ones, as a share of its words; of a profile: not among those of its other texts. */
  readonly unknown: Float64Array;
  /** How often each token of the profile's vocabulary occurs in all texts together; last: all other tokens. */
  readonly tokens: Float64Array;
  /** [n, d] row-major, by `TextModel.embed`; n may be smaller than the others' (a part of the texts). */
  readonly embeddings: { readonly n: number; readonly d: number; readonly data: Float32Array };
  /** 0, 1, or −1 without a label. */
  readonly labels: Int8Array;
}

export interface Profile {
  readonly sample: TextSample;
  /** The tokens that `sample.tokens` counts, most frequent first, without the last place. */
  readonly vocabulary: readonly string[];
  /** The vocabulary that tells known words from unknown ones: prints of the words, sorted. */
  readonly known: Uint32Array;
  /** For people: "2,000 film reviews of the validation part". */
  readonly about: string;
  /** How far parts of the profile's own texts stand from the others (`vocabularyNull`), fewest texts first; without it the vocabulary is not judged. */
  readonly vocabulary_null?: readonly NullMoments[];
}

/** Of a distance between so many texts and their reference when nothing has drifted. */
export interface NullMoments {
  readonly n: number;
  readonly mean: number;
  readonly sd: number;
  readonly skew: number;
}

// ---------------------------------------------------------------- what a look finds

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

/** For drawing: shares of scores in ten equal bins of 0 … 1, and of lengths (words, log bins). */
export interface DriftHistograms {
  readonly score: { readonly reference: readonly number[]; readonly current: readonly number[] };
  readonly length: {
    readonly edges: readonly number[];
    readonly reference: readonly number[];
    readonly current: readonly number[];
  };
}

export interface JudgeOptions {
  /** False alarms in at most this share of streams that have not drifted, all tests and all looks together. */
  readonly alpha: number;
  /**
   * How many texts have come in since the watch of this profile began, those that `current` no longer holds among
   * them; what is smaller than `current.n` counts as that. The more, the stricter: looks.ts says how.
   */
  readonly look: number;
}

export interface Judgement {
  readonly tests: readonly DriftTest[];
  readonly drifted: boolean;
  readonly histograms: DriftHistograms;
}
