// The multilayer network on typed arrays, and the linear learners, which are networks without hidden layers: start from
// zeros and learn one example at a time in order, as scikit-learn's SGDClassifier and SGDRegressor do.

import { Rng, type RngState } from '../../rng';
import type { Batch, Learner, LearnerState, LearnReport, Task } from '../types';
import { keptArray, type LearnerConfig, OPTIMIZER_NAMES } from './config';
import { DenseNetwork } from './dense';
import { Optimizer, type OptimizerHeader } from './optimizer';
import {
  ACTIVATION_NAMES,
  describeShape,
  initialParameters,
  type Loss,
  type NetworkShape,
  networkShape,
} from './shape';

export interface NetworkHeader extends OptimizerHeader {
  /** Inputs, hidden layers, outputs. */
  readonly widths: readonly number[];
  readonly activation: string;
  readonly loss: Loss;
  readonly optimizer: string;
  readonly rng: RngState;
}

export interface NetworkParts {
  readonly kind: LearnerConfig['id'];
  readonly description: string;
  readonly widths: readonly number[];
  readonly loss: Loss;
  /** Zeros to begin with, and a step an example. */
  readonly online: boolean;
}

export function networkParts(config: LearnerConfig, d: number, task: Task): NetworkParts {
  if (task.kind === 'density') throw new RangeError('A network needs a y to predict.');
  const classes = task.kind === 'classification' ? task.n_classes : 1;
  const widths = [d, ...config.hidden, classes];
  const loss: Loss = task.kind === 'classification' ? 'softmax' : 'squared';
  const shape = networkShape(widths, config.activation, loss);
  const activation = config.hidden.length > 0 ? `, ${ACTIVATION_NAMES[config.activation]}` : '';
  const description = `Network ${describeShape(shape)}${activation}, ${OPTIMIZER_NAMES[config.optimizer]}`;
  return { kind: 'network', description, widths, loss, online: false };
}

export function linearParts(config: LearnerConfig, d: number, task: Task): NetworkParts {
  if (task.kind === 'density') throw new RangeError('A linear model needs a y to predict.');
  const kind = config.id === 'review-head' ? 'review-head' : 'linear';
  const classes = task.kind === 'classification' ? task.n_classes : 1;
  const name = task.kind === 'regression' ? 'Linear regression' : 'Logistic regression';
  const what = kind === 'review-head' ? `Linear head over ${d} features of a text` : `${name} of ${d} columns`;
  const description = `${what}, ${OPTIMIZER_NAMES[config.optimizer]}, one example at a time`;
  // Two classes need one output, as scikit-learn has it; with two, each step would count twice.
  const [outputs, loss]: [number, Loss] =
    task.kind === 'regression' ? [1, 'squared'] : classes === 2 ? [1, 'logistic'] : [classes, 'softmax'];
  return { kind, description, widths: [d, outputs], loss, online: true };
}

/** Throws a TypeError for a state of another learner. */
export function networkHeader(parts: NetworkParts, config: LearnerConfig, state: LearnerState): NetworkHeader {
  const header = state.header as Partial<NetworkHeader>;
  const same =
    state.kind === parts.kind &&
    String(header.widths) === String(parts.widths) &&
    header.loss === parts.loss &&
    header.activation === config.activation &&
    header.optimizer === config.optimizer &&
    header.rng?.length === 4 &&
    header.powers?.length === 2 &&
    Number.isSafeInteger(header.steps);
  if (!same) throw new TypeError('What was kept is no state of this learner.');
  return header as NetworkHeader;
}

export class NetworkLearner implements Learner {
  readonly description: string;
  private readonly shape: NetworkShape;
  private readonly network: DenseNetwork;
  private readonly optimizer: Optimizer;
  private rng: Rng;

  constructor(
    private readonly config: LearnerConfig,
    private readonly parts: NetworkParts,
    state?: LearnerState,
  ) {
    this.description = parts.description;
    this.shape = networkShape(parts.widths, config.activation, parts.loss);
    this.rng = new Rng(config.seed);
    this.network = new DenseNetwork(this.shape, new Float64Array(this.shape.length));
    this.optimizer = new Optimizer(config, this.shape.length);
    if (!state) {
      this.begin();
      return;
    }
    const header = networkHeader(parts, config, state);
    this.network.parameters.set(keptArray(state, 'parameters', this.shape.length));
    this.optimizer.restore(state, header);
    this.rng = new Rng(header.rng);
  }

  private begin(): void {
    const { parameters } = this.network;
    if (this.parts.online) parameters.fill(0);
    else parameters.set(initialParameters(this.shape, this.rng));
  }

  async predict(X: Float64Array, n: number): Promise<Float64Array> {
    const { outputs } = this.shape.layers[this.shape.layers.length - 1];
    const output = this.network.forward(X, n);
    if (this.parts.loss !== 'logistic') return output.slice(0, n * outputs);
    return Float64Array.from({ length: 2 * n }, (_, i) => (i % 2 === 1 ? output[i >> 1] : 1 - output[i >> 1]));
  }

  async learn(batch: Batch): Promise<LearnReport> {
    const { X, y, n, d } = batch;
    const { network, optimizer } = this;
    const loss = network.evaluate(X, y, n);
    const grad_norm = network.gradientNorm();
    for (let epoch = 0; epoch < this.config.epochs; epoch++) {
      if (this.parts.online) {
        for (let i = 0; i < n; i++) {
          network.evaluate(X.subarray(i * d, (i + 1) * d), y.subarray(i, i + 1), 1);
          optimizer.step(network.parameters, network.gradient);
        }
        continue;
      }
      if (epoch > 0) network.evaluate(X, y, n);
      optimizer.step(network.parameters, network.gradient);
    }
    return { loss, grad_norm, learning_rate: this.config.learning_rate };
  }

  reset(): void {
    this.begin();
    this.optimizer.reset();
  }

  weights(): Float64Array {
    return this.network.parameters.slice();
  }

  async save(): Promise<LearnerState> {
    const { kind, widths, loss } = this.parts;
    const { activation, optimizer } = this.config;
    const header: NetworkHeader = {
      ...{ widths, activation, loss, optimizer, rng: this.rng.state() },
      ...this.optimizer.header(),
    };
    return { kind, header, arrays: { parameters: this.weights(), ...this.optimizer.arrays() } };
  }

  dispose(): void {
    // Typed arrays go with the learner.
  }
}
