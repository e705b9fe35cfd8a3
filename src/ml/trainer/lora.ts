// Low-rank additions to the attention's projections (Hu et al. 2021): the fused query-key-value matrix W of each
// layer becomes W + (alpha/rank)·B·A, B [3H, rank] beginning at zero, A [rank, H] at random. The sum is formed once
// a step and put where W stood, so the encoder knows nothing of it and the result is merged already.

import type { Encoder } from '../bert/encoder';
import { layerName } from '../bert/parameters';
import { Taken } from '../bert/room';
import type { AdamWParameter, Floats } from '../compute/nn/types';
import type { Rng } from '../rng';

/** One matrix's addition. A is held transposed, [H, rank]: then B·A is what a linear layer computes. */
export class LowRank {
  readonly name: string;
  /** Gradient of the whole matrix, filled by the backward pass. */
  readonly gradient: Floats;
  readonly parameters: readonly (AdamWParameter & { readonly name: string })[];
  readonly #base: Floats;
  readonly #delta: Floats;
  readonly #scaled: Floats;
  readonly #effective: Floats;
  readonly #scale: number;
  readonly #args: { x: Floats; w: Floats; b: null; rows: number; inputs: number; outputs: number };
  readonly #taken: Taken;

  constructor(
    private readonly encoder: Encoder,
    layer: number,
    rank: number,
    alpha: number,
    base: Float32Array,
    rng: Rng,
  ) {
    const { nn } = encoder;
    this.name = `${layerName(layer)}.attention.self.qkv.weight`;
    const { value, spec } = encoder.parameters.get(this.name)!;
    const [outputs, inputs] = spec.shape;
    this.#effective = value;
    this.#scale = alpha / rank;
    this.#taken = new Taken(nn);
    this.#base = this.#taken.floats(spec.size);
    nn.write(this.#base, base);
    this.#delta = this.#taken.floats(spec.size);
    this.#scaled = this.#taken.floats(spec.size);
    this.gradient = this.#taken.floats(spec.size);
    const parameter = (name: string, size: number) => {
      const [v, gradient, m, second] = Array.from({ length: 4 }, () => this.#taken.floats(size));
      return { name: `${this.name}.${name}`, value: v, gradient, m, v: second, size, decay: true };
    };
    const b = parameter('lora_B', outputs * rank);
    const a = parameter('lora_A', inputs * rank);
    nn.write(
      a.value,
      Float32Array.from({ length: a.size }, () => rng.normal() / Math.sqrt(rank)),
    );
    this.parameters = [b, a];
    this.#args = { x: b.value, w: a.value, b: null, rows: outputs, inputs: rank, outputs: inputs };
  }

  /** The matrix's gradient to those of B and A. */
  backward(): void {
    const { nn } = this.encoder;
    const [b, a] = this.parameters;
    nn.zero(this.#scaled);
    nn.addScaled(this.#scaled, this.gradient, this.#scale);
    nn.zero(this.gradient);
    nn.linearBackward(this.#args, this.#scaled, b.gradient, a.gradient, null);
  }

  /** Puts W + scale·B·A in W's place. */
  merge(): void {
    const { nn } = this.encoder;
    nn.linear(this.#args, 'none', this.#delta, null);
    nn.zero(this.#effective);
    nn.addScaled(this.#effective, this.#base, 1);
    nn.addScaled(this.#effective, this.#delta, this.#scale);
  }

  free(): void {
    this.#taken.free();
  }
}
