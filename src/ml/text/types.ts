// What a text model is to everyone else: the Reviews page, batch inference, drift and the REST door use this
// one interface and do not care which model answers. `ngram/`, `encoder/` and `combined/` implement it.

/** Files of a model by name, as they stand in an archive or in IndexedDB. */
export type ModelFiles = ReadonlyMap<string, Uint8Array>;

export type TextModelKind = 'ngram' | 'encoder' | 'combined';

export interface TextModelInfo {
  readonly kind: TextModelKind;
  /** For people: "L-2_H-128_A-2", "n-gram". */
  readonly architecture: string;
  /** Numbers that training changes. */
  readonly parameters: number;
  /** Tokens it reads of a text at most (with [CLS] and [SEP]); null: all of it. */
  readonly maxTokens: number | null;
  /** Where it computes: "WASM relaxed SIMD, 1 thread". */
  readonly engine: string;
}

export interface TextScore {
  /** Probability of positive: 0 negative … 1 positive. */
  readonly score: number;
  /** ln(score / (1 − score)) before rounding. */
  readonly logit: number;
  /** Tokens of the text, and how many of them the model read. */
  readonly tokens: number;
  readonly tokensRead: number;
  /** It seems not to be in English; not said by models that read no pieces, nor of those that did not begin with English. */
  readonly foreign?: boolean | undefined;
}

/** How much a stretch of the text pushed the logit; characters [start, end) in UTF-16 units of the text as given. */
export interface WordWeight {
  readonly start: number;
  readonly end: number;
  readonly weight: number;
}

export interface Explanation {
  readonly score: TextScore;
  /** exact: the model is a sum over words · integrated gradients (Sundararajan et al. 2017) · occlusion. */
  readonly method: 'exact' | 'integrated-gradients' | 'occlusion';
  readonly words: readonly WordWeight[];
  /** The logit of nothing at all (bias, or the baseline's logit). */
  readonly base: number;
  /** |base + Σ weights − logit|: 0 for exact, the check of integrated gradients' completeness. */
  readonly gap: number;
}

export interface Embeddings {
  readonly d: number;
  readonly data: Float32Array;
}

export interface TextModel {
  readonly info: TextModelInfo;
  /** Scores in the order given. Any string is fine; an empty one gets the model's prior. */
  score(texts: readonly string[]): Promise<TextScore[]>;
  /** A long text takes a second or two: `pause` is awaited between parts of the work, for scores to come in between. */
  explain(text: string, pause?: () => Promise<void>): Promise<Explanation>;
  /** Where texts stand to each other as the model sees them, for noticing drift: [texts, d] row-major, in the order given. */
  embed(texts: readonly string[]): Promise<Embeddings>;
  /** Layers for the structure view, in order of computation. */
  structure(): readonly LayerInfo[];
  /** Everything needed to load it again; the same model gives the same bytes. */
  save(): Promise<ModelFiles>;
  dispose(): void;
}

export interface LayerInfo {
  readonly name: string;
  /** For people: "LayerNorm", "Linear 128 → 512, ReLU". */
  readonly kind: string;
  /** Output shape with names for what varies: ["batch", "tokens", 128]. */
  readonly output: readonly (string | number)[];
  readonly parameters: number;
  /** Multiply-adds ×2 for one text of 128 tokens. */
  readonly flops: number;
}

export interface LabelledText {
  readonly text: string;
  /** 0 negative, 1 positive, or in between for soft labels. */
  readonly label: number;
}
