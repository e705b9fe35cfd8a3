// Incremental EM (Neal and Hinton, 1998): each point, or small batch, updates the components' sufficient statistics
// as it comes. A point's responsibilities are remembered, so that on the next pass its new share replaces its old one;
// passes then climb to a maximum of the same likelihood as batch EM's. With `forgetting` below 1 nothing is remembered:
// each visit is new evidence and the old fades, so the mixture follows a drifting stream instead of converging
// (stepwise EM with a constant step; Cappé and Moulines, 2009).
//
// From the same start, or with the default options, repeated passes end within 1 % of batch EM's log-likelihood on all
// sample sets (incremental.test.ts). Where they do not: both are local searches, and the first model here is made from
// fewer points, so from some seeds it ends in a worse maximum, as batch EM does from others; moons and uneven show it
// most. More initialisations (n_init) help both. And with forgetting it is not meant to converge at all.

import { Rng, type RngState } from '../rng';
import type { EmEngine } from './engine';
import { MixtureError } from './errors';
import { Evidence } from './evidence';
import type { EvidenceState } from './evidence-state';
import { initialMixture, isFullyGiven } from './init';
import type { LearnerArgs } from './learner';
import { toEmModel } from './params';
import { type RestartState, Restarts } from './restarts';
import { Rows } from './rows';
import { requireDistinct } from './seeding';
import type { FitOptions, Learner, LearnerState, LearnerStep, Matrix, Mixture } from './types';

/** The first model comes from this many points for each component, or from 2 (d + 1) in many dimensions. */
const HEAD_PER_COMPONENT = 25;

interface IncrementalState extends LearnerState {
  readonly method: 'incremental';
  readonly rng: RngState;
  readonly restarts: RestartState;
  readonly current: Memory;
  readonly kept: Memory | null;
}

/** What was learnt: evidence, and each point's part in it. */
interface Memory {
  readonly evidence: EvidenceState;
  /** [n, K]; empty when forgetting. */
  readonly responsibilities: Float32Array;
}

/**
 * Incremental EM. A step is one pass over all points in a seeded random order. The first model is made from the first
 * points of such an order: 25 for each component, or all when there are fewer.
 *
 * @throws MixtureError on options or points that cannot be fitted.
 */
export function createIncrementalLearner(args: LearnerArgs): Learner {
  const { forgetting, batch_size } = args.options;
  if (!(forgetting > 0 && forgetting <= 1)) {
    throw new MixtureError('forgetting', 'forgetting must be above 0 and at most 1.');
  }
  if (!Number.isInteger(batch_size) || batch_size < 1) {
    throw new MixtureError('batch_size', 'batch_size must be a whole number of at least 1.');
  }
  return new IncrementalLearner(args);
}

class IncrementalLearner implements Learner {
  readonly method = 'incremental';
  private readonly options: FitOptions;
  private readonly engine: EmEngine | undefined;
  private readonly rows: Rows;
  private readonly rng: Rng;
  private readonly restarts: Restarts;
  private evidence!: Evidence;
  /** [capacity, K] single precision halves the memory; a share is added and taken back as the same number. */
  private responsibilities = new Float32Array(0);
  /** The best initialisation's memory, while others are being tried. */
  private kept: Memory | null;

  constructor({ options, epochs, points, engine, state, warmStart, learned }: LearnerArgs) {
    const saved = state as IncrementalState | undefined;
    this.options = options;
    this.engine = engine;
    this.rows = new Rows(points);
    this.rng = new Rng(saved?.rng ?? options.seed);
    const n_init = warmStart ? 1 : options.n_init;
    this.restarts = new Restarts({ epochs, tol: options.tol, n_init }, saved?.restarts);
    this.kept = saved?.kept ?? null;
    if (saved) this.recall(saved.current);
    else if (warmStart) this.startFrom(warmStart, learned ?? 0);
    else this.startAnew();
  }

