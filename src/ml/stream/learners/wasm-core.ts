// A network in single precision with the product's own WASM kernels (../../compute/nn/wasm). Everything of it lies in one
// memory of its own. A pass is one write of X, some calls of kernels, and one read of the outputs, whose softmax, loss and
// differences are taken here in double precision: they are few. Parameters, gradient and moments are one vector each
// (shape.ts), in the layout of ./dense.ts, so that an optimiser's step is one call.

import { wasmLevel } from '../../compute/kernels/features';
import { type Factor, type Finish, Products } from '../../compute/nn/wasm/matmul';
import { Heap } from '../../compute/nn/wasm/memory';
import { ACTIVATIONS, instantiate, type NnExports, SQUARES } from '../../compute/nn/wasm/module';
import { Team } from '../../compute/nn/wasm/team';
import type { LearnerState } from '../types';
import type { NetworkKernels } from './config';
import { type CoreConfig, type CoreVectors, keptVectors, type NetworkCore } from './core';
import { differences, meanLoss, toOutputs } from './dense';
import type { NetworkHeader } from './network-state';
import { ADAM, MOMENTUM, momentsOf, type OptimizerHeader, Schedule } from './optimizer';
import type { Layer, NetworkShape } from './shape';

/** 4 MB to begin with. */
const FIRST_PAGES = 64;

/**
 * Rejects with the reason where WebAssembly has no SIMD or the kernels cannot be loaded. `relaxed`: fused multiply-add, by
 * default where there is it; results differ in their last bits.
 */
export async function openWasmCore(
  shape: NetworkShape,
  config: CoreConfig,
  kernels: NetworkKernels,
  relaxed = wasmLevel() === 'relaxed',
): Promise<WasmCore> {
  if (wasmLevel() === 'none') throw new Error('This browser has no WebAssembly SIMD.');
  const module = await WebAssembly.compile(await kernels.nnKernelBytes({ relaxed, shared: false }));
  const heap = new Heap(new WebAssembly.Memory({ initial: FIRST_PAGES }));
  return new WasmCore(shape, config, module, heap);
}

/** Addresses of what a layer leaves behind in a pass over the most rows so far, [rows, outputs] each. */
interface Place {
  readonly outputs: number;
  /** Sums before tanh, whose slope is taken from them; 0: not kept. */
  readonly sums: number;
  /** Gradient of the loss by what goes into the activation. */
  readonly deltas: number;
}

export class WasmCore implements NetworkCore {
  readonly engine = 'WASM, single precision';
  output = new Float64Array();
  private readonly kernels: NnExports;
  private readonly products: Products;
  private readonly team: Team;
  private readonly schedule: Schedule;
  private readonly at: Readonly<Record<keyof CoreVectors | 'gradient' | 'squares', number>>;
  private X = 0;
  private places: readonly Place[] = [];
  private rows = 0;
  /** Of the last layer, on their way. */
  private deltas = new Float64Array();

  constructor(
    readonly shape: NetworkShape,
    private readonly config: CoreConfig,
    module: WebAssembly.Module,
    private readonly heap: Heap,
  ) {
    this.kernels = instantiate(module, heap.memory);
    this.team = new Team(module, this.kernels, heap, []);
    this.products = new Products(heap, this.team);
    this.schedule = new Schedule(config.learning_rate);
    const bytes = 4 * shape.length;
    const moments = momentsOf(config.optimizer, shape.length);
    this.at = {
      ...{ parameters: heap.take(bytes), gradient: heap.take(bytes) },
      ...{ first: heap.take(4 * moments.first), second: heap.take(4 * moments.second) },
      squares: heap.take(8 * Math.ceil(shape.length / SQUARES)),
    };
  }

