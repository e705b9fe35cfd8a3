// The multilayer network on a GPU through TensorFlow.js: the same network, options and kept state as ./network.ts, in
// single precision. To be imported dynamically, as TensorFlow.js comes with it.
//
// A batch is one trip: what goes there is the batch, and what is waited for is one vector with the scores of the first
// pass (so predictions before learning cost nothing), the gradient's norm and, if somebody asked for them, the weights.
// Softmax and loss are taken from the scores here, in double precision. Rows are padded to few fixed numbers, as devices
// compile and pool by size.

import { BACKEND_NAMES } from '../../compute/backend';
import { isSinglePrecision, withTf } from '../../compute/tf';
import type { TfBackend } from '../../compute/tf-status';
import { Rng } from '../../rng';
import type { Batch, Learner, LearnerState, LearnReport, StepResult } from '../types';
import type { LearnerConfig } from './config';
import { keptVectors } from './core';
import { meanLoss, softmax } from './dense';
import { type NetworkHeader, type NetworkParts, networkHeader } from './network-state';
import { momentsOf, Schedule } from './optimizer';
import { initialParameters, type NetworkShape, networkShape } from './shape';
import { DeviceNetwork, type Rows, type Vectors } from './tf-graph';

/**
 * A learner on a GPU; null where that does not start (`tfFailure` says why), or keeps numbers in half precision. Throws a
 * TypeError for a state of another learner.
 */
export async function openTfNetwork(
  config: LearnerConfig,
  parts: NetworkParts,
  backend: 'webgl' | 'webgpu',
  state?: LearnerState,
): Promise<Learner | null> {
  try {
    await withTf(backend, async () => {});
  } catch {
    return null;
  }
  return isSinglePrecision(backend) ? new TfNetworkLearner(config, parts, backend, state) : null;
}

export class TfNetworkLearner implements Learner {
  readonly description: string;
  readonly engine: string;
  private readonly shape: NetworkShape;
  private readonly schedule: Schedule;
  private rng: Rng;
  /** What is to go to the device before anything else there. */
  private waiting: Vectors | null;
  private device: DeviceNetwork | null = null;
  /** The parameters as last read, and whether they are to be read again. */
  private known: Float32Array;
  private wanted = false;

  constructor(
    private readonly config: LearnerConfig,
    private readonly parts: NetworkParts,
    private readonly backend: TfBackend,
    state?: LearnerState,
  ) {
    this.description = parts.description;
    this.engine = `${BACKEND_NAMES[backend]}, single precision`;
    this.shape = networkShape(parts.widths, config.activation, parts.loss);
    this.schedule = new Schedule(config.learning_rate);
    const header = state ? networkHeader(parts, config, state) : null;
    this.rng = new Rng(header?.rng ?? config.seed);
    this.waiting = state ? this.kept(state) : this.beginning();
    if (header) this.schedule.restore(header);
    this.known = this.waiting.parameters;
  }

  async predict(X: Float64Array, n: number): Promise<Float64Array> {
    const rows = paddedRows(n);
    const scores = await this.on((device) => device.forward(padded(X, rows * this.shape.layers[0].inputs), rows));
    return this.predictions(scores, n);
  }

  async learn(batch: Batch): Promise<LearnReport> {
    const { predictions: _, ...report } = await this.step(batch, 0);
    return report;
  }

  async step(batch: Batch, rows: number): Promise<StepResult> {
    const { n, y } = batch;
    const { loss, layers } = this.shape;
    const { outputs } = layers[layers.length - 1];
    const padding = rowsOf(batch, outputs, loss === 'softmax');
    const steps = Array.from({ length: this.config.epochs }, () => this.schedule.next());
    const { wanted } = this;
    const values = await this.on((device) => device.learn(padding, steps, wanted));
    const normAt = padding.targets.length;
    if (wanted) {
      this.known = values.slice(normAt + 1);
      this.wanted = false;
    }
    const all = this.predictions(values, n);
    return {
      predictions: all.slice(0, rows * outputs),
      loss: meanLoss(loss, all, outputs, y, n),
      grad_norm: Math.sqrt(values[normAt]),
      learning_rate: this.config.learning_rate,
    };
  }

  reset(): void {
    this.waiting = this.beginning();
    this.known = this.waiting.parameters;
    this.schedule.reset();
  }

  weights(): Float64Array {
    this.wanted = true;
    return Float64Array.from(this.known);
  }

  async save(): Promise<LearnerState> {
    const { kind, widths, loss } = this.parts;
    const { activation, optimizer } = this.config;
    const { parameters, first, second } = this.waiting ?? (await this.on((device) => device.vectors()));
    this.known = parameters;
    const header: NetworkHeader = {
      ...{ widths, activation, loss, optimizer, rng: this.rng.state() },
      ...this.schedule.header(),
    };
    return { kind, header, arrays: { parameters, first, second } };
  }

  dispose(): void {
    const { device } = this;
    this.device = null;
    // Whoever still waits for the device must not have it made anew.
    this.waiting = null;
    // Where the backend is gone its tensors are too.
    if (device) withTf(this.backend, async () => device.dispose()).catch(() => {});
  }

  /** Runs work with the network there, as it should be by now. */
  private on<T>(work: (device: DeviceNetwork) => Promise<T>): Promise<T> {
    return withTf(this.backend, async () => {
      if (this.waiting) {
        this.device?.dispose();
        this.device = new DeviceNetwork(this.shape, this.config, this.waiting);
        this.waiting = null;
      }
      if (!this.device) throw new Error('This learner was disposed of.');
      return work(this.device);
    });
  }

  private beginning(): Vectors {
    const { first, second } = momentsOf(this.config.optimizer, this.shape.length);
    return {
      parameters: Float32Array.from(initialParameters(this.shape, this.rng)),
      first: new Float32Array(first),
      second: new Float32Array(second),
    };
  }

  private kept(state: LearnerState): Vectors {
    const { parameters, first, second } = keptVectors(state, this.config, this.shape.length);
    return {
      parameters: Float32Array.from(parameters),
      first: Float32Array.from(first),
      second: Float32Array.from(second),
    };
  }

  private predictions(scores: Float32Array, n: number): Float64Array {
    const { layers, loss } = this.shape;
    const { outputs } = layers[layers.length - 1];
    const values = Float64Array.from(scores.subarray(0, n * outputs));
    if (loss === 'softmax') softmax(values, n, outputs);
    return values;
  }
}

/** Rows to compute with for n of them: four numbers an octave, at least 4; from 13 rows on at most a quarter more than n. */
export function paddedRows(n: number): number {
  const step = Math.max(4, 2 ** (Math.floor(Math.log2(n)) - 2));
  return Math.ceil(n / step) * step;
}

function padded(values: Float64Array, length: number): Float32Array {
  const all = new Float32Array(length);
  all.set(values.length > length ? values.subarray(0, length) : values);
  return all;
}

function rowsOf({ X, y, n, d }: Batch, outputs: number, classes: boolean): Rows {
  const rows = paddedRows(n);
  const targets = new Float32Array(rows * outputs);
  if (classes) for (let i = 0; i < n; i++) targets[i * outputs + y[i]] = 1;
  else targets.set(y);
  return { rows, X: padded(X, rows * d), targets, shares: new Float32Array(rows).fill(1 / n, 0, n) };
}
