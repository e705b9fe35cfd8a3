// The objectives: what the encoder is shown of a batch of texts, and what each row of logits should have been.

import type { BatchShape } from '../bert/activations';
import type { Encoder } from '../bert/encoder';
import { ClassifierHead, type Head, MaskedHead, ReplacedHead } from '../bert/heads';
import type { RowTargets } from '../bert/loss';
import type { HeadKind } from '../bert/parameters';
import type { Rng } from '../rng';
import type { SpecialPieces } from '../text/encoder/reader';
import type { Objective, TrainOptions } from './types';

/** A text as read, with its label. */
export interface Example {
  readonly ids: Int32Array;
  readonly label: number;
}

export interface TaskBatch {
  readonly sequences: readonly Int32Array[];
  readonly targets: RowTargets;
  /** [rows] 1 where a row counts, 0 where not. */
  readonly weights: Float32Array;
  /** [rows] which tokens the rows are; of the masked-LM head. */
  readonly places: Int32Array | null;
}

export interface Task {
  readonly head: HeadKind;
  /** Whether a share of right answers means something. */
  readonly classes: boolean;
  makeHead(encoder: Encoder, shape: BatchShape): Head;
  batch(examples: readonly Example[], shape: BatchShape, rng: Rng): TaskBatch;
}

/** Share of a text's tokens that are masked or replaced (Devlin et al. 2019; Clark et al. 2020). */
const CHANGED = 0.15;

export function makeTask(
  options: TrainOptions,
  vocabulary: number,
  special: SpecialPieces,
  examples: readonly Example[],
): Task {
  const makers: Readonly<Record<Objective, () => Task>> = {
    classification: () => new Classification(options.label_smoothing),
    distillation: () => new Distillation(),
    'masked-lm': () => new MaskedLm(vocabulary, special),
    'replaced-token': () => new ReplacedToken(vocabulary, special, examples),
  };
  return makers[options.objective]();
}

class Classification implements Task {
  readonly head = 'classifier';
  readonly classes = true;

  constructor(private readonly smoothing: number) {}

  makeHead(encoder: Encoder, shape: BatchShape): Head {
    return new ClassifierHead(encoder, shape);
  }

  batch(examples: readonly Example[], shape: BatchShape): TaskBatch {
    const labels = new Int32Array(shape.batch);
    examples.forEach(({ label }, i) => {
      labels[i] = label >= 0.5 ? 1 : 0;
    });
    const targets = { kind: 'labels', labels, smoothing: this.smoothing } as const;
    return { sequences: examples.map(({ ids }) => ids), targets, weights: firstRows(examples, shape), places: null };
  }
}

/** The labels are another model's probabilities (Hinton et al. 2015, at temperature 1). */
class Distillation implements Task {
  readonly head = 'classifier';
  readonly classes = true;

  makeHead(encoder: Encoder, shape: BatchShape): Head {
    return new ClassifierHead(encoder, shape);
  }

  batch(examples: readonly Example[], shape: BatchShape): TaskBatch {
    const probabilities = new Float32Array(2 * shape.batch).fill(0.5);
    examples.forEach(({ label }, i) => {
      probabilities[2 * i] = 1 - label;
      probabilities[2 * i + 1] = label;
    });
    const sequences = examples.map(({ ids }) => ids);
    return { sequences, targets: { kind: 'soft', probabilities }, weights: firstRows(examples, shape), places: null };
  }
}

function firstRows(examples: readonly Example[], shape: BatchShape): Float32Array {
  return new Float32Array(shape.batch).fill(1, 0, examples.length);
}

/** Of the tokens chosen, 80 % become [MASK], 10 % any piece, 10 % stay (Devlin et al. 2019, A.1). */
class MaskedLm implements Task {
  readonly head = 'mlm';
  readonly classes = false;

  constructor(
    private readonly vocabulary: number,
    private readonly special: SpecialPieces,
  ) {}

  makeHead(encoder: Encoder, shape: BatchShape): Head {
    return new MaskedHead(encoder, shape.batch * mostChanged(shape.length));
  }

  batch(examples: readonly Example[], shape: BatchShape, rng: Rng): TaskBatch {
    const rows = shape.batch * mostChanged(shape.length);
    const labels = new Int32Array(rows);
    const weights = new Float32Array(rows);
    const places = new Int32Array(rows);
    let row = 0;
    const sequences = examples.map(({ ids }, i) => {
      const shown = ids.slice();
      for (const place of chosenPlaces(ids.length, rng)) {
        labels[row] = ids[place];
        weights[row] = 1;
        places[row] = i * shape.length + place;
        shown[place] = this.#shown(ids[place], rng);
        row++;
      }
      return shown;
    });
    return { sequences, targets: { kind: 'labels', labels, smoothing: 0 }, weights, places };
  }

  #shown(piece: number, rng: Rng): number {
    const u = rng.uniform();
    if (u < 0.8) return this.special.mask;
    return u < 0.9 ? rng.integer(this.vocabulary) : piece;
  }
}

/**
 * Tokens are replaced by draws from the training texts' own frequencies. (Clark et al. 2020 draw from a small
 * masked-LM; their unigram variant needs no second network.)
 */
class ReplacedToken implements Task {
  readonly head = 'rtd';
  readonly classes = false;
  /** How many tokens of the training texts are pieces up to and including this one. */
  readonly #cumulative: Float64Array;

  constructor(vocabulary: number, special: SpecialPieces, examples: readonly Example[]) {
    const counts = new Float64Array(vocabulary);
    for (const { ids } of examples) for (const id of ids) counts[id]++;
    for (const id of Object.values(special)) counts[id] = 0;
    for (let i = 1; i < vocabulary; i++) counts[i] += counts[i - 1];
    this.#cumulative = counts;
  }

  makeHead(encoder: Encoder, shape: BatchShape): Head {
    return new ReplacedHead(encoder, shape);
  }

  batch(examples: readonly Example[], shape: BatchShape, rng: Rng): TaskBatch {
    const labels = new Int32Array(shape.batch * shape.length);
    const weights = new Float32Array(labels.length);
    const sequences = examples.map(({ ids }, i) => {
      const shown = ids.slice();
      for (const place of chosenPlaces(ids.length, rng)) shown[place] = this.#draw(ids[place], rng);
      for (let t = 1; t < ids.length - 1; t++) {
        labels[i * shape.length + t] = shown[t] === ids[t] ? 0 : 1;
        weights[i * shape.length + t] = 1;
      }
      return shown;
    });
    return { sequences, targets: { kind: 'labels', labels, smoothing: 0 }, weights, places: null };
  }

  /** A piece by its frequency; the given one where there are none. */
  #draw(piece: number, rng: Rng): number {
    const cumulative = this.#cumulative;
    const total = cumulative[cumulative.length - 1];
    if (total === 0) return piece;
    const u = rng.uniform() * total;
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle] > u) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** The most tokens that are changed in a sequence of `length`. */
function mostChanged(length: number): number {
  return Math.max(1, Math.round(CHANGED * (length - 2)));
}

/** Places to change, in order, never [CLS] or [SEP]; at least one where there is any. */
function chosenPlaces(length: number, rng: Rng): number[] {
  const inner = rng.shuffle(Array.from({ length: length - 2 }, (_, i) => i + 1));
  return inner.slice(0, mostChanged(length)).sort((a, b) => a - b);
}
