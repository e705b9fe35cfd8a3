// The networks and data of the throughput rows, the same for every contestant: batches of a seeded linear teacher's
// labels or numbers, made before the clock starts.

import { Rng } from '../../src/ml/rng';
import type { LearnerConfig } from '../../src/ml/stream/learners';
import type { Batch, Source, Task } from '../../src/ml/stream/types';

export interface Problem {
  /** For people and results: "3 → 32 → 2, 32 examples a batch". */
  readonly title: string;
  readonly columns: number;
  readonly hidden: readonly number[];
  /** 0: regression. */
  readonly classes: number;
  readonly rows: number;
}

const NOISE = 0.2;
/** Batches that are taken in turn. */
const KINDS = 64;
const SEED = 11;

function taskOf({ classes }: Problem): Task {
  return classes > 0 ? { kind: 'classification', n_classes: classes } : { kind: 'regression' };
}

export function learnerOf({ hidden }: Problem): LearnerConfig {
  return {
    ...{ id: 'network', hidden, activation: 'relu', optimizer: 'adam', learning_rate: 0.002, epochs: 1 },
    ...{ n_components: 1, seed: SEED },
  };
}

export function makeBatches(problem: Problem): Batch[] {
  const { columns: d, classes, rows: n } = problem;
  const rng = new Rng(SEED);
  const outputs = Math.max(1, classes);
  const teacher = Float64Array.from({ length: d * outputs }, () => rng.normal() / Math.sqrt(d));
  return Array.from({ length: KINDS }, () => {
    const X = Float64Array.from({ length: n * d }, () => rng.normal());
    const y = Float64Array.from({ length: n }, (_, i) => {
      const scores = Array.from({ length: outputs }, (_, k) => {
        let sum = NOISE * rng.normal();
        for (let j = 0; j < d; j++) sum += X[i * d + j] * teacher[j * outputs + k];
        return sum;
      });
      return classes > 0 ? scores.indexOf(Math.max(...scores)) : scores[0];
    });
    return { X, y, n, d };
  });
}

/** Gives nothing by itself: batches are pushed. */
export function pushed(problem: Problem): Source {
  const features = Array.from({ length: problem.columns }, (_, j) => `x${j}`);
  return {
    info: { features, task: taskOf(problem), length: null, drifts: () => [] },
    next: () => null,
    save: () => null,
  };
}
