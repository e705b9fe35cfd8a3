// A training run over any learner: epochs of steps with a judgement at each one's end, the best kept, early
// stopping, and checkpoints from which it goes on bit for bit.

import type { Numbers } from '../bert/numbers';
import { Rng } from '../rng';
import type { ModelFiles } from '../text/types';
import { type Checkpoint, fingerprint, type Progress, writeCheckpoint } from './checkpoint';
import { TrainError } from './errors';
import type { Learner } from './learner';
import type { StepBatch } from './order';
import type { TextTrainer, TrainCheckpoint, TrainData, TrainEvent, TrainOptions } from './types';

export interface Run {
  readonly learner: Learner;
  /** The files the learner was made from. */
  readonly start: ModelFiles;
  readonly data: TrainData;
  readonly options: TrainOptions;
  /** To go on from; null to begin. */
  readonly checkpoint: Checkpoint | null;
}

export class EpochTrainer implements TextTrainer {
  readonly #run: Run;
  readonly #data: string;
  readonly #rng: Rng;
  readonly #progress: Progress;
  #batches: readonly StepBatch[];

  /** Throws TrainError where the checkpoint is of other data. */
  constructor(run: Run) {
    const { learner, data, options, checkpoint } = run;
    this.#run = run;
    this.#data = fingerprint(data);
    if (checkpoint && checkpoint.data !== this.#data) {
      throw new TrainError('data', 'The texts or labels changed since the checkpoint: the run cannot go on with them');
    }
    this.#rng = new Rng(checkpoint ? checkpoint.progress.rng : options.seed);
    this.#progress = checkpoint ? { ...checkpoint.progress } : firstProgress(this.#rng);
    if (checkpoint) learner.restore(checkpoint.state);
    this.#batches = learner.order(this.#progress.epochSeed);
  }

  get steps(): number {
    return this.#run.options.epochs * this.#batches.length;
  }

  async next(): Promise<TrainEvent> {
    const { done, cursor, best, epoch } = this.#progress;
    if (done) return { kind: 'done', reason: done, best_epoch: best?.epoch ?? epoch };
    return cursor < this.#batches.length ? await this.#step() : await this.#endEpoch();
  }

  async checkpoint(): Promise<TrainCheckpoint> {
    const { learner, options, start } = this.#run;
    const progress = { ...this.#progress, rng: this.#rng.state() };
    const state = await learner.state();
    return { step: progress.step, files: writeCheckpoint({ options, data: this.#data, progress, start, state }) };
  }

  result(role: 'best' | 'last' = 'best'): Promise<ModelFiles> {
    return this.#run.learner.result(role);
  }

  heldOutLogits(of: 'learnt' | 'files'): Float64Array | null {
    return this.#run.learner.heldOutLogits(of);
  }

  weights(): Promise<ReadonlyMap<string, Numbers>> {
    return this.#run.learner.weights();
  }

  dispose(): void {
    this.#run.learner.dispose();
  }

  async #step(): Promise<TrainEvent> {
    const progress = this.#progress;
    const { epoch } = progress;
    const batch = this.#batches[progress.cursor];
    const { steps } = this;
    const step = progress.step + 1;
    const report = await this.#run.learner.step(batch, step, steps, this.#rng);
    progress.step = step;
    progress.cursor += 1;
    return { kind: 'step', step, steps, epoch, examples: batch.members.length, ...report };
  }

  /** Judges the epoch, keeps it if it is the best, and decides what comes next. */
  async #endEpoch(): Promise<TrainEvent> {
    const { learner, options } = this.#run;
    const progress = this.#progress;
    const { epoch, step } = progress;
    const heldOut = await learner.evaluate();
    // Without held-out texts each epoch counts as better than the last.
    const best = heldOut.n === 0 || !progress.best || heldOut.loss < progress.best.loss;
    if (best) {
      await learner.keep();
      progress.best = { epoch, loss: heldOut.loss };
    }
    progress.worse = best ? 0 : progress.worse + 1;
    if (options.early_stopping !== null && progress.worse >= options.early_stopping) progress.done = 'early-stopping';
    else if (epoch === options.epochs) progress.done = 'finished';
    else this.#beginEpoch();
    return { kind: 'epoch', epoch, step, held_out: heldOut, best };
  }

  #beginEpoch(): void {
    this.#progress.epoch += 1;
    this.#progress.cursor = 0;
    this.#progress.epochSeed = this.#rng.uint32();
    this.#batches = this.#run.learner.order(this.#progress.epochSeed);
  }
}

function firstProgress(rng: Rng): Progress {
  const epochSeed = rng.uint32();
  return { step: 0, epoch: 1, cursor: 0, epochSeed, rng: rng.state(), best: null, worse: 0, done: null };
}
