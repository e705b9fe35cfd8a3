// Per-component sufficient statistics that learn one point at a time, and the parameters they stand for: counts, means,
// covariances and weights (Neal and Hinton, 1998). Everything is kept about the components' present means, so that
// a point's share can be added, taken back or faded without losing digits far from the origin.

import { COVARIANCE_FORMS } from './covariance';
import { copyState, type EvidenceState, scatterOf } from './evidence-state';
import { precisionFactor } from './linalg';
import { COUNT_EPSILON, illDefined, toEmModel } from './params';
import type { CovarianceType, Mixture } from './types';

/** A component is worked out anew once its evidence has changed by this share since it last was. */
const STALE_SHARE = 1e-3;
/** With fewer points' worth of evidence than this, what is left is rounding: a component keeps its place and shape. */
const LEAST_COUNT = 1e-6;

export class Evidence {
  private readonly s: EvidenceState;
  private readonly full: boolean;
  private readonly shared: boolean;
  private readonly difference: Float64Array;

  private constructor(state: EvidenceState) {
    this.s = state;
    const { engine, shared } = COVARIANCE_FORMS[state.covariance_type];
    this.full = engine === 'full';
    this.shared = shared;
    this.difference = new Float64Array(state.d);
  }

  /** The mixture's parameters, with `points` points' worth of evidence for them; 0 for none. */
  static of(mixture: Mixture, reg_covar: number, points: number): Evidence {
    const { covariance_type, n_components: k, n_features: d } = mixture;
    const model = toEmModel(mixture);
    return new Evidence({
      covariance_type,
      reg_covar,
      k,
      d,
      counts: mixture.weights.map((weight) => weight * points),
      means: mixture.means.slice(),
      sums: new Float64Array(k * d),
      scatter: scatterOf(mixture, model.shape, reg_covar, points),
      covariances: mixture.covariances.slice(),
      factors: model.factors.slice(),
      logNorm: model.logNorm.map((norm) => norm + Math.log(points || 1)),
      touched: new Float64Array(k),
      logTotal: Float64Array.of(Math.log(points || 1)),
    });
  }

  static restore(state: EvidenceState): Evidence {
    return new Evidence(copyState(state));
  }

  snapshot(): EvidenceState {
    return copyState(this.s);
  }

  mixture(): Mixture {
    const { covariance_type, k, d, counts, means, covariances } = this.s;
    const weights = counts.map(weightOf);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return {
      covariance_type,
      n_components: k,
      n_features: d,
      weights: weights.map((weight) => weight / total),
      means: means.slice(),
      covariances: covariances.slice(),
    };
  }

  /** Writes the responsibilities for the row at `at` to `out`; returns its log density. */
  respond(data: Float64Array, at: number, out: Float64Array): number {
    const { k, logNorm, logTotal } = this.s;
    let largest = -Infinity;
    for (let c = 0; c < k; c++) {
      const log = logNorm[c] - 0.5 * this.squaredDistance(data, at, c);
      out[c] = log;
      if (log > largest) largest = log;
    }
    // Past the range of a double a point is infinitely far from all: equal shares, no density.
    if (largest === -Infinity) {
      out.fill(1 / k, 0, k);
      return largest;
    }
    let sum = 0;
    for (let c = 0; c < k; c++) sum += out[c] = Math.exp(out[c] - largest);
    for (let c = 0; c < k; c++) out[c] /= sum;
    return largest + Math.log(sum) - logTotal[0];
  }

  /** Mahalanobis distance from component c, squared. */
  private squaredDistance(data: Float64Array, at: number, c: number): number {
    const { d, means, factors } = this.s;
    const { difference } = this;
    const mean = c * d;
    let square = 0;
    if (!this.full) {
      for (let j = 0; j < d; j++) {
        const y = (data[at + j] - means[mean + j]) * factors[mean + j];
        square += y * y;
      }
      return square;
    }
    const factor = c * d * d;
    for (let j = 0; j < d; j++) {
      difference[j] = data[at + j] - means[mean + j];
      let y = 0;
      for (let i = 0; i <= j; i++) y += difference[i] * factors[factor + i * d + j];
      square += y * y;
    }
    return square;
  }

