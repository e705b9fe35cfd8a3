// What the harness can be asked, and what it answers: numbers for the test to judge.

import type { BackendChoice } from '../../src/ml/compute/backend';
import type { TfjsKind } from '../../src/ml/compute/nn/tfjs';
import type { EmEngineKind } from '../../src/ml/gmm/engine';
import type { CovarianceType } from '../../src/ml/gmm/types';

export interface EngineCase {
  readonly kind: EmEngineKind;
  readonly type: CovarianceType;
  readonly n: number;
  readonly d: number;
  readonly k: number;
  /** Added to all coordinates, and what they are multiplied by. */
  readonly offset?: number;
  readonly scale?: number;
}

/** Largest differences from the plain JavaScript engine, over two EM iterations, after an append. */
export interface EngineResult {
  readonly kind: EmEngineKind;
  readonly n: number;
  /** Relative, of the log-likelihood. */
  readonly logLikelihood: number;
  /** Relative to the largest entry of each: responsibilities' sums, and the mixture that the M-step makes of all. */
  readonly counts: number;
  readonly means: number;
  readonly covariances: number;
  /** Absolute, of log densities in units of one plus their size. */
  readonly scores: number;
  /** Share of points with another label, and the largest difference of responsibilities, in 255ths. */
  readonly labels: number;
  readonly responsibilities: number;
}

export interface GradientResult {
  readonly backend: EmEngineKind;
  /** Relative to the largest slope, against finite differences in float64. */
  readonly error: number;
  /** Log-likelihood after some steps here, and with EM. */
  readonly logLikelihood: number;
  readonly em: number;
  /** Tensors left over after the learner was disposed of, and per step. */
  readonly leaked: number;
  readonly leakedPerStep: number;
}

export interface LossResult {
  /** Name of the error that calls under way and later ones reject with. */
  readonly underWay: string;
  readonly later: string;
}

export interface NnCasesResult {
  readonly description: string;
  /** Of each output, relative to its largest number or to 1; worst first. */
  readonly differences: readonly (readonly [name: string, difference: number])[];
  readonly leaked: number;
}

export interface NnLeaks {
  /** From one training step to the next, over all of them. */
  readonly grownTensors: number;
  readonly grownBytes: number;
  /** Once the backend was disposed of. */
  readonly leftTensors: number;
  readonly leftBytes: number;
  /** Largest difference of the parameters from the reference's after 50 steps. */
  readonly drift: number;
}

/** [height, width, 4] */
export interface PictureResult {
  readonly width: number;
  readonly height: number;
  readonly rgba: readonly number[];
}

export interface Questions {
  engine(question: EngineCase): Promise<EngineResult>;
  gradient(question: { readonly backend: EmEngineKind; readonly type: CovarianceType }): Promise<GradientResult>;
  /** Takes the GPU away from an engine at work. */
  loss(question: { readonly n: number }): Promise<LossResult>;
  /** The text models' operations whose names begin with `family`. */
  nnCases(question: { readonly kind: TfjsKind; readonly family: string }): Promise<NnCasesResult>;
  /** A whole encoder, forward and backward. */
  nnEncoder(question: {
    readonly kind: TfjsKind;
    readonly norm: 'pre' | 'post';
  }): Promise<Pick<NnCasesResult, 'differences' | 'leaked'>>;
  nnMask(question: {
    readonly kind: TfjsKind;
    readonly size: number;
    readonly rate: number;
    readonly seed: number;
  }): Promise<{ readonly wrong: number; readonly current: string }>;
  nnLeaks(question: { readonly kind: TfjsKind; readonly steps: number }): Promise<NnLeaks>;
  /** A picture's file, as base64, decoded as images of datasets are, or by the browser's own means alone. */
  picture(question: { readonly file: string; readonly native: boolean }): Promise<PictureResult>;
  measure(question: null): Promise<{ readonly choice: BackendChoice; readonly isolated: boolean }>;
}

export type Question = keyof Questions;
