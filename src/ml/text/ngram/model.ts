// The n-gram model: a sum of weights over the distinct words and short runs of words of a text. Tiny, instant, exact to
// explain, and able to learn from one example at a time.

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
import { embedPrints, NGRAM_EMBEDDING } from './embed';
import { DEFAULT_ORDER, type Feature, features, prints } from './features';
import { NGRAM_FILE, type NgramNumbers, readNgram, writeNgram } from './file';
import { ngramStructure } from './structure';
import { type Word, words } from './words';

/** What one example changes at most; smaller steps for features that have learnt much (AdaGrad, Duchi et al. 2011). */
export const LEARNING_RATE = 0.1;

export class NgramModel implements TextModel {
  private bias: number;
  private readonly weights: Map<number, number>;
  /** Words of the longest run that counts. */
  private readonly order: number;
  /** Sums of squared gradients of the features learnt here. */
  private readonly squares = new Map<number, number>();

  constructor(numbers: NgramNumbers) {
    this.bias = numbers.bias;
    this.weights = new Map(numbers.weights);
    this.order = numbers.order;
  }

  /** Throws EncoderError where the file is missing or damaged. */
  static fromFiles(files: ModelFiles): NgramModel {
    return new NgramModel(readNgram(files.get(NGRAM_FILE) ?? new Uint8Array(0)));
  }

  /** One that knows nothing yet: 0.5 for any text. */
  static fresh(): NgramModel {
    return new NgramModel({ bias: 0, weights: new Map(), order: DEFAULT_ORDER });
  }

  get info(): TextModelInfo {
    const parameters = this.weights.size + 1;
    const architecture = `n-gram (1–${this.order})`;
    return { kind: 'ngram', architecture, parameters, maxTokens: null, engine: 'JavaScript' };
  }

  async score(texts: readonly string[]): Promise<TextScore[]> {
    return texts.map((text) => this.scoreNow(text));
  }

  scoreNow(text: string): TextScore {
    const tokens = words(text).length;
    const logit = this.logit(text);
    return { score: sigmoid(logit), logit, tokens, tokensRead: tokens };
  }

  logit(text: string): number {
    let logit = this.bias;
    for (const print of prints(text, this.order)) logit += this.weights.get(print) ?? 0;
    return logit;
  }

  async explain(text: string): Promise<Explanation> {
    return this.explainNow(text);
  }

  explainNow(text: string): Explanation {
    const score = this.scoreNow(text);
    const all = words(text);
    const spread = this.spread(all, features(all, this.order));
    const sum = spread.reduce((total, { weight }) => total + weight, this.bias);
    return { score, method: 'exact', words: spread, base: this.bias, gap: Math.abs(sum - score.logit) };
  }

  async embed(texts: readonly string[]): Promise<Embeddings> {
    const d = NGRAM_EMBEDDING;
    const data = new Float32Array(texts.length * d);
    texts.forEach((text, i) => {
      data.set(embedPrints(prints(text, this.order), this.weights), i * d);
    });
    return { d, data };
  }

  /** A feature's weight is shared evenly by its places, and a run's by its words. */
  private spread(all: readonly Word[], found: readonly Feature[]): WordWeight[] {
    const shares = new Float64Array(all.length);
    for (const { print, places } of found) {
      const weight = this.weights.get(print);
      if (!weight) continue;
      for (const [first, end] of places) {
        const share = weight / places.length / (end - first);
        for (let i = first; i < end; i++) shares[i] += share;
      }
    }
    return all.map(({ start, end }, i) => ({ start, end, weight: shares[i] }));
  }

  /**
   * One step of logistic regression on one example; words never seen before begin to count. As in the fit, where
   * log-count ratios scale the features, those that say much move further than those all texts share: a labelled
   * review must not move every other by its "the" and "and".
   * `label` lies in 0 … 1. Returns the loss before the step, natural log.
   */
  learn(text: string, label: number, rate = LEARNING_RATE): number {
    const found = prints(text, this.order);
    const logit = this.logit(text);
    const error = sigmoid(logit) - label;
    const reach = Float64Array.from(found, (print) => LEAST_REACH + Math.abs(this.weights.get(print) ?? 0));
    // Of unit length all together, so that a long text counts as one example and not as hundreds.
    const share = error / Math.max(LEAST_REACH, lengthOf(reach));
    let i = 0;
    for (const print of found) {
      const gradient = share * reach[i];
      const squares = (this.squares.get(print) ?? 0) + gradient * gradient;
      this.squares.set(print, squares);
      const step = (reach[i++] * rate * gradient) / Math.sqrt(squares + INITIAL_SQUARES);
      this.weights.set(print, (this.weights.get(print) ?? 0) - step);
    }
    this.bias -= rate * 0.1 * error;
    return crossEntropy(logit, label);
  }

  /** What `learn` keeps beside the model itself, for a run that is to go on exactly. */
  learningState(): {
    readonly bias: number;
    readonly weights: [number, number][];
    readonly squares: [number, number][];
    /** Missing in what was kept before models had longer runs than pairs. */
    readonly order?: number;
  } {
    return { bias: this.bias, weights: [...this.weights], squares: [...this.squares], order: this.order };
  }

  static fromLearningState(state: ReturnType<NgramModel['learningState']>): NgramModel {
    const { bias, weights, order = DEFAULT_ORDER } = state;
    const model = new NgramModel({ bias, weights: new Map(weights), order });
    for (const [print, squares] of state.squares) model.squares.set(print, squares);
    return model;
  }

  structure(): readonly LayerInfo[] {
    return ngramStructure(this.numbers());
  }

  numbers(): NgramNumbers {
    return { bias: this.bias, weights: this.weights, order: this.order };
  }

  async save(): Promise<ModelFiles> {
    return this.saveNow();
  }

  saveNow(): ModelFiles {
    return new Map([[NGRAM_FILE, writeNgram(this.numbers())]]);
  }

  dispose(): void {}
}

/** Where a feature's squared gradients begin: bounds the first step. */
const INITIAL_SQUARES = 0.01;
/** How far a feature without weight moves, where one moves as far as its weight in the logit is large. */
const LEAST_REACH = 0.2;

function lengthOf(vector: Float64Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}

export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** −label·ln(p) − (1−label)·ln(1−p), without overflow. */
export function crossEntropy(logit: number, label: number): number {
  return Math.max(logit, 0) - logit * label + Math.log1p(Math.exp(-Math.abs(logit)));
}