  forward(X: Float64Array, n: number, start = 0): Float64Array {
    const { layers, loss } = this.shape;
    this.reserve(n);
    const { inputs } = layers[0];
    this.heap.floats(this.X, n * inputs).set(X.subarray(start * inputs, (start + n) * inputs));
    for (const index of layers.keys()) this.layer(index, n);
    const { outputs: width } = layers[layers.length - 1];
    this.output.set(this.heap.floats(this.places[layers.length - 1].outputs, n * width));
    toOutputs(loss, this.output, n, width);
    return this.output;
  }

  evaluate(X: Float64Array, y: Float64Array, n: number, start = 0): number {
    const { layers, loss } = this.shape;
    const output = this.forward(X, n, start);
    const last = layers.length - 1;
    const { outputs: width } = layers[last];
    differences(loss, output, width, y, n, start, this.deltas);
    this.heap.floats(this.places[last].deltas, n * width).set(this.deltas.subarray(0, n * width));
    for (let index = last; index > 0; index--) {
      this.layerGradient(layers[index], this.places[index - 1].outputs, this.places[index].deltas, n);
      this.backward(index, n);
    }
    this.layerGradient(layers[0], this.X, this.places[0].deltas, n);
    return meanLoss(loss, output, width, y, n, start);
  }

  /** Summed in double precision. */
  gradientNorm(): number {
    const parts = Math.ceil(this.shape.length / SQUARES);
    this.kernels.sumSquares(this.at.gradient, this.shape.length, this.at.squares, 0, parts);
    return Math.sqrt(this.heap.doubles(this.at.squares, parts).reduce((sum, part) => sum + part, 0));
  }

  /** The recurrences of ./optimizer.ts. */
  descend(): void {
    const { rate, root } = this.schedule.next();
    const { parameters, gradient, first, second } = this.at;
    const { length } = this.shape;
    const { optimizer, learning_rate } = this.config;
    const { beta1, beta2, epsilon } = ADAM;
    if (optimizer === 'adam') {
      const decays = [beta1, 1 - beta1, beta2, 1 - beta2, root, epsilon];
      this.kernels.adamW(parameters, gradient, first, second, 1, 1, rate, ...decays, 0, length);
    } else if (optimizer === 'momentum') {
      this.kernels.momentum(parameters, gradient, first, 1, 0, MOMENTUM, learning_rate, 0, length);
    } else this.kernels.addScaled(parameters, gradient, -learning_rate, 0, length);
  }

  begin(parameters: Float64Array): void {
    this.vector('parameters').set(parameters);
    this.vector('first').fill(0);
    this.vector('second').fill(0);
    this.schedule.reset();
  }

  restore(state: LearnerState, header: NetworkHeader): void {
    const kept = keptVectors(state, this.config, this.shape.length);
    this.vector('parameters').set(kept.parameters);
    this.vector('first').set(kept.first);
    this.vector('second').set(kept.second);
    this.schedule.restore(header);
  }

  parameters(): Float64Array {
    return Float64Array.from(this.vector('parameters'));
  }

  /** Of the latest `evaluate`; before `descend`. */
  gradient(): Float32Array {
    return this.heap.floats(this.at.gradient, this.shape.length).slice();
  }

  vectors(): CoreVectors {
    const [parameters, first, second] = [this.vector('parameters'), this.vector('first'), this.vector('second')];
    return { parameters: parameters.slice(), first: first.slice(), second: second.slice() };
  }

  header(): OptimizerHeader {
    return this.schedule.header();
  }

  /** Of the memory, which grows only for batches larger than all before. */
  get bytes(): number {
    return this.heap.memory.buffer.byteLength;
  }

  private vector(name: keyof CoreVectors): Float32Array {
    const { first, second } = momentsOf(this.config.optimizer, this.shape.length);
    const length = { parameters: this.shape.length, first, second }[name];
    return this.heap.floats(this.at[name], length);
  }

