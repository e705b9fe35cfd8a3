// A tiny engine for tests: the E-step written straight from its formulas, one point after another.

import { createEmEngine } from '../compute/em';
import { nodeComputeEnv } from '../compute/env.node';
import type { Assignment, EmEngine, EmModel, EmStatistics } from './engine';
import type { Matrix } from './types';

export class ReferenceEngine implements EmEngine {
  readonly kind = 'cpu';
  readonly threads = 1;
  readonly d: number;
  private data: Float64Array;

  constructor(points: Matrix) {
    this.data = points.data.slice();
    this.d = points.d;
  }

  get n(): number {
    return this.data.length / this.d;
  }

  async append(points: Float64Array): Promise<void> {
    this.data = Float64Array.from([...this.data, ...points]);
  }

  async pass(model: EmModel): Promise<EmStatistics> {
    const { k, d, shape } = model;
    const counts = new Float64Array(k);
    const sums = new Float64Array(k * d);
    const scatter = new Float64Array(shape === 'full' ? k * d * d : k * d);
    let logLikelihood = 0;
    for (let i = 0; i < this.n; i++) {
      const x = this.data.subarray(i * d, (i + 1) * d);
      const { log, shares } = respond(model, x);
      logLikelihood += log;
      for (let c = 0; c < k; c++) {
        counts[c] += shares[c];
        const difference = x.map((value, j) => value - model.means[c * d + j]);
        for (let a = 0; a < d; a++) {
          sums[c * d + a] += shares[c] * difference[a];
          if (shape === 'diag') scatter[c * d + a] += shares[c] * difference[a] ** 2;
          else for (let b = 0; b < d; b++) scatter[(c * d + a) * d + b] += shares[c] * difference[a] * difference[b];
        }
      }
    }
    return { logLikelihood, counts, sums, scatter };
  }

  async scoreSamples(model: EmModel): Promise<Float64Array> {
    return Float64Array.from({ length: this.n }, (_, i) => this.respondTo(model, i).log);
  }

  async assign(model: EmModel): Promise<Assignment> {
    const rows = Array.from({ length: this.n }, (_, i) => this.respondTo(model, i).shares);
    return {
      labels: Uint8Array.from(rows, (shares) => shares.indexOf(Math.max(...shares))),
      responsibilities: Uint8Array.from(rows.flatMap((shares) => shares.map((share) => Math.round(255 * share)))),
    };
  }

  private respondTo(model: EmModel, i: number) {
    return respond(model, this.data.subarray(i * this.d, (i + 1) * this.d));
  }

  dispose(): void {
    this.data = new Float64Array(0);
  }
}

function respond({ k, d, shape, means, factors, logNorm }: EmModel, x: Float64Array) {
  const logs = Array.from({ length: k }, (_, c) => {
    const difference = x.map((value, j) => value - means[c * d + j]);
    let square = 0;
    for (let j = 0; j < d; j++) {
      let y = 0;
      if (shape === 'diag') y = difference[j] * factors[c * d + j];
      else for (let i = 0; i < d; i++) y += difference[i] * factors[(c * d + i) * d + j];
      square += y * y;
    }
    return logNorm[c] - square / 2;
  });
  const largest = Math.max(...logs);
  const sum = logs.reduce((total, log) => total + Math.exp(log - largest), 0);
  const log = largest + Math.log(sum);
  return { log, shares: logs.map((one) => Math.exp(one - log)) };
}

export interface NamedEngine {
  readonly name: string;
  create(points: Matrix): Promise<EmEngine>;
}

/** What the product runs on most machines. */
export const WASM: NamedEngine = {
  name: 'wasm',
  create: (points) => createEmEngine('wasm', points, nodeComputeEnv()),
};

/** The engines that tests of the mathematics run on; all must agree with the references. */
export const ENGINES: readonly NamedEngine[] = [
  { name: 'reference', create: async (points) => new ReferenceEngine(points) },
  { name: 'cpu', create: (points) => createEmEngine('cpu', points, nodeComputeEnv()) },
  WASM,
];
