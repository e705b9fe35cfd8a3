// What an incremental learner has learnt: the evidence, and each point's share in it, so that a new share can take the
// old one's place. It pauses every few milliseconds; at every pause evidence and shares agree with each other.

import type { Evidence } from './evidence';
import type { Rows } from './rows';
import { inStretches, type Pause, rowsInStretch } from './stretches';
import type { FitOptions } from './types';

export type LedgerOptions = Pick<FitOptions, 'n_components' | 'forgetting' | 'batch_size'>;

export class Ledger {
  private readonly k: number;
  /** With forgetting no shares are kept. */
  private readonly remembers: boolean;
  private readonly stretch: number;
  /** [K] of the point at hand. */
  private readonly response: Float64Array;

  /** @param shares [n or more, K]; single precision halves the memory: a share is added and taken back as the same number. */
  constructor(
    private readonly rows: Rows,
    private readonly options: LedgerOptions,
    private readonly pause: Pause | undefined,
    private current: Evidence,
    private shares: Float32Array<ArrayBuffer> = new Float32Array(
      options.forgetting === 1 ? rows.n * options.n_components : 0,
    ),
  ) {
    this.k = options.n_components;
    this.remembers = options.forgetting === 1;
    this.response = new Float64Array(this.k);
    this.stretch = rowsInStretch(2 * this.k * rows.d * (rows.d + 4));
  }

  get evidence(): Evidence {
    return this.current;
  }

  /** [n, K], a copy; empty when forgetting. */
  responsibilities(): Float32Array {
    return this.shares.slice(0, this.remembers ? this.rows.n * this.k : 0);
  }

  /** Makes the evidence that of these points under the present parameters: one EM iteration over them. For the first points only. */
  async absorb(indices: Uint32Array): Promise<void> {
    const { data, d } = this.rows;
    const { k, current } = this;
    const responses = new Float64Array(indices.length * k);
    await inStretches(indices.length, this.stretch, this.pause, (start, end) => {
      for (let i = start; i < end; i++) current.respond(data, indices[i] * d, responses.subarray(i * k, (i + 1) * k));
    });
    current.clear();
    await inStretches(indices.length, this.stretch, this.pause, (start, end) => {
      this.take(data, indices, responses, start, end);
    });
    current.refreshAll();
  }

  /** Learns from points in turn, `batch_size` at a time: responsibilities first, then statistics, then parameters. */
  async learn(indices: Uint32Array): Promise<void> {
    const { data } = this.rows;
    const { batch_size } = this.options;
    const responses = new Float64Array(Math.min(batch_size, indices.length) * this.k);
    if (batch_size > this.stretch) {
      for (let start = 0; start < indices.length; start += batch_size) {
        await this.learnBatch(indices.subarray(start, start + batch_size), responses);
      }
      return;
    }
    const whole = batch_size * Math.floor(this.stretch / batch_size);
    await inStretches(indices.length, whole, this.pause, (start, end) => {
      for (let at = start; at < end; at += batch_size) {
        const batch = indices.subarray(at, Math.min(at + batch_size, end));
        this.respond(data, batch, responses, 0, batch.length);
        this.settle(batch.length);
        this.take(data, batch, responses, 0, batch.length);
        this.current.refresh();
      }
    });
  }

  /** A batch that takes long. */
  private async learnBatch(batch: Uint32Array, responses: Float64Array): Promise<void> {
    const { stretch, pause } = this;
    const { data } = this.rows;
    await inStretches(batch.length, stretch, pause, (start, end) => this.respond(data, batch, responses, start, end));
    await pause?.();
    this.settle(batch.length);
    await inStretches(batch.length, stretch, pause, (start, end) => this.take(data, batch, responses, start, end));
    this.current.refresh();
    await pause?.();
  }

  private respond(data: Float64Array, batch: Uint32Array, responses: Float64Array, start: number, end: number): void {
    const { d } = this.rows;
    const { k, current, response } = this;
    for (let i = start; i < end; i++) {
      current.respond(data, batch[i] * d, response);
      responses.set(response, i * k);
    }
  }

  /** Old evidence fades before a batch comes in. */
  private settle(count: number): void {
    if (!this.remembers) this.current.fade(this.options.forgetting ** count);
  }

  /** Gives each point its new share of every component, in place of the old one if that is remembered. */
  private take(data: Float64Array, indices: Uint32Array, responses: Float64Array, start: number, end: number): void {
    const { shares, current, k, remembers } = this;
    const { d } = this.rows;
    for (let i = start; i < end; i++) {
      for (let c = 0; c < k; c++) {
        let change = responses[i * k + c];
        if (remembers) {
          const slot = indices[i] * k + c;
          const old = shares[slot];
          shares[slot] = change;
          change = shares[slot] - old;
        }
        if (change !== 0) current.add(c, change, data, indices[i] * d);
      }
    }
  }

  /**
   * Ends a pass: sums the remembered shares afresh, so that no rounding piles up over passes and a warm start's own
   * evidence retires, and works out every component.
   *
   * @throws MixtureError on `reg_covar` when a covariance is not positive definite.
   */
  async conclude(): Promise<void> {
    if (this.remembers) this.current = await this.recounted();
    this.current.refreshAll();
  }

  private async recounted(): Promise<Evidence> {
    const { data, n, d } = this.rows;
    const { k, shares } = this;
    const evidence = this.current.cleared();
    await inStretches(n, this.stretch, this.pause, (start, end) => {
      for (let i = start; i < end; i++) {
        for (let c = 0; c < k; c++) {
          const share = shares[i * k + c];
          if (share !== 0) evidence.add(c, share, data, i * d);
        }
      }
    });
    return evidence;
  }

  /** Total log-likelihood of all points, natural log. */
  async logLikelihood(): Promise<number> {
    const { data, n, d } = this.rows;
    const { current, response } = this;
    let sum = 0;
    await inStretches(n, this.stretch, this.pause, (start, end) => {
      // A local variable is quicker than one that the function closes over.
      let upTo = sum;
      for (let i = start; i < end; i++) upTo += current.respond(data, i * d, response);
      sum = upTo;
    });
    return sum;
  }

  /** Points came at the end of the rows: they have no shares yet. */
  grow(): void {
    const needed = this.remembers ? this.rows.n * this.k : 0;
    if (needed <= this.shares.length) return;
    const grown = new Float32Array(Math.max(needed, 2 * this.shares.length));
    grown.set(this.shares);
    this.shares = grown;
  }
}
