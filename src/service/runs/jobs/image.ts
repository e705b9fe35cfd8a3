// Training an image classifier as a run: a row a step, and one for each epoch with what the held-out images say of it.

import type { NnBackend } from '../../../ml/compute/nn/types';
import type { ImageModelConfig } from '../../../ml/image/config';
import { evaluateImages, type ImageEvaluation } from '../../../ml/image/evaluate';
import { writeImageModel } from '../../../ml/image/files';
import { ImageModel } from '../../../ml/image/model';
import { type ImageFigures, type ImageMilestone, ImageRun, type ImageRunState } from '../../../ml/image/run';
import { layersOf, parametersOf } from '../../../ml/image/structure';
import type { ImageEvaluationReport } from '../../../wire/runs';
import type { ImageConfig } from '../../configs/schema';
import { invalid } from '../../errors';
import { Breath } from '../../pace';
import type { JobAbout, JobEvent, JobResult, Judged } from '../job';
import { type Saved, savedOf } from './checkpoint';
import { histogramsOf } from './histograms';
import { modelConfigOf, trainOptionsOf } from './image-options';
import { type ImageParts, imagePartsOf } from './image-parts';
import { startFirst } from './start';
import { counted } from './words';
import type { DoneEvent, JobDeps, JobRequestOf, Progress, Work } from './work';

interface State extends Saved<'image'> {
  /** Of the data, to refuse others: runs are found their set by its name. Runs saved by earlier versions have no contents. */
  readonly data: string;
  readonly contents?: string;
  readonly run: ImageRunState;
}

export async function openImage(request: JobRequestOf<'image'>, deps: JobDeps): Promise<Work> {
  const { config, data, backend } = request;
  if (data.kind !== 'images') throw invalid('data', 'An image model is trained on images.');
  const saved = savedOf<State>(request.checkpoint, 'image');
  const breath = new Breath();
  const pause = () => breath.take();
  const parts = await imagePartsOf(data, config, deps.imageDecoder, pause);
  const same = (one: State) => one.data === parts.fingerprint && (one.contents ?? parts.contents) === parts.contents;
  if (saved && !same(saved)) {
    throw invalid('data', 'The images changed since the run was interrupted: it cannot go on with them.');
  }
  const made = saved ? null : await modelConfigOf(config, parts, pause);
  const nn = await startFirst(backend.kind, (kind) => deps.createNn({ ...backend, kind }));
  try {
    const { monitor, min_delta, early_stopping } = config.trainer;
    const steps = Math.ceil(parts.train.size / config.trainer.batch_size);
    const start = saved?.run ?? { config: made as ImageModelConfig, options: trainOptionsOf(config, steps) };
    const args = { nn, images: parts.train, pause };
    const run = new ImageRun(args, parts.held, { monitor, min_delta, early_stopping }, start);
    return new ImageWork(config, parts, nn, run, pause);
  } catch (error) {
    nn.dispose();
    throw error;
  }
}

class ImageWork implements Work {
  readonly about: JobAbout;

  constructor(
    private readonly config: ImageConfig,
    private readonly parts: ImageParts,
    private readonly nn: NnBackend,
    private readonly run: ImageRun,
    private readonly pause: () => Promise<void>,
  ) {
    const { trainer } = run;
    const model = trainer.model.config;
    this.about = {
      model: `${nameOf(model)}, ${counted(sizeOf(model), 'parameter')}`,
      data: parts.description,
      engine: nn.description,
      epochs: trainer.options.epochs,
      steps: trainer.steps,
    };
  }

  get step(): number {
    return this.run.trainer.step;
  }

  get epoch(): number {
    return Math.floor(this.step / this.run.trainer.stepsPerEpoch);
  }

  get ended(): DoneEvent | null {
    const { ended, best, last } = this.run;
    if (!ended || !last) return null;
    const epochs = counted(last.epoch + 1, 'epoch');
    const which = best && best.epoch !== last.epoch ? ` The best was epoch ${best.epoch + 1}.` : '';
    const message = ended === 'finished' ? `Trained for ${epochs}.` : `Stopped early, after ${epochs}.`;
    return { kind: 'done', reason: ended, message: `${message}${which}` };
  }

  memory(): number {
    return this.nn.memory().bytes;
  }

