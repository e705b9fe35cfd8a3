// What a model makes of many texts, once, so that streams of them can be put together again and again.

import { sampleOf } from '../../src/ml/drift/profile';
import type { Profile, TextSample } from '../../src/ml/drift/types';
import type { TextModel } from '../../src/ml/text/types';

export interface SeenText {
  readonly text: string;
  readonly label: number;
  readonly score: number;
  readonly embedding: Float32Array;
}

const BATCH = 16;

export async function observe(
  model: TextModel,
  texts: readonly { readonly text: string; readonly label: number }[],
): Promise<SeenText[]> {
  // Texts of a length go together: a batch takes as long as its longest.
  const order = texts.toSorted((a, b) => a.text.length - b.text.length);
  const seen = new Map<object, SeenText>();
  for (let from = 0; from < order.length; from += BATCH) {
    const batch = order.slice(from, from + BATCH);
    const strings = batch.map(({ text }) => text);
    const scores = await model.score(strings);
    const { d, data } = await model.embed(strings);
    batch.forEach((one, i) => {
      const { text, label } = one;
      seen.set(one, { text, label, score: scores[i].score, embedding: data.slice(i * d, (i + 1) * d) });
    });
  }
  return texts.flatMap((one) => seen.get(one) ?? []);
}

/** As `Observed` of src/ml/drift/profile.ts. @param embedded of so many texts, from the first, the embeddings are kept */
export function observed(texts: readonly SeenText[], embedded = texts.length) {
  const d = texts[0]?.embedding.length ?? 0;
  const data = new Float32Array(Math.min(embedded, texts.length) * d);
  texts.slice(0, embedded).forEach(({ embedding }, i) => {
    data.set(embedding, i * d);
  });
  return {
    scores: texts.map(({ score }) => score),
    labels: texts.map(({ label }) => label),
    embeddings: { d, data },
  };
}

/** A stream's texts as samples of growing length: `first(n)` is that of the first n, counted on from the last asked for. */
export class GrowingSample {
  private readonly tokens: Float64Array;
  private counted = 0;
  private readonly ones: readonly TextSample[];
  private readonly whole: TextSample;

  /** @param labels −1 for the texts that nobody has labelled */
  constructor(texts: readonly SeenText[], labels: readonly number[], profile: Profile) {
    this.ones = texts.map((one) => sampleOf([one.text], observed([one]), profile));
    this.tokens = new Float64Array(profile.sample.tokens.length);
    const all = observed(texts);
    this.whole = {
      n: texts.length,
      scores: Float64Array.from(all.scores),
      lengths: Float64Array.from(this.ones, ({ lengths }) => lengths[0]),
      unknown: Float64Array.from(this.ones, ({ unknown }) => unknown[0]),
      tokens: this.tokens,
      embeddings: { n: texts.length, ...all.embeddings },
      labels: Int8Array.from(labels),
    };
  }

  first(n: number): TextSample {
    for (; this.counted < n; this.counted++) {
      const { tokens } = this.ones[this.counted];
      for (let i = 0; i < tokens.length; i++) this.tokens[i] += tokens[i];
    }
    const { scores, lengths, unknown, labels, embeddings } = this.whole;
    return {
      n,
      scores: scores.subarray(0, n),
      lengths: lengths.subarray(0, n),
      unknown: unknown.subarray(0, n),
      labels: labels.subarray(0, n),
      tokens: this.tokens,
      embeddings: { ...embeddings, n, data: embeddings.data.subarray(0, n * embeddings.d) },
    };
  }
}
