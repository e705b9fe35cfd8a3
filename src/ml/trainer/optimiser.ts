// Which parameters learn, their gradients and moments, and one AdamW step over all of them.

import { type Gradients, lowestLevel } from '../bert/backward';
import type { Encoder } from '../bert/encoder';
import { type Numbers, readNumbers, writeNumbers } from '../bert/numbers';
import { type HeadKind, layerName, type ParameterSpec } from '../bert/parameters';
import { Taken } from '../bert/room';
import type { Tensor } from '../bert/safetensors';
import type { Weights } from '../bert/weights';
import type { AdamWParameter, Floats } from '../compute/nn/types';
import type { Rng } from '../rng';
import { TrainError } from './errors';
import { LowRank } from './lora';
import { learningRate } from './schedule';
import type { Trainable, TrainOptions } from './types';

/** As in Devlin et al. 2019, A.2, with PyTorch's eps. */
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPS = 1e-8;

type Learning = AdamWParameter & { readonly name: string };

export class Optimiser {
  /** By parameter; what is not in it does not learn. */
  readonly gradients: Gradients;
  /** How far down a backward pass goes (./backward.ts). */
  readonly lowest: number;
  /** [1] the gradients' norm at the last step. */
  readonly norm: Floats;
  readonly #learning: readonly Learning[];
  readonly #lowRank: LowRank[] = [];
  readonly #taken: Taken;

  /** Throws NnMemoryError when there is no room; nothing is held then. */
  constructor(
    private readonly encoder: Encoder,
    weights: Weights,
    private readonly options: TrainOptions,
    head: HeadKind,
    rng: Rng,
  ) {
    const { trainable } = options;
    this.#taken = new Taken(encoder.nn);
    this.norm = this.#taken.floats(1);
    const specs = [...encoder.parameters.values()].map(({ spec }) => spec);
    const own = specs.filter((spec) => learns(spec, trainable, head, encoder)).map((spec) => this.#make(spec));
    if (trainable.kind === 'lora') this.#addLowRank(trainable, weights, rng);
    this.#learning = [...own, ...this.#lowRank.flatMap(({ parameters }) => parameters)];
    this.gradients = new Map([
      ...own.map(({ name, gradient }) => [name, gradient] as const),
      ...this.#lowRank.map(({ name, gradient }) => [name, gradient] as const),
    ]);
    this.lowest = lowestLevel(encoder, this.gradients);
  }

  /** Numbers that learn. */
  get count(): number {
    return this.#learning.reduce((sum, { size }) => sum + size, 0);
  }

  /** Step 1 … steps, on the gradients gathered, which are zero afterwards. Returns the learning rate. */
  step(step: number, steps: number): number {
    const rate = learningRate(this.options, step, steps);
    for (const low of this.#lowRank) low.backward();
    const hyper = {
      learningRate: rate,
      beta1: BETA1,
      beta2: BETA2,
      eps: EPS,
      weightDecay: this.options.weight_decay,
      beta1Power: BETA1 ** step,
      beta2Power: BETA2 ** step,
      clipNorm: this.options.max_grad_norm,
    };
    this.encoder.nn.adamW(this.#learning, hyper, this.norm);
    for (const low of this.#lowRank) low.merge();
    return rate;
  }

  /** The encoder's parameters that this run changes, as they are now. */
  async snapshot(): Promise<Map<string, Numbers>> {
    const { nn } = this.encoder;
    const values = new Map<string, Numbers>();
    for (const name of this.gradients.keys()) values.set(name, await readNumbers(nn, this.encoder.value(name)));
    return values;
  }

  /** Values and moments, by name. */
  async state(): Promise<Map<string, Tensor>> {
    const tensors = new Map<string, Tensor>();
    for (const { name, value, m, v, size } of this.#learning) {
      for (const [kind, buffer] of [
        ['value', value],
        ['m', m],
        ['v', v],
      ] as const) {
        tensors.set(`${kind}:${name}`, { shape: [size], data: await readNumbers(this.encoder.nn, buffer) });
      }
    }
    return tensors;
  }

  /** What `state` gave. Throws TrainError where it is of another model or other options. */
  restore(tensors: ReadonlyMap<string, Tensor>): void {
    for (const { name, value, m, v, size } of this.#learning) {
      for (const [kind, buffer] of [
        ['value', value],
        ['m', m],
        ['v', v],
      ] as const) {
        const tensor = tensors.get(`${kind}:${name}`);
        if (tensor?.data.length !== size) throw new TrainError('checkpoint', `The checkpoint has no fitting “${name}”`);
        writeNumbers(this.encoder.nn, buffer, tensor.data);
      }
    }
    for (const low of this.#lowRank) low.merge();
  }

  free(): void {
    this.#taken.free();
    for (const low of this.#lowRank) low.free();
  }

  #addLowRank({ rank, alpha }: Extract<Trainable, { kind: 'lora' }>, weights: Weights, rng: Rng): void {
    try {
      for (let i = 0; i < this.encoder.config.num_hidden_layers; i++) {
        const base = weights.values.get(`${layerName(i)}.attention.self.qkv.weight`)!;
        this.#lowRank.push(new LowRank(this.encoder, i, rank, alpha, base, rng));
      }
    } catch (error) {
      this.free();
      throw error;
    }
  }

  #make(spec: ParameterSpec): Learning {
    const [gradient, m, v] = Array.from({ length: 3 }, () => this.#taken.floats(spec.size));
    return {
      name: spec.name,
      value: this.encoder.value(spec.name),
      gradient,
      m,
      v,
      size: spec.size,
      decay: spec.decay,
    };
  }
}

/** Other objectives' heads never learn: without gradients they would only decay. */
function learns(spec: ParameterSpec, trainable: Trainable, head: HeadKind, encoder: Encoder): boolean {
  const { part } = spec;
  if (part.kind === 'head') return part.head === head;
  if (trainable.kind === 'all') return true;
  if (trainable.kind !== 'top') return false;
  if (part.kind === 'final-norm') return true;
  return part.kind === 'layer' && part.layer >= encoder.config.num_hidden_layers - trainable.layers;
}
