// The multilayer network on a core (core.ts), and the linear learners, which are networks without hidden layers: start
// from zeros and learn one example at a time in order, as scikit-learn's SGDClassifier and SGDRegressor do.

import { Rng } from '../../rng';
import type { Batch, Learner, LearnerState, LearnReport, StepResult, Task } from '../types';
import { type LearnerConfig, OPTIMIZER_NAMES } from './config';
import type { NetworkCore } from './core';
import { type NetworkHeader, type NetworkParts, networkHeader } from './network-state';
import {
  ACTIVATION_NAMES,
  describeShape,
  initialParameters,
  type Loss,
  type NetworkShape,
  networkShape,
} from './shape';

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

export function shapeOf({ activation }: LearnerConfig, { widths, loss }: NetworkParts): NetworkShape {
  return networkShape(widths, activation, loss);
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

export class NetworkLearner implements Learner {
  readonly description: string;
  readonly engine: string;
  private readonly shape: NetworkShape;
  private rng: Rng;

  constructor(
    private readonly config: LearnerConfig,
    private readonly parts: NetworkParts,
    private readonly core: NetworkCore,
    state?: LearnerState,
  ) {
    this.description = parts.description;
    this.engine = core.engine;
    this.shape = shapeOf(config, parts);
    this.rng = new Rng(config.seed);
    if (!state) {
      this.begin();
      return;
    }
    const header = networkHeader(parts, config, state);
    core.restore(state, header);
    this.rng = new Rng(header.rng);
  }

  private begin(): void {
    this.core.begin(this.parts.online ? new Float64Array(this.shape.length) : initialParameters(this.shape, this.rng));
  }

  async predict(X: Float64Array, n: number): Promise<Float64Array> {
    return this.predictions(this.core.forward(X, n), n);
  }

  async learn(batch: Batch): Promise<LearnReport> {
    const loss = this.core.evaluate(batch.X, batch.y, batch.n);
    return this.descend(batch, loss);
  }

  async step(batch: Batch, rows: number): Promise<StepResult> {
    const loss = this.core.evaluate(batch.X, batch.y, batch.n);
    const predictions = this.predictions(this.core.output, rows);
    return { predictions, ...this.descend(batch, loss) };
  }

  /** Of the core's output, which the next pass overwrites. */
  private predictions(output: Float64Array, n: number): Float64Array {
    const { outputs } = this.shape.layers[this.shape.layers.length - 1];
    if (this.parts.loss !== 'logistic') return output.slice(0, n * outputs);
    const both = new Float64Array(2 * n);
    for (let i = 0; i < n; i++) {
      both[2 * i] = 1 - output[i];
      both[2 * i + 1] = output[i];
    }
    return both;
  }

  /** All passes over a batch whose gradient is at hand. */
  private descend({ X, y, n }: Batch, loss: number): LearnReport {
    const { core } = this;
    const grad_norm = core.gradientNorm();
    for (let epoch = 0; epoch < this.config.epochs; epoch++) {
      if (this.parts.online) {
        for (let i = 0; i < n; i++) {
          core.evaluate(X, y, 1, i);
          core.descend();
        }
        continue;
      }
      if (epoch > 0) core.evaluate(X, y, n);
      core.descend();
    }
    return { loss, grad_norm, learning_rate: this.config.learning_rate };
  }

  reset(): void {
    this.begin();
  }

  weights(): Float64Array {
    return this.core.parameters();
  }

  async save(): Promise<LearnerState> {
    const { kind, widths, loss } = this.parts;
    const { activation, optimizer } = this.config;
    const header: NetworkHeader = {
      ...{ widths, activation, loss, optimizer, rng: this.rng.state() },
      ...this.core.header(),
    };
    return { kind, header, arrays: { ...this.core.vectors() } };
  }

  dispose(): void {
    // Typed arrays and a core's memory go with the learner.
  }
}
