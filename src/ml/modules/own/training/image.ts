// Goes on training an image classifier on pictures of one's own, from the weights in the model's folder. The twin of
// ../../python/image/train.py.
//
//   train(modelDir, ['pictures.npz', '--epochs=5', '--batch_size=32', '--learning_rate=0.001', '--seed=1'])
//
// Other options are those of src/ml/image/config.ts; those that are not given leave plain Adam. --held_out=0.1 keeps a tenth of the
// pictures aside, and the epoch that is best on them.

import type { NnBackend } from '../../../compute/nn/types';
import { IMAGE_TRAINING, type ImageModelConfig, type ImageTrainOptions } from '../../../image/config';
import { IMAGE_CONFIG_FILE, IMAGE_WEIGHTS_FILE, readImageModel, writeImageModel } from '../../../image/files';
import { byteImages, type Images, pixelsOf } from '../../../image/images';
import type { Weights } from '../../../image/network';
import { ImageRun, type ImageRunEvent, type ImageRunState } from '../../../image/run';
import { ImageTrainer } from '../../../image/trainer';
import { Rng } from '../../../rng';
import { SCHEDULES } from '../../../schedule/schedule';
import type { TrainingModule } from '../../protocol';
import { oneOf, readArgs, real, whole } from './args';
import { checkFinite, trainingModule, writeAll } from './module';
import { type DecodePicture, type Pictures, readPictures } from './pictures';

const OPTIONS = {
  epochs: whole(5),
  batch_size: whole(32),
  learning_rate: real(0.001),
  seed: whole(1, 0),
  optimizer: oneOf(['adamw', 'sgd'], 'adamw'),
  momentum: real(IMAGE_TRAINING.momentum),
  weight_decay: real(0),
  schedule: oneOf(SCHEDULES, 'constant'),
  warmup_ratio: real(0),
  label_smoothing: real(0),
  max_grad_norm: real(0),
  held_out: real(0),
};

/** Chooses the best epoch by its loss; every epoch is run. */
const JUDGING = { monitor: 'val_loss', min_delta: 0, early_stopping: null } as const;

export interface ImageTrainingEnv {
  /** What the model computes on. */
  createNn(): NnBackend | Promise<NnBackend>;
  /** Bytes [height, width, channels] of a picture file; where there is none, only .npz files are read. */
  readonly decode?: DecodePicture;
}

export function imageTraining({ createNn, decode }: ImageTrainingEnv): TrainingModule {
  return trainingModule(async ({ dir, args, say, board }) => {
    const { path, options } = readArgs(args, OPTIONS, 'the pictures: a folder with one for each class, or an .npz');
    const { held_out, ...given } = options;
    const names = [IMAGE_CONFIG_FILE, IMAGE_WEIGHTS_FILE];
    const files = await Promise.all(names.map(async (name) => [name, await dir.read(name)] as const));
    const { config, weights } = readImageModel(new Map(files));
    const pictures = await readPictures(dir, path, config, decode);
    const { train, held } = parted(pictures, config, held_out, given.seed);
    say(`${pictures.labels.length} pictures of ${new Set(pictures.labels).size} classes`);
    const nn = await createNn();
    const state = await startOf(nn, train, config, { ...IMAGE_TRAINING, ...given }, weights);
    const run = new ImageRun({ nn, images: train }, held, JUDGING, state);
    try {
      while (!run.ended) {
        const event = await run.next();
        await board.scalars(event.kind === 'step' ? event.report.step : event.step, valuesOf(event));
        if (event.kind === 'epoch') say(lineOf(event));
      }
      const learnt = await run.weights('best');
      checkFinite(learnt.values());
      await writeAll(dir, writeImageModel(config, learnt));
    } finally {
      run.dispose();
    }
  });
}

/** A run at its beginning, with these weights in place of fresh ones. */
async function startOf(
  nn: NnBackend,
  images: Images,
  config: ImageModelConfig,
  options: ImageTrainOptions,
  weights: Weights,
): Promise<ImageRunState> {
  const trainer = new ImageTrainer({ nn, images }, { config, options });
  try {
    const fresh = { ...(await trainer.state()), weights };
    const nothing = { last: null, best: null, bar: null };
    return { trainer: fresh, judged: 0, worse: 0, stopped: false, loss: 0, images: 0, ...nothing };
  } finally {
    trainer.dispose();
  }
}

/** The held-out share is drawn by the seed. */
function parted({ pixels, labels }: Pictures, { shape }: ImageModelConfig, share: number, seed: number) {
  if (share > 0.5) throw new Error('--held_out is a share of at most 0.5.');
  const each = pixelsOf(shape);
  const order = new Rng(seed).shuffle(Uint32Array.from(labels, (_, i) => i));
  const count = Math.floor(share * labels.length);
  const some = (from: number, to: number) => {
    const chosen = order.slice(from, to).sort();
    const part = new Uint8Array(chosen.length * each);
    chosen.forEach((picture, i) => {
      part.set(pixels.subarray(picture * each, (picture + 1) * each), i * each);
    });
    const own = Int32Array.from(chosen, (picture) => labels[picture]);
    return byteImages(part, own, shape);
  };
  return { held: some(0, count), train: some(count, labels.length) };
}

/** The columns of a run. */
function valuesOf(event: ImageRunEvent): Readonly<Record<string, number | null>> {
  if (event.kind === 'step') return { train_loss: event.report.loss, lr: event.report.learning_rate };
  const { figures, trainLoss } = event;
  return { train_loss_epoch: trainLoss, val_loss: figures?.loss ?? null, val_acc: figures?.accuracy ?? null };
}

function lineOf({ epoch, trainLoss, figures }: Extract<ImageRunEvent, { kind: 'epoch' }>): string {
  const own = `epoch ${epoch}: mean loss ${trainLoss.toFixed(6)}`;
  return figures ? `${own}, held-out loss ${figures.loss.toFixed(6)}, accuracy ${figures.accuracy.toFixed(4)}` : own;
}