  /** Adds `weight` of the row at `at` to component c's evidence; a negative weight takes it back. */
  add(c: number, weight: number, data: Float64Array, at: number): void {
    const { d, counts, means, sums, scatter, touched } = this.s;
    const { difference } = this;
    counts[c] += weight;
    touched[c] += Math.abs(weight);
    for (let i = 0; i < d; i++) {
      difference[i] = data[at + i] - means[c * d + i];
      const weighted = weight * difference[i];
      sums[c * d + i] += weighted;
      if (!this.full) scatter[c * d + i] += weighted * difference[i];
      else for (let j = 0; j <= i; j++) scatter[(c * d + i) * d + j] += weighted * difference[j];
    }
  }

  /**
   * Keeps only `share` of all evidence. Norms follow at once, as those of components that no point touches then are not
   * worked out anew: all together they stay a density.
   */
  fade(share: number): void {
    const { k, counts, sums, scatter, logNorm, logTotal } = this.s;
    let [before, after] = [0, 0];
    for (let c = 0; c < k; c++) {
      const weight = weightOf(counts[c]);
      counts[c] *= share;
      const left = weightOf(counts[c]);
      logNorm[c] += Math.log(left / weight);
      before += weight;
      after += left;
    }
    logTotal[0] += Math.log(after / before);
    for (const values of [sums, scatter]) for (let i = 0; i < values.length; i++) values[i] *= share;
  }

  /** Drops all evidence; parameters stay. */
  clear(): void {
    const { counts, sums, scatter } = this.s;
    for (const values of [counts, sums, scatter]) values.fill(0);
  }

  /** Another with the same parameters and no evidence for them. */
  cleared(): Evidence {
    const other = new Evidence(copyState(this.s));
    other.clear();
    return other;
  }

  /**
   * Works out the components whose evidence has changed enough to matter. An ill-defined covariance leaves the
   * component as it was: while points are being exchanged that may pass.
   */
  refresh(): void {
    const { k, counts, touched } = this.s;
    let stale = false;
    for (let c = 0; c < k; c++) {
      if (!(touched[c] > STALE_SHARE * counts[c])) continue;
      stale = true;
      this.recentre(c);
      if (!this.shared) this.estimate(c);
    }
    if (stale && this.shared) this.estimate(0);
    if (stale) this.updateTotal();
  }

  /**
   * Works out every component.
   *
   * @throws MixtureError on `reg_covar` when a covariance is not positive definite.
   */
  refreshAll(): void {
    const { k, d, covariance_type, covariances } = this.s;
    for (let c = 0; c < k; c++) this.recentre(c);
    for (let c = 0; c < (this.shared ? 1 : k); c++) {
      if (!this.estimate(c)) throw illDefined(covariance_type, covariances, c, d);
    }
    this.updateTotal();
  }

  private updateTotal(): void {
    let total = 0;
    for (const count of this.s.counts) total += weightOf(count);
    this.s.logTotal[0] = Math.log(total);
  }

  /** Moves component c's mean to its evidence's, and the statistics with it. */
  private recentre(c: number): void {
    const { d, counts, means, sums, scatter, touched } = this.s;
    touched[c] = 0;
    const count = counts[c];
    if (!(count > LEAST_COUNT)) return;
    const shift = this.difference;
    for (let i = 0; i < d; i++) {
      const moved = means[c * d + i] + sums[c * d + i] / count;
      shift[i] = moved - means[c * d + i];
      means[c * d + i] = moved;
    }
    for (let i = 0; i < d; i++) {
      for (let j = this.full ? 0 : i; j <= i; j++) {
        const change = count * shift[i] * shift[j] - shift[i] * sums[c * d + j] - sums[c * d + i] * shift[j];
        scatter[this.full ? (c * d + i) * d + j : c * d + i] += change;
      }
    }
    for (let i = 0; i < d; i++) sums[c * d + i] -= count * shift[i];
  }

