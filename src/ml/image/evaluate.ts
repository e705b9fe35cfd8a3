// How a model does on labelled images: figures of each class, who is taken for whom, and what it got most wrong.

import type { Numbers } from '../bert/numbers';
import { ratesOf } from '../metrics/binary';
import { ImageError } from './errors';
import { type Images, pixelsOf } from './images';
import { type ImageModel, softmaxRows } from './model';

interface ClassFigures {
  /** Images that are of it. */
  readonly support: number;
  /** Where a ratio has nothing below the line it is 0. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

interface WrongImage {
  /** Its number in the set. */
  readonly index: number;
  readonly label: number;
  readonly predicted: number;
  /** Probability of what it was taken for. */
  readonly probability: number;
  /** −ln of its own class's probability. */
  readonly loss: number;
}

export interface ImageEvaluation {
  readonly n: number;
  /** Mean cross-entropy, natural log, without smoothing. */
  readonly loss: number;
  readonly accuracy: number;
  /** Mean of the F1 of all classes that are there or were predicted, as scikit-learn has it where no labels are named. */
  readonly macroF1: number;
  /** Means likewise. */
  readonly macroPrecision: number;
  readonly macroRecall: number;
  /** Share whose class is among the three likeliest; of equals the first counts as likelier. */
  readonly top3: number;
  readonly classes: readonly ClassFigures[];
  /** [classes, classes]: images of the row's class taken for the column's. */
  readonly confusion: Uint32Array;
  /** The wrong ones, the largest loss first. */
  readonly wrong: readonly WrongImage[];
}

interface EvaluateOptions {
  /** Most wrong ones that are listed. */
  readonly wrong?: number;
  /** Awaited between parts, told how many images are done; what it throws ends the evaluation. */
  readonly pause?: ((done: number) => Promise<void>) | undefined;
}

/** Throws ImageError for images of another size, and on `logits` where the model's answers are no finite numbers. */
export async function evaluateImages(
  model: ImageModel,
  images: Images,
  { wrong = 100, pause }: EvaluateOptions = {},
): Promise<ImageEvaluation> {
  const { config, part } = model;
  const classes = config.classes.length;
  checkImages(images, model);
  const each = pixelsOf(config.shape);
  const tally = new Tally(classes, wrong);
  for (let at = 0; at < images.size; at += part) {
    if (at > 0) await pause?.(at);
    const indices = Array.from({ length: Math.min(part, images.size - at) }, (_, i) => at + i);
    const pixels = new Float32Array(indices.length * each);
    await images.load(indices, pixels);
    tally.add(indices, images.labels, await model.logits(pixels));
  }
  return tally.figures();
}

/** Throws ImageError where a model cannot take the images, or a label is of no class of its. */
export function checkImages(images: Images, { config }: ImageModel): void {
  const { height, width, channels } = config.shape;
  const { shape, labels, size } = images;
  if (shape.height !== height || shape.width !== width || shape.channels !== channels) {
    const sizes = `${height}×${width}×${channels}, not ${shape.height}×${shape.width}×${shape.channels}`;
    throw new ImageError('images', `The model takes images of ${sizes}.`);
  }
  if (labels.length !== size || labels.some((label) => label < 0 || label >= config.classes.length)) {
    throw new ImageError('labels', `Each image needs a class from 0 to ${config.classes.length - 1}.`);
  }
}

class Tally {
  private readonly confusion: Uint32Array;
  private loss = 0;
  private among = 0;
  private wrong: WrongImage[] = [];

  constructor(
    private readonly classes: number,
    private readonly most: number,
  ) {
    this.confusion = new Uint32Array(classes * classes);
  }

  add(indices: readonly number[], labels: Int32Array, logits: Numbers): void {
    const { classes } = this;
    if (!logits.every(Number.isFinite)) {
      throw new ImageError('logits', 'The model’s answers are no finite numbers: its weights are too large.');
    }
    const probabilities = softmaxRows(logits, classes);
    indices.forEach((index, i) => {
      const row = probabilities.subarray(i * classes, (i + 1) * classes);
      const label = labels[index];
      const predicted = row.indexOf(row.reduce((top, p) => Math.max(top, p), 0));
      const loss = crossEntropy(logits.subarray(i * classes, (i + 1) * classes), label);
      this.loss += loss;
      this.among += placeOf(label, row) < TOP ? 1 : 0;
      this.confusion[label * classes + predicted] += 1;
      if (predicted !== label) this.wrong.push({ index, label, predicted, probability: row[predicted], loss });
    });
    this.wrong.sort((a, b) => b.loss - a.loss || a.index - b.index);
    this.wrong.length = Math.min(this.wrong.length, this.most);
  }

  figures(): ImageEvaluation {
    const { confusion, classes, wrong, among } = this;
    const numbers = Array.from({ length: classes }, (_, c) => c);
    const n = confusion.reduce((sum, count) => sum + count, 0);
    const right = numbers.reduce((sum, c) => sum + confusion[c * classes + c], 0);
    const figures = numbers.map((c) => classFigures(confusion, classes, c, n));
    const occurring = figures.filter((_, c) => occurs(confusion, classes, c));
    return {
      n,
      loss: n === 0 ? 0 : this.loss / n,
      accuracy: n === 0 ? 0 : right / n,
      macroF1: meanOf(occurring.map(({ f1 }) => f1)),
      macroPrecision: meanOf(occurring.map(({ precision }) => precision)),
      macroRecall: meanOf(occurring.map(({ recall }) => recall)),
      top3: n === 0 ? 0 : among / n,
      classes: figures,
      confusion,
      wrong,
    };
  }
}

const TOP = 3;

/** How many classes are likelier. */
function placeOf(label: number, probabilities: Float64Array): number {
  return probabilities.filter((p, c) => p > probabilities[label] || (p === probabilities[label] && c < label)).length;
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Whether an image is of the class, or was taken for it: one that is predicted in error alone counts against the model. */
function occurs(confusion: Uint32Array, classes: number, c: number): boolean {
  for (let other = 0; other < classes; other++) {
    if (confusion[c * classes + other] > 0 || confusion[other * classes + c] > 0) return true;
  }
  return false;
}

/** One class against the rest. */
function classFigures(confusion: Uint32Array, classes: number, c: number, n: number): ClassFigures {
  let [support, called] = [0, 0];
  for (let other = 0; other < classes; other++) {
    support += confusion[c * classes + other];
    called += confusion[other * classes + c];
  }
  const tp = confusion[c * classes + c];
  const { precision, recall, f1 } = ratesOf({ tp, fp: called - tp, fn: support - tp, tn: n - called - support + tp });
  return { support, precision, recall, f1 };
}

/** ln Σ e^logit − logit of the label. */
function crossEntropy(logits: ArrayLike<number>, label: number): number {
  let top = -Infinity;
  for (let c = 0; c < logits.length; c++) top = Math.max(top, logits[c]);
  let sum = 0;
  for (let c = 0; c < logits.length; c++) sum += Math.exp(logits[c] - top);
  return top + Math.log(sum) - logits[label];
}
