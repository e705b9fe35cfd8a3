// The n-gram model that learns, one text after the other; a step is as many as the batch has.

import type { Numbers } from '../bert/numbers';
import { Rng } from '../rng';
import { NgramModel } from '../text/ngram/model';
import type { LabelledText, ModelFiles } from '../text/types';
import { TrainError } from './errors';
import { judge } from './judge';
import type { Learner, StepReport } from './learner';
import type { StepBatch } from './order';
import { learningRate } from './schedule';
import type { Evaluation, TrainData, TrainOptions } from './types';

type LearningState = ReturnType<NgramModel['learningState']>;

const STATE_FILE = 'ngram.json';

export class NgramLearner implements Learner {
  #model: NgramModel;
  #best: LearningState | null = null;
  #logits: Float64Array | null = null;

  /** Throws EncoderError or TrainError where the files or options do not fit. */
  constructor(
    files: ModelFiles,
    private readonly data: TrainData,
    private readonly options: TrainOptions,
  ) {
    if (options.objective !== 'classification' && options.objective !== 'distillation') {
      throw new TrainError('objective', `The n-gram model learns from labels only, not by ${options.objective}`);
    }
    this.#model = NgramModel.fromFiles(files);
  }

  order(seed: number): readonly StepBatch[] {
    const { train } = this.data;
    const order = new Rng(seed).shuffle(train.map((_, i) => i));
    const size = Math.min(this.options.batch_size, train.length);
    return Array.from({ length: Math.ceil(order.length / size) }, (_, i) => {
      return { length: 0, members: order.slice(i * size, (i + 1) * size) };
    });
  }

  async step({ members }: StepBatch, step: number, steps: number): Promise<StepReport> {
    const rate = learningRate(this.options, step, steps);
    return { ...this.learn(members, rate), learning_rate: rate, grad_norm: 0 };
  }

  /** Learns from some of the training texts, each once. */
  learn(members: readonly number[], rate: number): { readonly loss: number; readonly tokens: number } {
    let loss = 0;
    let tokens = 0;
    for (const i of members) {
      const { text } = this.data.train[i];
      tokens += this.#model.scoreNow(text).tokens;
      loss += this.#model.learn(text, this.#target(this.data.train[i]), rate);
    }
    return { loss: loss / members.length, tokens };
  }

  async evaluate(): Promise<Evaluation> {
    this.#logits = this.#logitsOf(this.#model);
    return judge(this.#logits, this.data.held_out);
  }

  heldOutLogits(of: 'learnt' | 'files'): Float64Array | null {
    if (!this.#logits || of === 'learnt') return this.#logits;
    return this.#logitsOf(NgramModel.fromFiles(this.#model.saveNow()));
  }

  #logitsOf(model: NgramModel): Float64Array {
    return Float64Array.from(this.data.held_out, ({ text }) => model.logit(text));
  }

  async keep(): Promise<void> {
    this.#best = this.#model.learningState();
  }

  async state(): Promise<ModelFiles> {
    const json = { now: this.#model.learningState(), best: this.#best };
    return new Map([[STATE_FILE, new TextEncoder().encode(JSON.stringify(json))]]);
  }

  restore(state: ModelFiles): void {
    const bytes = state.get(STATE_FILE);
    if (!bytes) throw new TrainError('checkpoint', `The checkpoint has no ${STATE_FILE}`);
    const { now, best } = JSON.parse(new TextDecoder().decode(bytes)) as {
      now: LearningState;
      best: LearningState | null;
    };
    this.#model = NgramModel.fromLearningState(now);
    this.#best = best;
  }

  async weights(): Promise<ReadonlyMap<string, Numbers>> {
    return new Map([['ngram.weights', Float64Array.from(this.#model.numbers().weights.values())]]);
  }

  async result(role: 'best' | 'last'): Promise<ModelFiles> {
    const best = role === 'best' && this.#best;
    return (best ? NgramModel.fromLearningState(best) : this.#model).saveNow();
  }

  dispose(): void {}

  /** As the encoder's: a class with label smoothing, or another model's probability. */
  #target({ label }: LabelledText): number {
    if (this.options.objective === 'distillation') return label;
    const { label_smoothing: smoothing } = this.options;
    return (label >= 0.5 ? 1 - smoothing : 0) + smoothing / 2;
  }
}
