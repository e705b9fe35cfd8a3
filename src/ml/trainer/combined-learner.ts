// Encoder and n-gram model learn side by side from the same batches; then the sum of their logits is fitted anew
// on the held-out texts, where there are enough.

import type { NnBackend } from '../compute/nn/types';
import type { Rng } from '../rng';
import { type Combination, joinCombined, splitCombined } from '../text/combined/files';
import { combine, fitCombination } from '../text/combined/fit';
import { readEncoder, readTokenizer } from '../text/encoder/files';
import { LEARNING_RATE } from '../text/ngram/model';
import type { ModelFiles } from '../text/types';
import { EncoderLearner } from './encoder-learner';
import { TrainError } from './errors';
import { judge } from './judge';
import type { Learner, StepReport } from './learner';
import { NgramLearner } from './ngram-learner';
import type { StepBatch } from './order';
import type { Evaluation, TrainData, TrainOptions } from './types';

/** Held-out texts of each class from which the combination is fitted anew. */
const ENOUGH = 25;

const STATE_FILE = 'combined.json';

interface HeldOutLogits {
  readonly encoder: readonly number[];
  readonly ngram: readonly number[];
}

export class CombinedLearner implements Learner {
  readonly #data: TrainData;
  readonly #options: TrainOptions;
  readonly #encoder: EncoderLearner;
  /** null for objectives without labels: only the encoder learns then. */
  readonly #ngram: NgramLearner | null;
  readonly #ngramFiles: ModelFiles;
  readonly #combination: Combination;
  #last: HeldOutLogits | null = null;
  #best: HeldOutLogits | null = null;

  constructor(nn: NnBackend, files: ModelFiles, data: TrainData, options: TrainOptions) {
    const { encoder, ngram, combination } = splitCombined(files);
    const labels = options.objective === 'classification' || options.objective === 'distillation';
    this.#data = data;
    this.#options = options;
    this.#combination = combination;
    this.#ngramFiles = ngram;
    this.#ngram = labels ? new NgramLearner(ngram, data, options) : null;
    const tokenizer = readTokenizer(encoder, readEncoder(encoder).config);
    this.#encoder = new EncoderLearner({ nn, files: encoder, tokenizer, data, options });
  }

  order(seed: number): readonly StepBatch[] {
    return this.#encoder.order(seed);
  }

  async step(batch: StepBatch, step: number, steps: number, rng: Rng): Promise<StepReport> {
    const report = await this.#encoder.step(batch, step, steps, rng);
    // The n-gram model's own rate, on the encoder's schedule.
    const share = report.learning_rate / this.#options.learning_rate;
    this.#ngram?.learn(batch.members, LEARNING_RATE * share);
    return report;
  }

  /** Of the sum, as it was combined before this training. */
  async evaluate(): Promise<Evaluation> {
    if (!this.#ngram) return await this.#encoder.evaluate();
    const encoder = [...(await this.#encoder.heldOutLogits())];
    const ngram = [...this.#ngram.heldOutLogits()];
    this.#last = { encoder, ngram };
    return judge(
      encoder.map((logit, i) => combine(this.#combination, logit, ngram[i])),
      this.#data.held_out,
    );
  }

  async keep(): Promise<void> {
    this.#best = this.#last;
    await this.#encoder.keep();
    await this.#ngram?.keep();
  }

  async state(): Promise<ModelFiles> {
    const own = new TextEncoder().encode(JSON.stringify(this.#best));
    const ngram = this.#ngram ? await this.#ngram.state() : [];
    return new Map([...(await this.#encoder.state()), ...ngram, [STATE_FILE, own] as const]);
  }

  restore(state: ModelFiles): void {
    const bytes = state.get(STATE_FILE);
    if (!bytes) throw new TrainError('checkpoint', `The checkpoint has no ${STATE_FILE}`);
    this.#best = JSON.parse(new TextDecoder().decode(bytes)) as HeldOutLogits | null;
    this.#encoder.restore(state);
    this.#ngram?.restore(state);
  }

  async result(): Promise<ModelFiles> {
    const encoder = await this.#encoder.result();
    const ngram = this.#ngram ? await this.#ngram.result() : this.#ngramFiles;
    return joinCombined({ encoder, ngram, combination: this.#refit() });
  }

  dispose(): void {
    this.#encoder.dispose();
  }

  #refit(): Combination {
    const labels = this.#data.held_out.map(({ label }) => label);
    const positive = labels.filter((label) => label >= 0.5).length;
    if (!this.#best || Math.min(positive, labels.length - positive) < ENOUGH) return this.#combination;
    return fitCombination(this.#combination, this.#best.encoder, this.#best.ngram, labels);
  }
}
