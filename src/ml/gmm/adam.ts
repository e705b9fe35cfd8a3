// Adam (Kingma and Ba, ICLR 2015) on float64 vectors, with its whole state in plain sight so that a
// resumed run goes on exactly.

export interface AdamState {
  /** First and second moments of the gradient. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly steps: number;
}

const BETA1 = 0.9;
/** Below the customary 0.999: these runs have some hundred steps, and gradients that fall by orders of magnitude. */
const BETA2 = 0.99;
const EPSILON = 1e-8;

export class Adam {
  private readonly first: Float64Array;
  private readonly second: Float64Array;
  private steps: number;

  constructor(length: number, state?: AdamState) {
    this.first = state?.first.slice() ?? new Float64Array(length);
    this.second = state?.second.slice() ?? new Float64Array(length);
    this.steps = state?.steps ?? 0;
  }

  /** Moves `vector` against its gradient, number i by about rate * units[i]. */
  step(vector: Float64Array, gradient: ArrayLike<number>, rate: number, units: Float64Array): void {
    this.steps += 1;
    const bias1 = 1 - BETA1 ** this.steps;
    const bias2 = 1 - BETA2 ** this.steps;
    for (let i = 0; i < vector.length; i++) {
      const g = gradient[i];
      this.first[i] = BETA1 * this.first[i] + (1 - BETA1) * g;
      this.second[i] = BETA2 * this.second[i] + (1 - BETA2) * g * g;
      const direction = this.first[i] / bias1 / (Math.sqrt(this.second[i] / bias2) + EPSILON);
      vector[i] -= rate * units[i] * direction;
    }
  }

  /** A copy that later steps do not change. */
  state(): AdamState {
    return { first: this.first.slice(), second: this.second.slice(), steps: this.steps };
  }
}