  /**
   * Component c's covariance, factor and norm from its evidence, or, where they share one, all components'; false when
   * the covariance is ill-defined.
   */
  private estimate(c: number): boolean {
    const { covariance_type, counts } = this.s;
    if (!this.shared && !(counts[c] > LEAST_COUNT)) {
      this.setNorm(c, this.logDet(c));
      return true;
    }
    switch (covariance_type) {
      case 'full':
        return this.estimateFull(c);
      case 'tied':
        return this.estimateTied();
      case 'diag':
      case 'spherical':
        return this.estimateDiagonal(c, covariance_type);
    }
  }

  private estimateFull(c: number): boolean {
    const { reg_covar, d, counts, scatter, covariances, factors } = this.s;
    const count = counts[c] + COUNT_EPSILON;
    const at = c * d * d;
    for (let i = 0; i < d; i++) {
      for (let j = 0; j <= i; j++) {
        const value = scatter[at + i * d + j] / count;
        covariances[at + i * d + j] = i === j ? Math.max(0, value) + reg_covar : value;
        covariances[at + j * d + i] = covariances[at + i * d + j];
      }
    }
    const logDet = precisionFactor(covariances, at, d, factors, at);
    if (logDet === undefined) return false;
    this.setNorm(c, logDet);
    return true;
  }

  private estimateDiagonal(c: number, type: Extract<CovarianceType, 'diag' | 'spherical'>): boolean {
    const { reg_covar, d, counts, scatter, covariances, factors } = this.s;
    const count = counts[c] + COUNT_EPSILON;
    let mean = 0;
    for (let j = 0; j < d; j++) {
      const variance = Math.max(0, scatter[c * d + j] / count) + reg_covar;
      mean += variance / d;
      if (type === 'diag') covariances[c * d + j] = variance;
    }
    if (type === 'spherical') covariances[c] = mean;
    for (let j = 0; j < d; j++) {
      const variance = type === 'diag' ? covariances[c * d + j] : mean;
      if (!(variance > 0)) return false;
      factors[c * d + j] = 1 / Math.sqrt(variance);
    }
    this.setNorm(c, this.logDet(c));
    return true;
  }

  /** The shared covariance from all evidence, and every component's norm. */
  private estimateTied(): boolean {
    const { reg_covar, k, d, counts, scatter, covariances, factors } = this.s;
    let total = 0;
    covariances.fill(0);
    for (let c = 0; c < k; c++) {
      if (!(counts[c] > LEAST_COUNT)) continue;
      total += counts[c];
      for (let i = 0; i < d; i++) {
        for (let j = 0; j <= i; j++) covariances[i * d + j] += scatter[(c * d + i) * d + j];
      }
    }
    for (let i = 0; i < d; i++) {
      for (let j = 0; j <= i; j++) {
        const value = covariances[i * d + j] / (total + COUNT_EPSILON);
        covariances[i * d + j] = i === j ? Math.max(0, value) + reg_covar : value;
        covariances[j * d + i] = covariances[i * d + j];
      }
    }
    const logDet = precisionFactor(covariances, 0, d, factors, 0);
    if (logDet === undefined) return false;
    for (let c = 1; c < k; c++) factors.copyWithin(c * d * d, 0, d * d);
    for (let c = 0; c < k; c++) this.setNorm(c, logDet);
    return true;
  }

  /** Log determinant of component c's factor. */
  private logDet(c: number): number {
    const { d, factors } = this.s;
    let sum = 0;
    for (let j = 0; j < d; j++) sum += Math.log(factors[this.full ? (c * d + j) * d + j : c * d + j]);
    return sum;
  }

  private setNorm(c: number, logDet: number): void {
    const { d, counts, logNorm } = this.s;
    logNorm[c] = Math.log(weightOf(counts[c])) + logDet - 0.5 * d * Math.log(2 * Math.PI);
  }
}

/** Of a component among the others, not yet divided by their sum: never 0, and rounding may leave counts just below. */
function weightOf(count: number): number {
  return Math.max(count, 0) + COUNT_EPSILON;
}
