// Encoder and n-gram model together: one knows what a text means, the other many single words; their logits add up.

import type { NnBackend } from '../../compute/nn/types';
import { EncoderModel } from '../encoder/model';
import { NgramModel } from '../ngram/model';
import type {
  Embeddings,
  Explanation,
  LayerInfo,
  ModelFiles,
  TextModel,
  TextModelInfo,
  TextScore,
  WordWeight,
} from '../types';
import { type Combination, splitCombined } from './files';
import { combine } from './fit';

export class CombinedModel implements TextModel {
  readonly info: TextModelInfo;
  readonly #encoder: EncoderModel;
  readonly #ngram: NgramModel;
  readonly #combination: Combination;

  /** Throws EncoderError or VocabularyError where the files are damaged; NnMemoryError without room. */
  constructor(
    nn: NnBackend,
    private readonly files: ModelFiles,
  ) {
    const { encoder, ngram, combination } = splitCombined(files);
    this.#combination = combination;
    this.#ngram = NgramModel.fromFiles(ngram);
    this.#encoder = new EncoderModel(nn, encoder);
    const own = this.#encoder.info;
    this.info = {
      ...own,
      kind: 'combined',
      architecture: `${own.architecture} + n-gram`,
      parameters: own.parameters + this.#ngram.info.parameters + 3,
    };
  }

  async score(texts: readonly string[]): Promise<TextScore[]> {
    const scores = await this.#encoder.score(texts);
    return scores.map((score, i) => this.#join(score, this.#ngram.logit(texts[i])));
  }

  async explain(text: string, pause?: () => Promise<void>): Promise<Explanation> {
    const { encoder: a, ngram: b, offset } = this.#combination;
    const first = await this.#encoder.explain(text, pause);
    const second = this.#ngram.explainNow(text);
    const scaled = (words: readonly WordWeight[], factor: number) =>
      words.map((word) => ({ ...word, weight: factor * word.weight }));
    const words = mergeWords([...scaled(first.words, a), ...scaled(second.words, b)]);
    const base = a * first.base + b * second.base + offset;
    const score = this.#join(first.score, second.score.logit);
    const sum = words.reduce((total, { weight }) => total + weight, base);
    return { score, method: 'integrated-gradients', words, base, gap: Math.abs(sum - score.logit) };
  }

  /** The encoder's. */
  embed(texts: readonly string[]): Promise<Embeddings> {
    return this.#encoder.embed(texts);
  }

  structure(): readonly LayerInfo[] {
    const under = (part: string, layers: readonly LayerInfo[]) =>
      layers.map((layer) => ({ ...layer, name: `${part}.${layer.name}` }));
    const sum = { name: 'combination', kind: 'Weighted sum of logits', output: ['batch', 1], parameters: 3, flops: 4 };
    return [...under('encoder', this.#encoder.structure()), ...under('ngram', this.#ngram.structure()), sum];
  }

  async save(): Promise<ModelFiles> {
    return new Map(this.files);
  }

  dispose(): void {
    this.#encoder.dispose();
  }

  #join(encoder: TextScore, ngram: number): TextScore {
    const logit = combine(this.#combination, encoder.logit, ngram);
    return { ...encoder, logit, score: 1 / (1 + Math.exp(-logit)) };
  }
}

/** Stretches that overlap become one: the models do not cut words alike ("don’t"). In the text's order. */
export function mergeWords(words: readonly WordWeight[]): WordWeight[] {
  const merged: { start: number; end: number; weight: number }[] = [];
  for (const word of [...words].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged[merged.length - 1];
    if (last && word.start < last.end) {
      last.end = Math.max(last.end, word.end);
      last.weight += word.weight;
    } else merged.push({ ...word });
  }
  return merged;
}
