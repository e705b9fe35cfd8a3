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
import { MixtureError, requireColumns } from './errors';
import { Evidence } from './evidence';
import type { EvidenceState } from './evidence-state';
import { initialMixture, isFullyGiven } from './init';
import type { LearnerArgs } from './learner';
import { Ledger } from './ledger';
import { toEmModel } from './params';
import { type RestartState, Restarts } from './restarts';
import { Rows } from './rows';
import { requireDistinct } from './seeding';
import type { Pause } from './stretches';
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
export async function createIncrementalLearner(args: LearnerArgs): Promise<Learner> {
  const { forgetting, batch_size } = args.options;
  if (!(forgetting > 0 && forgetting <= 1)) {
    throw new MixtureError('forgetting', 'forgetting must be above 0 and at most 1.');
  }
  if (!Number.isInteger(batch_size) || batch_size < 1) {
    throw new MixtureError('batch_size', 'batch_size must be a whole number of at least 1.');
  }
  const learner = new IncrementalLearner(args);
  await learner.begin(args);
  return learner;
}

class IncrementalLearner implements Learner {
  readonly method = 'incremental';
  private readonly options: FitOptions;
  private readonly engine: EmEngine | undefined;
  private readonly pause: Pause | undefined;
  private readonly rows: Rows;
  private readonly restarts: Restarts;
  private rng: Rng;
  private ledger!: Ledger;
  /** The best initialisation's memory, while others are being tried. */
  private kept: Memory | null;

  constructor({ options, epochs, points, engine, state, warmStart, pause }: LearnerArgs) {
    const saved = state as IncrementalState | undefined;
    this.options = options;
    this.engine = engine;
    this.pause = pause;
    this.rows = new Rows(points);
    this.rng = new Rng(saved?.rng ?? options.seed);
    const n_init = warmStart ? 1 : options.n_init;
    this.restarts = new Restarts({ epochs, tol: options.tol, n_init }, saved?.restarts);
    this.kept = saved?.kept ?? null;
  }

  /** Makes the first model, or takes the saved one up. */
  async begin({ state, warmStart, learned }: LearnerArgs): Promise<void> {
    const saved = state as IncrementalState | undefined;
    if (saved) this.takeUp(saved.current);
    else if (warmStart) this.ledger = await this.startedFrom(warmStart, learned ?? 0);
    else this.ledger = await this.startedAnew(this.rng);
  }

  private takeUp(memory: Memory): void {
    const { n, d } = this.rows;
    requireColumns(memory.evidence.d, d);
    if (memory.responsibilities.length > n * this.options.n_components) {
      throw new MixtureError('points', 'The saved fit is of more points than there are.');
    }
    this.recall(memory);
  }

  /** Points that a first model is made from. */
  private get headSize(): number {
    return this.options.n_components * Math.max(HEAD_PER_COMPONENT, 2 * (this.rows.d + 1));
  }

  private open(evidence: Evidence, shares?: Float32Array<ArrayBuffer>): Ledger {
    return new Ledger(this.rows, this.options, this.pause, evidence, shares);
  }

  private async startedAnew(rng: Rng): Promise<Ledger> {
    requireDistinct(this.rows, this.options.n_components);
    const order = this.shuffled(rng);
    const size = this.distinctHead(order);
    const head = gather(this.rows, order.subarray(0, size));
    const given = isFullyGiven(this.options);
    const first = await initialMixture(head, this.options, rng, this.pause);
    const ledger = this.open(Evidence.of(first, this.options.reg_covar, given ? size : 0));
    // Given parameters count like a model fitted to as many points; estimated ones are made of the head's own.
    if (!given) await ledger.absorb(order.subarray(0, size));
    return ledger;
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

  private async startedFrom(mixture: Mixture, learned: number): Promise<Ledger> {
    const { n } = this.rows;
    const known = Math.min(learned, n);
    const ledger = this.open(Evidence.of(mixture, this.options.reg_covar, known === 0 ? this.headSize : 0));
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    if (known > 0) await ledger.absorb(order.subarray(0, known));
    await ledger.learn(order.subarray(known));
    ledger.evidence.refreshAll();
    return ledger;
  }

  private shuffled(rng: Rng): Uint32Array {
    const order = new Uint32Array(this.rows.n);
    for (let i = 0; i < order.length; i++) order[i] = i;
    return rng.shuffle(order);
  }

  async step(): Promise<LearnerStep> {
    if (this.restarts.done) throw new Error('The fit is done: there is nothing left to step.');
    if (this.restarts.restartDue) await this.restart();
    await this.ledger.learn(this.shuffled(this.rng));
    await this.ledger.conclude();
    const { n } = this.rows;
    const lowerBound = (await this.logLikelihood()) / n;
    const { improved, ...step } = this.restarts.record(lowerBound, n, this.mixture());
    this.keepBest(improved, step.done);
    return step;
  }

  private async restart(): Promise<void> {
    // The learner's state stays whole until the initialisation is: draws count from then on.
    const rng = new Rng(this.rng.state());
    this.ledger = await this.startedAnew(rng);
    this.rng = rng;
    this.restarts.beginInit();
  }

  private async logLikelihood(): Promise<number> {
    if (!this.engine || this.engine.n !== this.rows.n) return this.ledger.logLikelihood();
    return (await this.engine.pass(toEmModel(this.mixture()))).logLikelihood;
  }

  /** Keeps what the best initialisation learnt, so that learning goes on from there once all are through. */
  private keepBest(improved: boolean, done: boolean): void {
    if (improved) this.kept = done ? null : this.memory();
    if (!done || !this.kept) return;
    this.recall(this.kept);
    this.kept = null;
  }

  mixture(): Mixture {
    return this.ledger.evidence.mixture();
  }

  async append(points: Matrix): Promise<void> {
    const before = this.rows.n;
    this.rows.append(points);
    if (this.engine && this.engine.n < this.rows.n) await this.engine.append(points.data);
    this.kept = null;
    this.ledger.grow();
    await this.ledger.learn(Uint32Array.from({ length: points.n }, (_, i) => before + i));
    this.ledger.evidence.refreshAll();
    this.restarts.forgetLowerBound();
  }

  private memory(): Memory {
    return { evidence: this.ledger.evidence.snapshot(), responsibilities: this.ledger.responsibilities() };
  }

  private recall(memory: Memory): void {
    // Options may have changed since: regularisation is today's, and memory is kept or let go as forgetting asks.
    const evidence = Evidence.restore({ ...memory.evidence, reg_covar: this.options.reg_covar });
    const remembers = this.options.forgetting === 1;
    const shares = new Float32Array(remembers ? this.rows.n * this.options.n_components : 0);
    shares.set(memory.responsibilities.subarray(0, shares.length));
    this.ledger = this.open(evidence, shares);
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
