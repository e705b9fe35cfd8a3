// Goes on training an image classifier on pictures of one's own, from the weights in the model's folder.
//
//   train(modelDir, ['pictures.csv', '--epochs=5', '--batch_size=32', '--learning_rate=0.002', '--held_out=0.1', '--seed=1'])
//
// Each row is a picture: its class, by name or number, then height · width · channels values 0 … 255, row after row, as MNIST
// is commonly passed round. A first line whose second cell is no number is a header. Other options and all defaults are those
// of src/ml/image/config.ts.

import type { NnBackend } from '../../../compute/nn/types';
import { IMAGE_TRAINING, type ImageModelConfig, type ImageTrainOptions } from '../../../image/config';
import { IMAGE_CONFIG_FILE, IMAGE_WEIGHTS_FILE, readImageModel, writeImageModel } from '../../../image/files';
import { byteImages, type Images, pixelsOf } from '../../../image/images';
import type { Weights } from '../../../image/network';
import { ImageRun, type ImageRunEvent, type ImageRunState } from '../../../image/run';
import { ImageTrainer } from '../../../image/trainer';
import { Rng } from '../../../rng';
import { SCHEDULES } from '../../../schedule/schedule';
import type { ModelDir, TrainingModule } from '../../protocol';
import { oneOf, readArgs, real, whole } from './args';
import { readCells } from './cells';
import { trainingModule, writeAll } from './module';

const OPTIONS = {
  epochs: whole(IMAGE_TRAINING.epochs),
  batch_size: whole(IMAGE_TRAINING.batch_size),
  optimizer: oneOf(['adamw', 'sgd'], IMAGE_TRAINING.optimizer),
  learning_rate: real(IMAGE_TRAINING.learning_rate),
  momentum: real(IMAGE_TRAINING.momentum),
  weight_decay: real(IMAGE_TRAINING.weight_decay),
  schedule: oneOf(SCHEDULES, IMAGE_TRAINING.schedule),
  warmup_ratio: real(IMAGE_TRAINING.warmup_ratio),
  label_smoothing: real(IMAGE_TRAINING.label_smoothing),
  max_grad_norm: real(IMAGE_TRAINING.max_grad_norm),
  seed: whole(IMAGE_TRAINING.seed, 0),
  held_out: real(0.1),
};

/** Chooses the best epoch by its loss; every epoch is run. */
const JUDGING = { monitor: 'val_loss', min_delta: 0, early_stopping: null } as const;

/** @param createNn what the model computes on */
export function imageTraining(createNn: () => NnBackend | Promise<NnBackend>): TrainingModule {
  return trainingModule(async ({ dir, args, say, board }) => {
    const { path, options } = readArgs(args, OPTIONS, 'the pictures: a CSV file');
    const { held_out, ...given } = options;
    const names = [IMAGE_CONFIG_FILE, IMAGE_WEIGHTS_FILE];
    const files = await Promise.all(names.map(async (name) => [name, await dir.read(name)] as const));
    const { config, weights } = readImageModel(new Map(files));
    const { train, held } = await readPictures(dir, path, config, held_out, given.seed);
    say(`${train.size} pictures to learn from, ${held.size} held out`);
    const nn = await createNn();
    const state = await startOf(nn, train, config, { ...IMAGE_TRAINING, ...given }, weights);
    const run = new ImageRun({ nn, images: train }, held, JUDGING, state);
    try {
      while (!run.ended) {
        const event = await run.next();
        await board.scalars(event.kind === 'step' ? event.report.step : event.step, valuesOf(event));
        if (event.kind === 'epoch') say(lineOf(event));
      }
      await writeAll(dir, writeImageModel(config, await run.weights('best')));
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
async function readPictures(dir: ModelDir, path: string, config: ImageModelConfig, share: number, seed: number) {
  if (share > 0.5) throw new Error('--held_out is a share of at most 0.5.');
  const cells = await readCells(dir, path);
  const rows = Number.isNaN(Number(cells[0]?.[1])) ? cells.slice(1) : cells;
  const each = pixelsOf(config.shape);
  const pixels = new Uint8Array(rows.length * each);
  const labels = new Int32Array(rows.length);
  rows.forEach(([label = '', ...values], i) => {
    labels[i] = classOf(label, config.classes, i);
    if (values.length !== each) throw new Error(`Picture ${i + 1} has ${values.length} values; ${each} are expected.`);
    values.forEach((text, j) => {
      const value = text.trim() === '' ? Number.NaN : Number(text);
      if (!(value >= 0 && value <= 255)) throw new Error(`Value ${j + 1} of picture ${i + 1} is none of 0 … 255.`);
      pixels[i * each + j] = Math.round(value);
    });
  });
  const order = new Rng(seed).shuffle(Uint32Array.from(labels, (_, i) => i));
  const heldOut = order
    .subarray(0, Math.floor(share * rows.length))
    .slice()
    .sort();
  const learnt = order.subarray(heldOut.length).slice().sort();
  const some = (chosen: Uint32Array) => {
    const part = new Uint8Array(chosen.length * each);
    chosen.forEach((from, to) => {
      part.set(pixels.subarray(from * each, (from + 1) * each), to * each);
    });
    return byteImages(
      part,
      Int32Array.from(chosen, (i) => labels[i]),
      config.shape,
    );
  };
  return { train: some(learnt), held: some(heldOut) };
}

function classOf(label: string, classes: readonly string[], row: number): number {
  const named = classes.indexOf(label.trim());
  const number = named >= 0 || label.trim() === '' ? named : Number(label);
  if (Number.isInteger(number) && number >= 0 && number < classes.length) return number;
  throw new Error(`Picture ${row + 1} is of “${label}”, which is no class of the model: ${classes.join(', ')}.`);
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
