// A whole training of an image model: epochs of steps, each judged at its end on images that are not trained on, the best
// kept, early stopping. All of it is in the state, so that a run taken up again is the same run, bit for bit where the
// trainer is (./trainer.ts).

import type { ImageModelConfig, ImageTrainOptions } from './config';
import { ImageError } from './errors';
import { evaluateImages, type ImageEvaluation } from './evaluate';
import type { Images } from './images';
import type { Weights } from './network';
import { type ImageStep, type ImageTrainArgs, ImageTrainer, type ImageTrainState } from './trainer';

/** What epochs are judged by. */
const IMAGE_MONITORS = ['val_loss', 'val_acc', 'val_f1'] as const;

export interface ImageRunOptions {
  readonly monitor: (typeof IMAGE_MONITORS)[number];
  /** For early stopping, a change by less is no better; the best model is the best nevertheless. */
  readonly min_delta: number;
  /** Epochs without a better one after which the training ends; null: never. */
  readonly early_stopping: number | null;
}

export type ImageFigures = Pick<
  ImageEvaluation,
  'n' | 'loss' | 'accuracy' | 'macroF1' | 'macroPrecision' | 'macroRecall' | 'top3'
>;

/** The model at the end of an epoch (from 0), after `step` steps. `figures`: null where there is nothing to judge by. */
export interface ImageMilestone {
  readonly epoch: number;
  readonly step: number;
  readonly figures: ImageFigures | null;
}

export type ImageRunEvent =
  | { readonly kind: 'step'; readonly report: ImageStep }
  /** `score`: larger is better. Without images to judge by, each epoch is better than the last. */
  | (ImageMilestone & {
      readonly kind: 'epoch';
      /** Mean loss of the epoch's batches, weighted by their images. */
      readonly trainLoss: number;
      readonly score: number;
      readonly best: boolean;
    });

export interface ImageRunState {
  readonly trainer: ImageTrainState;
  /** Epochs judged. */
  readonly judged: number;
  readonly last: ImageMilestone | null;
  readonly best: (ImageMilestone & { readonly score: number; readonly weights: Weights }) | null;
  /** The score that the next is to beat by `min_delta`, and epochs since one did; null before the first. */
  readonly bar: number | null;
  readonly worse: number;
  readonly stopped: boolean;
  /** Of the epoch under way: summed over images. */
  readonly loss: number;
  readonly images: number;
}

type Start = { readonly config: ImageModelConfig; readonly options: ImageTrainOptions } | ImageRunState;

export class ImageRun {
  readonly trainer: ImageTrainer;
  private judged: number;
  private bar: number | null;
  private worse: number;
  private stopped: boolean;
  private loss: number;
  private images: number;
  private latest: ImageMilestone | null;
  private kept: ImageRunState['best'];

  /** `held`: what epochs are judged on; may be empty. Throws what `ImageTrainer` throws. */
  constructor(
    private readonly args: ImageTrainArgs,
    private readonly held: Images,
    private readonly options: ImageRunOptions,
    start: Start,
  ) {
    const saved = 'trainer' in start ? start : null;
    this.trainer = new ImageTrainer(args, 'trainer' in start ? start.trainer : start);
    this.judged = saved?.judged ?? 0;
    this.bar = saved?.bar ?? null;
    this.worse = saved?.worse ?? 0;
    this.stopped = saved?.stopped ?? false;
    this.loss = saved?.loss ?? 0;
    this.images = saved?.images ?? 0;
    this.latest = saved?.last ?? null;
    this.kept = saved?.best ?? null;
  }

  /** null while there is something left to do. */
  get ended(): 'finished' | 'early stopping' | null {
    if (this.stopped) return 'early stopping';
    return this.judged >= this.trainer.options.epochs ? 'finished' : null;
  }

  /** The best epoch so far; null before the first was judged. */
  get best(): ImageMilestone | null {
    return this.kept;
  }

  /** The latest epoch that was judged. */
  get last(): ImageMilestone | null {
    return this.latest;
  }

  /** One step, or one judgement at an epoch's end. Rejects ImageError when the loss is no number any more. */
  async next(): Promise<ImageRunEvent> {
    if (this.ended) throw new Error('The run is done: there is nothing left to learn.');
    const { step, stepsPerEpoch } = this.trainer;
    return step === (this.judged + 1) * stepsPerEpoch ? this.judge() : this.learn();
  }

  private async learn(): Promise<ImageRunEvent> {
    const report = await this.trainer.next();
    const { loss, grad_norm } = report;
    if (!Number.isFinite(loss) || !Number.isFinite(grad_norm)) throw noNumber(report.step);
    this.loss += (loss ?? 0) * report.images;
    this.images += report.images;
    return { kind: 'step', report };
  }

  private async judge(): Promise<ImageRunEvent> {
    const figures = await this.evaluate();
    if (figures && !Number.isFinite(figures.loss)) throw noNumber(this.trainer.step);
    const milestone = { epoch: this.judged, step: this.trainer.step, figures };
    const score = figures ? scoreOf(figures, this.options.monitor) : this.judged;
    const best = this.kept === null || score > this.kept.score;
    const weights = best ? await this.trainer.model.weights() : null;
    const trainLoss = this.loss / Math.max(1, this.images);
    if (weights) this.kept = { ...milestone, score, weights };
    this.latest = milestone;
    this.judged += 1;
    [this.loss, this.images] = [0, 0];
    if (figures) this.count(score);
    return { kind: 'epoch', ...milestone, trainLoss, score, best };
  }

  /** For early stopping. */
  private count(score: number): void {
    const { early_stopping, min_delta } = this.options;
    const better = this.bar === null || score > this.bar + min_delta;
    if (better) this.bar = score;
    this.worse = better ? 0 : this.worse + 1;
    this.stopped = early_stopping !== null && this.worse >= early_stopping;
  }

  private async evaluate(): Promise<ImageFigures | null> {
    if (this.held.size === 0) return null;
    const { pause } = this.args;
    try {
      const { n, loss, accuracy, macroF1, macroPrecision, macroRecall, top3 } = await evaluateImages(
        this.trainer.model,
        this.held,
        { wrong: 0, pause },
      );
      return { n, loss, accuracy, macroF1, macroPrecision, macroRecall, top3 };
    } catch (error) {
      // The epoch's last step is the one whose loss nobody has seen.
      if (error instanceof ImageError && error.field === 'logits') throw noNumber(this.trainer.step);
      throw error;
    }
  }

  /** Of the best epoch, or as they are where none was judged. */
  async weights(role: 'best' | 'last'): Promise<Weights> {
    return (role === 'best' ? this.kept?.weights : undefined) ?? (await this.trainer.model.weights());
  }

  /** Between two calls of `next`. */
  async state(): Promise<ImageRunState> {
    const { judged, bar, worse, stopped, loss, images, latest: last, kept: best } = this;
    return { trainer: await this.trainer.state(), judged, last, best, bar, worse, stopped, loss, images };
  }

  dispose(): void {
    this.trainer.dispose();
  }
}

function noNumber(step: number): ImageError {
  return new ImageError('learning_rate', `The loss is no number any more at step ${step}: lower the learning rate.`);
}

function scoreOf({ loss, accuracy, macroF1 }: ImageFigures, monitor: ImageRunOptions['monitor']): number {
  if (monitor === 'val_loss') return -loss;
  return monitor === 'val_acc' ? accuracy : macroF1;
}