  private get remembers(): boolean {
    return this.options.forgetting === 1;
  }

  /** Points that a first model is made from. */
  private get headSize(): number {
    return this.options.n_components * Math.max(HEAD_PER_COMPONENT, 2 * (this.rows.d + 1));
  }

  private startAnew(): void {
    requireDistinct(this.rows, this.options.n_components);
    const order = this.shuffled();
    const size = this.distinctHead(order);
    const head = gather(this.rows, order.subarray(0, size));
    const given = isFullyGiven(this.options);
    this.responsibilities = new Float32Array(this.remembers ? this.rows.n * this.options.n_components : 0);
    this.evidence = Evidence.of(initialMixture(head, this.options, this.rng), this.options.reg_covar, given ? size : 0);
    // Given parameters count like a model fitted to as many points; estimated ones are made of the head's own.
    if (!given) this.absorb(order.subarray(0, size));
  }

  /** Points from the front of the order that have enough different ones among them. */
  private distinctHead(order: Uint32Array): number {
    for (let size = Math.min(this.headSize, order.length); ; size = Math.min(2 * size, order.length)) {
      try {
        requireDistinct(gather(this.rows, order.subarray(0, size)), this.options.n_components);
        return size;
      } catch (error) {
        if (size === order.length) throw error;
      }
    }
  }

  private startFrom(mixture: Mixture, learned: number): void {
    const { n } = this.rows;
    const known = Math.min(learned, n);
    this.responsibilities = new Float32Array(this.remembers ? n * this.options.n_components : 0);
    this.evidence = Evidence.of(mixture, this.options.reg_covar, known === 0 ? this.headSize : 0);
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    if (known > 0) this.absorb(order.subarray(0, known));
    this.learn(order.subarray(known));
    this.evidence.refreshAll();
  }

  /** Makes the evidence that of these points under the present parameters: one EM iteration over them. */
  private absorb(indices: Uint32Array): void {
    const { data, d } = this.rows;
    const { n_components: k } = this.options;
    const shares = new Float64Array(indices.length * k);
    for (let i = 0; i < indices.length; i++) {
      this.evidence.respond(data, indices[i] * d, shares.subarray(i * k, (i + 1) * k));
    }
    this.evidence.clear();
    this.take(indices, shares, data);
    this.evidence.refreshAll();
  }

  /** Learns from points in turn, `batch_size` at a time: responsibilities first, then statistics, then parameters. */
  private learn(indices: Uint32Array): void {
    const { data, d } = this.rows;
    const { n_components: k, batch_size, forgetting } = this.options;
    const shares = new Float64Array(Math.min(batch_size, indices.length) * k);
    const share = new Float64Array(k);
    for (let start = 0; start < indices.length; start += batch_size) {
      const batch = indices.subarray(start, start + batch_size);
      for (let i = 0; i < batch.length; i++) {
        this.evidence.respond(data, batch[i] * d, share);
        shares.set(share, i * k);
      }
      if (!this.remembers) this.evidence.fade(forgetting ** batch.length);
      this.take(batch, shares, data);
      this.evidence.refresh();
    }
  }

  /** Gives each point its new share of every component, in place of the old one if that is remembered. */
  private take(indices: Uint32Array, shares: Float64Array, data: Float64Array): void {
    const { responsibilities: memory, evidence } = this;
    const { n_components: k } = this.options;
    const { d } = this.rows;
    for (let i = 0; i < indices.length; i++) {
      for (let c = 0; c < k; c++) {
        let change = shares[i * k + c];
        if (this.remembers) {
          const slot = indices[i] * k + c;
          const old = memory[slot];
          memory[slot] = change;
          change = memory[slot] - old;
        }
        if (change !== 0) evidence.add(c, change, data, indices[i] * d);
      }
    }
  }

