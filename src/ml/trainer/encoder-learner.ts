// An encoder that learns: its texts as read, its parameters on a backend, the optimiser, the best weights so far.

import type { EncoderConfig } from '../bert/config';
import { Encoder } from '../bert/encoder';
import type { Numbers } from '../bert/numbers';
import { readSafetensors, type Tensor, writeSafetensors } from '../bert/safetensors';
import { type Weights, withHeads } from '../bert/weights';
import type { NnBackend } from '../compute/nn/types';
import { Rng } from '../rng';
import { readEncoder, withWeights } from '../text/encoder/files';
import { type PieceTokenizer, readText } from '../text/encoder/reader';
import type { LabelledText, ModelFiles } from '../text/types';
import { TrainError } from './errors';
import { judge } from './judge';
import type { Learner, StepReport } from './learner';
import { Machine, sum } from './machine';
import { Optimiser } from './optimiser';
import { epochBatches, type StepBatch } from './order';
import { type Example, makeTask } from './tasks';
import type { Evaluation, TrainData, TrainOptions } from './types';

export interface EncoderStart {
  readonly nn: NnBackend;
  readonly files: ModelFiles;
  readonly tokenizer: PieceTokenizer;
  readonly data: TrainData;
  readonly options: TrainOptions;
}

const STATE_FILE = 'encoder.safetensors';
const BEST = 'best:';

export class EncoderLearner implements Learner {
  readonly #start: EncoderStart;
  readonly #config: EncoderConfig;
  readonly #weights: Weights;
  readonly #encoder: Encoder;
  readonly #optimiser: Optimiser;
  readonly #machine: Machine;
  readonly #train: readonly Example[];
  readonly #heldOut: readonly Example[];
  readonly #longest: number;
  readonly #batchSize: number;
  #best: ReadonlyMap<string, Numbers> | null = null;
  #logits: Float64Array | null = null;

  /** Throws EncoderError or TrainError where the files, data or options do not fit, NnMemoryError when there is no room. */
  constructor(start: EncoderStart) {
    const { nn, tokenizer, data, options } = start;
    const { config, weights } = readEncoder(start.files, options.seed);
    if (config.num_labels !== 2) {
      throw new TrainError('num_labels', `The model tells ${config.num_labels} classes apart; training is for two`);
    }
    this.#start = start;
    this.#config = config;
    this.#longest = Math.min(options.max_length, config.max_position_embeddings);
    const read = ({ text, label }: LabelledText): Example => {
      return { ids: readText(tokenizer, text, this.#longest).ids, label };
    };
    this.#train = data.train.map(read);
    this.#heldOut = data.held_out.map(read);
    const task = makeTask(options, config.vocab_size, tokenizer.special, this.#train);
    this.#weights = withHeads(config, weights, [task.head], options.seed);
    this.#encoder = new Encoder(nn, config, this.#weights);
    try {
      this.#optimiser = new Optimiser(this.#encoder, this.#weights, options, task.head, new Rng(options.seed));
    } catch (error) {
      this.#encoder.dispose();
      throw error;
    }
    this.#batchSize = Math.min(options.batch_size, this.#train.length);
    const sizes = { batch: this.#batchSize, length: this.#longest };
    this.#machine = new Machine(this.#encoder, task, tokenizer.special.pad, sizes);
  }

  order(seed: number): readonly StepBatch[] {
    const lengths = this.#train.map(({ ids }) => ids.length);
    return epochBatches(lengths, this.#batchSize, this.#longest, new Rng(seed));
  }

  async step({ members, length }: StepBatch, step: number, steps: number, rng: Rng): Promise<StepReport> {
    const { nn } = this.#encoder;
    const { dropout } = this.#start.options;
    const examples = members.map((i) => this.#train[i]);
    const rates = dropout > 0 ? { hidden: dropout, attention: dropout } : null;
    const losses = this.#machine.learn(examples, length, rates, this.#optimiser, rng);
    const rate = this.#optimiser.step(step, steps);
    // Asked for together: a GPU is waited for once.
    const [rows, [norm]] = await Promise.all([nn.read(losses), nn.read(this.#optimiser.norm)]);
    const loss = sum(rows);
    if (!Number.isFinite(loss) || !Number.isFinite(norm)) {
      throw new TrainError('learning_rate', `The loss is no number any more at step ${step}: lower the learning rate`);
    }
    const tokens = examples.reduce((total, { ids }) => total + ids.length, 0);
    return { loss, learning_rate: rate, grad_norm: norm, tokens };
  }

  async evaluate(): Promise<Evaluation> {
    if (!this.#machine.classes) return this.#machine.evaluate(this.#heldOut);
    this.#logits = await this.#machine.logits(this.#heldOut);
    return judge(this.#logits, this.#heldOut);
  }

  /** Its files are not rounded. */
  heldOutLogits(): Float64Array | null {
    return this.#logits;
  }

  weights(): Promise<ReadonlyMap<string, Numbers>> {
    return this.#optimiser.snapshot();
  }

  async keep(): Promise<void> {
    this.#best = await this.#optimiser.snapshot();
  }

  async state(): Promise<ModelFiles> {
    const tensors = await this.#optimiser.state();
    for (const [name, data] of this.#best ?? []) tensors.set(BEST + name, { shape: [data.length], data });
    return new Map([[STATE_FILE, writeSafetensors(tensors)]]);
  }

  restore(state: ModelFiles): void {
    const bytes = state.get(STATE_FILE);
    if (!bytes) throw new TrainError('checkpoint', `The checkpoint has no ${STATE_FILE}`);
    const tensors = new Map<string, Tensor>();
    const best = new Map<string, Numbers>();
    for (const [name, tensor] of readSafetensors(bytes)) {
      if (name.startsWith(BEST)) best.set(name.slice(BEST.length), tensor.data);
      else tensors.set(name, tensor);
    }
    this.#optimiser.restore(tensors);
    this.#best = best.size > 0 ? best : null;
  }

  async result(role: 'best' | 'last'): Promise<ModelFiles> {
    const learnt = (role === 'best' && this.#best) || (await this.#optimiser.snapshot());
    const values = new Map(this.#weights.values);
    for (const [name, numbers] of learnt) values.set(name, Float32Array.from(numbers));
    return withWeights(this.#start.files, this.#config, { heads: this.#weights.heads, values });
  }

  dispose(): void {
    this.#machine.free();
    this.#optimiser.free();
    this.#encoder.dispose();
  }
}
