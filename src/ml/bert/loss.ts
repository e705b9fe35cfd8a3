// A head's loss on a batch of one shape: targets and weights in, losses and the logits' gradient out.

import type { Floats, Ints, Targets } from '../compute/nn/types';
import type { Encoder } from './encoder';
import type { Head } from './heads';
import { type Roomy, Taken } from './room';

/** What each row of logits should have been. */
export type RowTargets =
  | { readonly kind: 'labels'; readonly labels: Int32Array; readonly smoothing: number }
  | { readonly kind: 'soft'; readonly probabilities: Float32Array };

export class Loss implements Roomy {
  /** Rows' weighted losses, summed up by `add` until `clear`. */
  readonly total: Floats;
  readonly dLogits: Floats;
  readonly #losses: Floats;
  readonly #weights: Floats;
  readonly #labels: Ints;
  readonly #probabilities: Floats;
  readonly #taken: Taken;

  /** Throws NnMemoryError when there is no room; nothing is held then. */
  constructor(
    private readonly encoder: Encoder,
    private readonly head: Head,
  ) {
    const taken = new Taken(encoder.nn);
    this.#taken = taken;
    this.total = taken.floats(head.rows);
    this.dLogits = taken.floats(head.rows * head.classes);
    this.#losses = taken.floats(head.rows);
    this.#weights = taken.floats(head.rows);
    this.#labels = taken.ints(head.rows);
    // Soft targets are for the classifier only; a masked-LM head would need rows × vocabulary for them.
    this.#probabilities = taken.floats(head.classes <= 16 ? head.rows * head.classes : 1);
  }

  clear(): void {
    this.encoder.nn.zero(this.total);
  }

  /** Of the head's last forward pass. Rows of weight 0 are left out. */
  add(targets: RowTargets, weights: Float32Array, gradient: boolean): void {
    const { nn } = this.encoder;
    const { logits, rows, classes } = this.head;
    nn.write(this.#weights, weights);
    const args = { logits, targets: this.#write(targets), rows, classes, weights: this.#weights };
    nn.softmaxCrossEntropy(args, this.#losses, gradient ? this.dLogits : null);
    nn.addScaled(this.total, this.#losses, 1);
  }

  get bytes(): number {
    return this.#taken.bytes;
  }

  free(): void {
    this.#taken.free();
  }

  #write(targets: RowTargets): Targets {
    const { nn } = this.encoder;
    if (targets.kind === 'labels') {
      nn.writeInts(this.#labels, targets.labels);
      return { kind: 'labels', labels: this.#labels, smoothing: targets.smoothing };
    }
    nn.write(this.#probabilities, targets.probabilities);
    return { kind: 'soft', probabilities: this.#probabilities };
  }
}
