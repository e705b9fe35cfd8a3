// Encoder and n-gram model learn side by side from the same batches; then the sum of their logits is fitted anew
// on the held-out texts, where there are enough.

import type { Numbers } from '../bert/numbers';
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
/** Checkpoints of earlier versions have none. */
const LAST_FILE = 'combined-last.json';

interface HeldOutLogits {
  readonly encoder: ArrayLike<number>;
  readonly ngram: ArrayLike<number>;
}

function summed(combination: Combination, { encoder, ngram }: HeldOutLogits): Float64Array {
  return Float64Array.from(encoder, (logit, i) => combine(combination, logit, ngram[i]));
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
  /** `#last` is of this session, and the parts remember theirs. */
  #judged = false;
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
    await this.#encoder.evaluate();
    await this.#ngram.evaluate();
    const encoder = [...(this.#encoder.heldOutLogits() ?? [])];
    const ngram = [...(this.#ngram.heldOutLogits('learnt') ?? [])];
    this.#last = { encoder, ngram };
    this.#judged = true;
    return judge(summed(this.#combination, this.#last), this.#data.held_out);
  }

  heldOutLogits(of: 'learnt' | 'files'): Float64Array | null {
    if (!this.#ngram) return this.#encoder.heldOutLogits();
    if (!this.#last || !this.#judged) return null;
    if (of === 'learnt') return summed(this.#combination, this.#last);
    const ngram = this.#ngram.heldOutLogits('files') ?? [];
    return summed(this.#refit(this.#last), { ...this.#last, ngram });
  }

  async weights(): Promise<ReadonlyMap<string, Numbers>> {
    return new Map([...(await this.#encoder.weights()), ...((await this.#ngram?.weights()) ?? [])]);
  }

  async keep(): Promise<void> {
    this.#best = this.#last;
    await this.#encoder.keep();
    await this.#ngram?.keep();
  }

  async state(): Promise<ModelFiles> {
    const json = (logits: HeldOutLogits | null) => new TextEncoder().encode(JSON.stringify(logits));
    const own = [[STATE_FILE, json(this.#best)] as const, [LAST_FILE, json(this.#last)] as const];
    const ngram = this.#ngram ? await this.#ngram.state() : [];
    return new Map([...(await this.#encoder.state()), ...ngram, ...own]);
  }

  restore(state: ModelFiles): void {
    const bytes = state.get(STATE_FILE);
    if (!bytes) throw new TrainError('checkpoint', `The checkpoint has no ${STATE_FILE}`);
    const read = (json: Uint8Array) => JSON.parse(new TextDecoder().decode(json)) as HeldOutLogits | null;
    this.#best = read(bytes);
    const last = state.get(LAST_FILE);
    this.#last = last ? read(last) : this.#best;
    this.#encoder.restore(state);
    this.#ngram?.restore(state);
  }

  async result(role: 'best' | 'last'): Promise<ModelFiles> {
    const encoder = await this.#encoder.result(role);
    const ngram = this.#ngram ? await this.#ngram.result(role) : this.#ngramFiles;
    return joinCombined({ encoder, ngram, combination: this.#refit(role === 'best' ? this.#best : this.#last) });
  }

  dispose(): void {
    this.#encoder.dispose();
  }

  #refit(logits: HeldOutLogits | null): Combination {
    const labels = this.#data.held_out.map(({ label }) => label);
    const positive = labels.filter((label) => label >= 0.5).length;
    if (!logits || Math.min(positive, labels.length - positive) < ENOUGH) return this.#combination;
    return fitCombination(this.#combination, logits.encoder, logits.ngram, labels);
  }
}
