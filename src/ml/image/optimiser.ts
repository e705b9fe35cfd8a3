// Gradients and moments of every parameter, by name, and one step over all of them: AdamW or gradient descent with
// momentum. All that a step depends on is in the state.

import { type Numbers, readNumbers, writeNumbers } from '../bert/numbers';
import type { AdamWParameter, Floats, MomentumParameter } from '../compute/nn/types';
import type { ImageTrainOptions } from './config';
import { ImageError } from './errors';
import type { ImageNetwork } from './network';

/** As torch.optim.AdamW has them. */
const ADAM = { beta1: 0.9, beta2: 0.999, eps: 1e-8 } as const;

/** Momentum has no second moments. */
type Learning = MomentumParameter & { readonly name: string; readonly v: Floats | null };

export class ImageOptimiser {
  /** By parameter: what a batch adds up before a step. */
  readonly gradients: ReadonlyMap<string, Floats>;
  /** [1] the gradients' norm at the last step, before clipping. */
  readonly norm: Floats;
  readonly #learning: readonly Learning[];

  constructor(
    private readonly network: ImageNetwork,
    private readonly options: ImageTrainOptions,
  ) {
    const { nn } = network;
    this.norm = nn.floats(1);
    this.#learning = [...network.parameters].map(([name, { spec, value }]) => {
      const { size, decay } = spec;
      const v = options.optimizer === 'adamw' ? nn.floats(size) : null;
      return { name, value, size, decay, gradient: nn.floats(size), m: nn.floats(size), v };
    });
    this.gradients = new Map(this.#learning.map(({ name, gradient }) => [name, gradient]));
  }

  /** Step 1 and on, with the gradients gathered, which are zero afterwards. */
  step(step: number, learningRate: number): void {
    const { weight_decay: weightDecay, max_grad_norm: clipNorm, momentum, optimizer } = this.options;
    const { nn } = this.network;
    if (optimizer === 'sgd') {
      nn.momentum(this.#learning, { learningRate, momentum, weightDecay, clipNorm }, this.norm);
      return;
    }
    const powers = { beta1Power: ADAM.beta1 ** step, beta2Power: ADAM.beta2 ** step };
    const parameters = this.#learning.filter((each): each is Learning & AdamWParameter => each.v !== null);
    nn.adamW(parameters, { ...ADAM, ...powers, learningRate, weightDecay, clipNorm }, this.norm);
  }

  /** Forgets what was gathered. */
  clear(): void {
    for (const gradient of this.gradients.values()) this.network.nn.zero(gradient);
  }

  /** The moments as they are at the call, as `m:<parameter>` and `v:<parameter>`. */
  async state(): Promise<Map<string, Numbers>> {
    const reads = this.#each().map(async ([name, buffer]): Promise<[string, Numbers]> => {
      return [name, await readNumbers(this.network.nn, buffer)];
    });
    return new Map(await Promise.all(reads));
  }

  /** Throws ImageError where a moment is missing or of another size; then nothing has changed. */
  restore(state: ReadonlyMap<string, Numbers>): void {
    for (const [name, { size }] of this.#each()) {
      if (state.get(name)?.length !== size) {
        throw new ImageError('checkpoint', `The checkpoint has no fitting “${name}” of the optimiser.`);
      }
    }
    for (const [name, buffer] of this.#each()) writeNumbers(this.network.nn, buffer, state.get(name)!);
  }

  free(): void {
    const moments = this.#each().map(([, buffer]) => buffer);
    this.network.nn.free(this.norm, ...this.gradients.values(), ...moments);
  }

  #each(): [string, Floats][] {
    return this.#learning.flatMap(({ name, m, v }): [string, Floats][] => {
      const first: [string, Floats] = [`m:${name}`, m];
      return v ? [first, [`v:${name}`, v]] : [first];
    });
  }
}