  /** outputs = activation(inputs W + b), scores of the last layer. */
  private layer(index: number, n: number): void {
    const { layers, activation } = this.shape;
    const { inputs, outputs, weightsAt, biasesAt } = layers[index];
    const place = this.places[index];
    const hidden = index + 1 < layers.length;
    const finish: Finish = {
      bias: this.parameter(biasesAt),
      activation: hidden && activation !== 'sigmoid' ? activation : 'none',
      pre: place.sums,
    };
    const left: Factor = { at: index === 0 ? this.X : this.places[index - 1].outputs, stride: inputs, across: false };
    const right: Factor = { at: this.parameter(weightsAt), stride: outputs, across: true };
    this.products.multiply(left, right, place.outputs, n, outputs, inputs, false, finish);
    if (hidden && activation === 'sigmoid') this.sigmoid(place.outputs, n * outputs);
  }

  /** Gradient of W = inputs' deltas and of b = column sums of deltas. */
  private layerGradient(layer: Layer, inputsAt: number, deltas: number, n: number): void {
    const { inputs, outputs, weightsAt, biasesAt } = layer;
    const left: Factor = { at: inputsAt, stride: inputs, across: true };
    const right: Factor = { at: deltas, stride: outputs, across: true };
    this.products.multiply(left, right, this.at.gradient + 4 * weightsAt, inputs, outputs, n, false);
    const biases = this.at.gradient + 4 * biasesAt;
    this.heap.floats(biases, outputs).fill(0);
    this.kernels.addColumnSums(deltas, biases, n, outputs, 0, outputs);
  }

  /** Deltas of the layer before: deltas W', times the activation's slope. */
  private backward(index: number, n: number): void {
    const { inputs, outputs, weightsAt } = this.shape.layers[index];
    const before = this.places[index - 1];
    const left: Factor = { at: this.places[index].deltas, stride: outputs, across: false };
    const right: Factor = { at: this.parameter(weightsAt), stride: outputs, across: false };
    this.products.multiply(left, right, before.deltas, n, inputs, outputs, false);
    const { activation } = this.shape;
    const size = n * inputs;
    if (activation === 'sigmoid') this.sigmoidSlope(before, size);
    else {
      // What ReLU gives is above 0 where what went in was.
      const sums = before.sums || before.outputs;
      this.kernels.activationBackward(ACTIVATIONS[activation], sums, before.deltas, before.deltas, 0, size);
    }
  }

  /** In place: 1 / (1 + e^-x) = e^x / (1 + e^x), as e^x is finite here for any x. */
  private sigmoid(at: number, size: number): void {
    this.kernels.exponentials(at, size, 0, at, 0);
    const values = this.heap.floats(at, size);
    for (let i = 0; i < size; i++) values[i] /= 1 + values[i];
  }

  private sigmoidSlope(place: Place, size: number): void {
    const outputs = this.heap.floats(place.outputs, size);
    const deltas = this.heap.floats(place.deltas, size);
    for (let i = 0; i < size; i++) deltas[i] *= outputs[i] * (1 - outputs[i]);
  }

  private parameter(offset: number): number {
    return this.at.parameters + 4 * offset;
  }

  private reserve(n: number): void {
    if (n <= this.rows) return;
    const { layers, activation } = this.shape;
    this.release();
    this.X = this.heap.take(4 * n * layers[0].inputs);
    this.places = layers.map(({ outputs }, index) => {
      const take = () => this.heap.take(4 * n * outputs);
      const kept = activation === 'tanh' && index + 1 < layers.length;
      return { outputs: take(), sums: kept ? take() : 0, deltas: take() };
    });
    const { outputs } = layers[layers.length - 1];
    this.output = new Float64Array(n * outputs);
    this.deltas = new Float64Array(n * outputs);
    this.rows = n;
  }

  private release(): void {
    const { layers } = this.shape;
    const { rows } = this;
    this.rows = 0;
    if (rows === 0) return;
    this.heap.give(this.X, 4 * rows * layers[0].inputs);
    for (const [index, { outputs, sums, deltas }] of this.places.entries()) {
      for (const at of [outputs, sums, deltas]) if (at > 0) this.heap.give(at, 4 * rows * layers[index].outputs);
    }
  }
}