  async next(): Promise<Progress> {
    const event = await this.run.next();
    if (event.kind === 'epoch') return { events: await this.judged(event), examples: 0 };
    const { step, epoch, loss, learning_rate: lr, grad_norm, images } = event.report;
    const values = { train_loss: loss ?? Number.NaN, lr, grad_norm: grad_norm ?? Number.NaN };
    return { events: [{ kind: 'row', epoch: epoch - 1, step: step - 1, values }], examples: images };
  }

  private async judged({
    epoch,
    step: taken,
    figures,
    trainLoss,
    score,
    best,
  }: Extract<Awaited<ReturnType<ImageRun['next']>>, { kind: 'epoch' }>): Promise<JobEvent[]> {
    const step = taken - 1;
    const values = { train_loss_epoch: trainLoss, ...this.columns('val', figures) };
    const histograms = histogramsOf(await this.run.trainer.model.weights());
    return [
      { kind: 'row', epoch, step, values, histograms },
      { kind: 'epoch', epoch, step, score, best },
    ];
  }

  async checkpoint(): Promise<State> {
    const { fingerprint: data, contents } = this.parts;
    return { format: 1, kind: 'image', data, contents, run: await this.run.state() };
  }

  async result(role: 'best' | 'last'): Promise<JobResult> {
    const { run } = this;
    const weights = await run.weights(role);
    const files = writeImageModel(run.trainer.model.config, weights);
    if (role === 'best' && run.best) return { files, ...this.placeOf(run.best) };
    // As it is now, which was judged only if its epoch has just ended.
    const { last } = run;
    if (last && last.step === this.step) return { files, ...this.placeOf(last) };
    return { files, epoch: Math.max(0, this.epoch), step: Math.max(0, this.step - 1), metrics: {} };
  }

  private placeOf({ epoch, step, figures }: ImageMilestone): Omit<JobResult, 'files'> {
    return { epoch, step: step - 1, metrics: this.columns('val', figures) };
  }

  /** Of the best model: on the test part, or on the images held out where there is none. */
  async test(
    told: (judged: Judged) => void,
  ): Promise<{ values: Record<string, number>; report: ImageEvaluationReport } | null> {
    const { test, held } = this.parts;
    const [part, images] = test.size > 0 ? (['test', test] as const) : (['val', held] as const);
    if (images.size === 0) return null;
    const { config } = this.run.trainer.model;
    const model = new ImageModel(this.nn, config, await this.run.weights('best'));
    try {
      const pause = async (n: number) => {
        told({ n, of: images.size });
        await this.pause();
      };
      const evaluation = await evaluateImages(model, images, { pause });
      const values = part === 'test' ? this.columns('test', evaluation) : {};
      return { values, report: reportOf(part, config.classes, evaluation, images.items) };
    } finally {
      model.dispose();
    }
  }

  dispose(): void {
    this.run.dispose();
    this.nn.dispose();
  }

  private columns(part: 'val' | 'test', figures: ImageFigures | null): Record<string, number> {
    if (!figures) return {};
    const { loss, accuracy, macroF1, macroPrecision, macroRecall, top3 } = figures;
    const all = { acc: accuracy, f1: macroF1, precision: macroPrecision, recall: macroRecall, top_3_acc: top3 };
    const chosen = this.config.trainer.metrics.map((name) => [`${part}_${name}`, all[name]] as const);
    return { [`${part}_loss`]: loss, ...Object.fromEntries(chosen) };
  }
}

/** "CNN 16–32–64" */
function nameOf({ structure }: ImageModelConfig): string {
  const { kind, hidden } = structure;
  const widths = kind === 'cnn' ? [...structure.stages, ...hidden] : hidden;
  return [kind.toUpperCase(), widths.join('–')].filter((part) => part !== '').join(' ');
}

function sizeOf(config: ImageModelConfig): number {
  return parametersOf(layersOf(config)).reduce((sum, { size }) => sum + size, 0);
}

function reportOf(
  part: 'test' | 'val',
  classes: readonly string[],
  { n, loss, accuracy, macroF1, classes: figures, confusion, wrong }: ImageEvaluation,
  items: ArrayLike<number>,
): ImageEvaluationReport {
  return {
    ...{ part, classes: [...classes], n, loss, accuracy, macro_f1: macroF1, per_class: figures, confusion },
    wrong: wrong.map(({ index, ...one }) => ({ item: items[index], ...one })),
  };
}
