// Trains an encoder: one step or one evaluation at a time, with a checkpoint from which a run goes on bit for bit.

import { Encoder } from '../bert/encoder';
import { type Weights, withHeads } from '../bert/weights';
import type { NnBackend } from '../compute/nn/types';
import { Rng } from '../rng';
import { readEncoder, withWeights } from '../text/encoder/files';
import { type PieceTokenizer, readText } from '../text/encoder/reader';
import type { LabelledText, ModelFiles } from '../text/types';
import { type Checkpoint, fingerprint, type Progress, writeCheckpoint } from './checkpoint';
import { TrainError } from './errors';
import { Machine, sum } from './machine';
import type { Numbers } from './numbers';
import { Optimiser } from './optimiser';
import { epochBatches, type StepBatch } from './order';
import { type Example, makeTask, type Task } from './tasks';
import type { TextTrainer, TrainCheckpoint, TrainData, TrainEvent, TrainOptions } from './types';

/** What a run begins from; with `checkpoint` it goes on from there. */
export interface EncoderRun {
  readonly nn: NnBackend;
  readonly files: ModelFiles;
  readonly tokenizer: PieceTokenizer;
  readonly data: TrainData;
  readonly options: TrainOptions;
  readonly checkpoint: Checkpoint | null;
}

export class EncoderTrainer implements TextTrainer {
  readonly #run: EncoderRun;
  readonly #weights: Weights;
  readonly #encoder: Encoder;
  readonly #optimiser: Optimiser;
  readonly #machine: Machine;
  readonly #train: readonly Example[];
  readonly #heldOut: readonly Example[];
  readonly #longest: number;
  readonly #rng: Rng;
  readonly #progress: Progress;
  #batches: readonly StepBatch[];
  #best: ReadonlyMap<string, Numbers> | null;

  /** Throws EncoderError or TrainError where the files, data or options do not fit. */
  constructor(run: EncoderRun) {
    const { nn, tokenizer, data, options, checkpoint } = run;
    if (data.train.length === 0) throw new TrainError('train', 'There are no texts to train on');
    const { config, weights } = readEncoder(run.files, options.seed);
    if (config.num_labels !== 2) {
      throw new TrainError('num_labels', `The model tells ${config.num_labels} classes apart; training is for two`);
    }
    this.#run = run;
    this.#longest = Math.min(options.max_length, config.max_position_embeddings);
    const read = ({ text, label }: LabelledText): Example => {
      return { ids: readText(tokenizer, text, this.#longest).ids, label };
    };
    this.#train = data.train.map(read);
    this.#heldOut = data.held_out.map(read);
    const task: Task = makeTask(options, config.vocab_size, tokenizer.special, this.#train);
    this.#weights = withHeads(config, weights, [task.head], options.seed);
    const rng = new Rng(options.seed);
    this.#encoder = new Encoder(nn, config, this.#weights);
    this.#optimiser = new Optimiser(this.#encoder, this.#weights, options, task.head, rng);
    this.#machine = new Machine(this.#encoder, task, tokenizer.special.pad, this.#longest);
    // What LoRA drew from it is restored below, so a resumed run takes the generator where it was left.
    this.#rng = checkpoint ? new Rng(checkpoint.progress.rng) : rng;
    this.#progress = checkpoint ? { ...checkpoint.progress } : firstProgress(rng);
    this.#best = checkpoint?.best ?? null;
    if (checkpoint) this.#optimiser.restore(checkpoint.state);
    this.#batches = this.#order();
  }

  get #steps(): number {
    return this.#run.options.epochs * this.#batches.length;
  }

  async next(): Promise<TrainEvent> {
    const { done, cursor, best, epoch } = this.#progress;
    if (done) return { kind: 'done', reason: done, best_epoch: best?.epoch ?? epoch };
    return cursor < this.#batches.length ? await this.#step() : await this.#endEpoch();
  }

  async checkpoint(): Promise<TrainCheckpoint> {
    const { files, options, data } = this.#run;
    const progress = { ...this.#progress, rng: this.#rng.state() };
    const state = await this.#optimiser.state();
    const { step } = progress;
    return { step, files: writeCheckpoint(files, options, fingerprint(data), progress, state, this.#best) };
  }

  async result(): Promise<ModelFiles> {
    const learnt = this.#best ?? (await this.#optimiser.snapshot());
    const values = new Map(this.#weights.values);
    for (const [name, numbers] of learnt) values.set(name, Float32Array.from(numbers));
    return withWeights(this.#run.files, this.#encoder.config, { heads: this.#weights.heads, values });
  }

  dispose(): void {
    this.#machine.free();
    this.#optimiser.free();
    this.#encoder.dispose();
  }

  async #step(): Promise<TrainEvent> {
    const { options } = this.#run;
    const progress = this.#progress;
    const { members, length } = this.#batches[progress.cursor];
    const examples = members.map((i) => this.#train[i]);
    const rates = options.dropout > 0 ? { hidden: options.dropout, attention: options.dropout } : null;
    const step = progress.step + 1;
    const losses = this.#machine.learn(examples, length, rates, this.#optimiser, this.#rng);
    const rate = this.#optimiser.step(step, this.#steps);
    progress.step = step;
    progress.cursor += 1;
    const { nn } = this.#encoder;
    const loss = sum(await nn.read(losses));
    const [norm] = await nn.read(this.#optimiser.norm);
    return {
      kind: 'step',
      step,
      steps: this.#steps,
      epoch: progress.epoch,
      loss,
      learning_rate: rate,
      grad_norm: norm,
      examples: examples.length,
      tokens: examples.reduce((sum, { ids }) => sum + ids.length, 0),
    };
  }

  /** Judges the epoch, keeps it if it is the best, and decides what comes next. */
  async #endEpoch(): Promise<TrainEvent> {
    const { options } = this.#run;
    const progress = this.#progress;
    const heldOut = await this.#machine.evaluate(this.#heldOut);
    // Without held-out texts each epoch counts as better than the last.
    const best = heldOut.n === 0 || !progress.best || heldOut.loss < progress.best.held_out.loss;
    if (best) {
      this.#best = await this.#optimiser.snapshot();
      progress.best = { epoch: progress.epoch, held_out: heldOut };
    }
    progress.worse = best ? 0 : progress.worse + 1;
    const { epoch, step } = progress;
    if (options.early_stopping !== null && progress.worse >= options.early_stopping) progress.done = 'early-stopping';
    else if (epoch === options.epochs) progress.done = 'finished';
    else this.#beginEpoch();
    return { kind: 'epoch', epoch, step, held_out: heldOut, best };
  }

  #beginEpoch(): void {
    this.#progress.epoch += 1;
    this.#progress.cursor = 0;
    this.#progress.epochSeed = this.#rng.uint32();
    this.#batches = this.#order();
  }

  #order(): readonly StepBatch[] {
    const lengths = this.#train.map(({ ids }) => ids.length);
    const size = Math.min(this.#run.options.batch_size, lengths.length);
    return epochBatches(lengths, size, this.#longest, new Rng(this.#progress.epochSeed));
  }
}

function firstProgress(rng: Rng): Progress {
  const epochSeed = rng.uint32();
  return { step: 0, epoch: 1, cursor: 0, epochSeed, rng: rng.state(), best: null, worse: 0, done: null };
}
