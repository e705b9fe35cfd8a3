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
}