  /** Sums the remembered shares afresh: no rounding piles up over passes, and a warm start's own evidence retires. */
  private recount(): void {
    const { data, n, d } = this.rows;
    const { n_components: k } = this.options;
    this.evidence.clear();
    for (let i = 0; i < n; i++) {
      for (let c = 0; c < k; c++) {
        const share = this.responsibilities[i * k + c];
        if (share !== 0) this.evidence.add(c, share, data, i * d);
      }
    }
  }

  private shuffled(): Uint32Array {
    return this.rng.shuffle(Uint32Array.from({ length: this.rows.n }, (_, i) => i));
  }

  async step(): Promise<LearnerStep> {
    if (this.restarts.done) throw new Error('The fit is done: there is nothing left to step.');
    if (this.restarts.restartDue) {
      this.startAnew();
      this.restarts.beginInit();
    }
    this.learn(this.shuffled());
    if (this.remembers) this.recount();
    this.evidence.refreshAll();
    const { n } = this.rows;
    const lowerBound = (await this.logLikelihood()) / n;
    const { improved, ...step } = this.restarts.record(lowerBound, n, this.evidence.mixture());
    this.keepBest(improved, step.done);
    return step;
  }

  private async logLikelihood(): Promise<number> {
    if (this.engine && this.engine.n === this.rows.n) {
      return (await this.engine.pass(toEmModel(this.evidence.mixture()))).logLikelihood;
    }
    const { data, n, d } = this.rows;
    const shares = new Float64Array(this.options.n_components);
    let sum = 0;
    for (let i = 0; i < n; i++) sum += this.evidence.respond(data, i * d, shares);
    return sum;
  }

  /** Keeps what the best initialisation learnt, so that learning goes on from there once all are through. */
  private keepBest(improved: boolean, done: boolean): void {
    if (improved) this.kept = done ? null : this.memory();
    if (!done || !this.kept) return;
    this.recall(this.kept);
    this.kept = null;
  }

  mixture(): Mixture {
    return this.evidence.mixture();
  }

  async append(points: Matrix): Promise<void> {
    const before = this.rows.n;
    this.rows.append(points);
    if (this.engine && this.engine.n < this.rows.n) await this.engine.append(points.data);
    this.responsibilities = this.grown();
    this.kept = null;
    this.learn(Uint32Array.from({ length: points.n }, (_, i) => before + i));
    this.evidence.refreshAll();
    this.restarts.forgetLowerBound();
  }

  private grown(): Float32Array<ArrayBuffer> {
    const needed = this.remembers ? this.rows.n * this.options.n_components : 0;
    if (needed <= this.responsibilities.length) return this.responsibilities;
    const grown = new Float32Array(Math.max(needed, 2 * this.responsibilities.length));
    grown.set(this.responsibilities);
    return grown;
  }

  private memory(): Memory {
    const used = this.remembers ? this.rows.n * this.options.n_components : 0;
    return { evidence: this.evidence.snapshot(), responsibilities: this.responsibilities.slice(0, used) };
  }

  private recall(memory: Memory): void {
    // Options may have changed since: regularisation is today's, and memory is kept or let go as forgetting asks.
    this.evidence = Evidence.restore({ ...memory.evidence, reg_covar: this.options.reg_covar });
    const shares = new Float32Array(this.remembers ? this.rows.n * this.options.n_components : 0);
    shares.set(memory.responsibilities.subarray(0, shares.length));
    this.responsibilities = shares;
  }

  state(): IncrementalState {
    return {
      method: 'incremental',
      rng: this.rng.state(),
      restarts: this.restarts.snapshot(),
      current: this.memory(),
      kept: this.kept,
    };
  }

  dispose(): void {
    // The engine and the points belong to the caller.
  }
}

function gather({ data, d }: Matrix, rows: Uint32Array): Matrix {
  const out = new Float64Array(rows.length * d);
  rows.forEach((row, i) => {
    out.set(data.subarray(row * d, (row + 1) * d), i * d);
  });
  return { data: out, n: rows.length, d };
}
