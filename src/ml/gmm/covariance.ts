// What sets the covariance types apart: what a covariance holds for, what it is made of, where its numbers lie. Other files
// ask here, or go through the types in a `switch` that the compiler finds incomplete once there is another.

import type { EmModel } from './engine';
import type { CovarianceType } from './types';

interface CovarianceForm {
  /** Of the statistics and factors that an engine needs: matrices, or variances by column. */
  readonly engine: EmModel['shape'];
  /** One covariance for all components. */
  readonly shared: boolean;
  /** One variance for all columns. */
  readonly round: boolean;
}

export const COVARIANCE_FORMS: Readonly<Record<CovarianceType, CovarianceForm>> = {
  full: { engine: 'full', shared: false, round: false },
  tied: { engine: 'full', shared: true, round: false },
  diag: { engine: 'diag', shared: false, round: false },
  spherical: { engine: 'diag', shared: false, round: true },
};

/** Of `Mixture.covariances`, as scikit-learn has it. */
export function covarianceShape(type: CovarianceType, k: number, d: number): readonly number[] {
  switch (type) {
    case 'full':
      return [k, d, d];
    case 'tied':
      return [d, d];
    case 'diag':
      return [k, d];
    case 'spherical':
      return [k];
  }
}

/** Numbers in `Mixture.covariances`. */
export function covarianceSize(type: CovarianceType, k: number, d: number): number {
  return covarianceShape(type, k, d).reduce((product, length) => product * length, 1);
}

/** Where component c's numbers begin in `Mixture.covariances`. */
export function covarianceAt(type: CovarianceType, c: number, d: number): number {
  switch (type) {
    case 'full':
      return c * d * d;
    case 'tied':
      return 0;
    case 'diag':
      return c * d;
    case 'spherical':
      return c;
  }
}

/** From one column's variance to the next one's among a component's numbers. */
export function varianceStep(type: CovarianceType, d: number): number {
  switch (type) {
    case 'full':
    case 'tied':
      return d + 1;
    case 'diag':
      return 1;
    case 'spherical':
      return 0;
  }
}
