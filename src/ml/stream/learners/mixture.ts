// The incremental Gaussian mixture as a learner of a stream: evidence that fades as it comes (stepwise EM with a constant
// step; Cappé and Moulines 2009), by the same statistics as the Points page's incremental learner. The first model is made
// of the first examples, once there are 25 for each component; until then the density is the standard normal's, which is
// what scaled columns would have.

import { MixtureError } from '../../gmm/errors';
import { Evidence } from '../../gmm/evidence';
import type { EvidenceState } from '../../gmm/evidence-state';
import { initialMixture } from '../../gmm/init';
import { DEFAULT_OPTIONS } from '../../gmm/types';
import { Rng, type RngState } from '../../rng';
import { joined } from '../arrays';
import { countOf, fieldsOf, flagOf, rngStateOf, unreadable } from '../memento';
import type { Batch, Learner, LearnerState, LearnReport } from '../types';
import { keptArray, type LearnerConfig, PLAIN_ENGINE } from './config';

const HEAD_PER_COMPONENT = 25;
/** Evidence kept with each example: that of about the latest 2000 counts. */
const FORGETTING = 1 - 1 / 2000;
/** In squared units of scaled columns. */
const REG_COVAR = 1e-3;
/** Arrays of `EvidenceState`. */
const PARTS = [
  'counts',
  'means',
  'sums',
  'scatter',
  'covariances',
  'factors',
  'logNorm',
  'touched',
  'logTotal',
] as const;

const WHOSE = 'this learner';

interface Header {
  readonly n_components: number;
  readonly d: number;
  readonly rng: RngState;
  readonly begun: boolean;
  /** Examples that wait for the first model. */
  readonly waiting: number;
}

export class MixtureLearner implements Learner {
  readonly description: string;
  readonly engine = PLAIN_ENGINE;
  private evidence: Evidence | null = null;
  private head = new Float64Array(0);
  private rng: Rng;
  private readonly shares: Float64Array;

  constructor(
    private readonly config: LearnerConfig,
    private readonly d: number,
    state?: LearnerState,
  ) {
    const { n_components: k, seed } = config;
    this.description = `Gaussian mixture of ${k} components in ${d} dimensions, incremental EM`;
    this.rng = new Rng(seed);
    this.shares = new Float64Array(k);
    if (!state) return;
    const header = fieldsOf(state.header, WHOSE);
    if (state.kind !== 'mixture' || header.n_components !== k || header.d !== d) throw unreadable(WHOSE);
    this.rng = new Rng(rngStateOf(header, 'rng', WHOSE));
    this.head = Float64Array.from(keptArray(state, 'head', countOf(header, 'waiting', WHOSE) * d));
    if (flagOf(header, 'begun', WHOSE)) this.evidence = Evidence.restore(evidenceOf(state, k, d));
  }

  async predict(X: Float64Array, n: number): Promise<Float64Array> {
    return Float64Array.from({ length: n }, (_, i) => this.logDensity(X, i));
  }

  private logDensity(X: Float64Array, row: number): number {
    const { d } = this;
    if (this.evidence) return this.evidence.respond(X, row * d, this.shares);
    let square = 0;
    for (let j = 0; j < d; j++) square += X[row * d + j] ** 2;
    return -0.5 * (square + d * Math.log(2 * Math.PI));
  }

  async learn({ X, n, d }: Batch): Promise<LearnReport> {
    let sum = 0;
    for (let i = 0; i < n; i++) sum -= this.logDensity(X, i);
    if (this.evidence) {
      for (let epoch = 0; epoch < this.config.epochs; epoch++) this.absorb(this.evidence, X, n);
    } else {
      this.head = joined(this.head, X.subarray(0, n * d));
      await this.begin();
    }
    return { loss: sum / n, grad_norm: null, learning_rate: null };
  }

  /** Makes the first model when there are enough examples, and enough different ones among them. */
  private async begin(): Promise<void> {
    const { d, config } = this;
    const n = this.head.length / d;
    if (n < config.n_components * Math.max(HEAD_PER_COMPONENT, 2 * (d + 1))) return;
    const options = { ...DEFAULT_OPTIONS, n_components: config.n_components, reg_covar: REG_COVAR };
    try {
      const first = await initialMixture({ data: this.head, n, d }, options, this.rng);
      this.evidence = Evidence.of(first, REG_COVAR, Math.min(n, 1 / (1 - FORGETTING)));
      this.head = new Float64Array(0);
    } catch (error) {
      if (!(error instanceof MixtureError)) throw error;
      // Examples that are all alike make no mixture: the newest are kept, and others waited for.
      this.head = this.head.slice(-Math.ceil(n / 2) * d);
    }
  }

  private absorb(evidence: Evidence, X: Float64Array, n: number): void {
    for (let i = 0; i < n; i++) {
      const density = evidence.respond(X, i * this.d, this.shares);
      // So far away that every component is equally unlikely: it would blow up all of them.
      if (density === Number.NEGATIVE_INFINITY) continue;
      evidence.fade(FORGETTING);
      for (let c = 0; c < this.shares.length; c++) evidence.add(c, this.shares[c], X, i * this.d);
    }
    evidence.refresh();
  }

  reset(): void {
    this.evidence = null;
    this.head = new Float64Array(0);
  }

  /** Means of the components, then covariances. */
  weights(): Float64Array {
    if (!this.evidence) return new Float64Array(0);
    const { means, covariances } = this.evidence.mixture();
    return Float64Array.from([...means, ...covariances]);
  }

  async save(): Promise<LearnerState> {
    const { d, config } = this;
    const header: Header = {
      n_components: config.n_components,
      d,
      rng: this.rng.state(),
      begun: this.evidence !== null,
      waiting: this.head.length / d,
    };
    const snapshot = this.evidence?.snapshot();
    const parts = snapshot ? Object.fromEntries(PARTS.map((name) => [name, snapshot[name]])) : {};
    return { kind: 'mixture', header, arrays: { head: this.head.slice(), ...parts } };
  }

  dispose(): void {
    // Typed arrays go with the learner.
  }
}

/** Whether a kept state has made its first model. */
export function isBegun(state: LearnerState): boolean {
  return (state.header as Partial<Header>).begun === true;
}

/** What a kept state has learnt; a TypeError for that of another learner. */
export function evidenceOf(state: LearnerState, k: number, d: number): EvidenceState {
  const part = (name: (typeof PARTS)[number], length: number) => keptArray(state, name, length);
  return {
    ...{ covariance_type: 'full', reg_covar: REG_COVAR, k, d },
    counts: part('counts', k),
    means: part('means', k * d),
    sums: part('sums', k * d),
    scatter: part('scatter', k * d * d),
    covariances: part('covariances', k * d * d),
    factors: part('factors', k * d * d),
    logNorm: part('logNorm', k),
    touched: part('touched', k),
    logTotal: part('logTotal', 1),
  };
}
