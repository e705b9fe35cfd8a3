// Texts to logits: reads them, batches them by length, runs the encoder, and keeps the heads' buffers.

import { Recent } from '../../bert/activations';
import { planBatches, writeBatch } from '../../bert/batches';
import type { Encoder } from '../../bert/encoder';
import { ClassifierHead } from '../../bert/heads';
import { type PieceTokenizer, type ReadText, readText } from './reader';

export class Scorer {
  readonly #heads: Recent<ClassifierHead>;

  constructor(
    readonly encoder: Encoder,
    readonly tokenizer: PieceTokenizer,
    readonly maxLength: number,
  ) {
    this.#heads = new Recent<ClassifierHead>(6, (head) => head.free());
  }

  read(text: string): ReadText {
    return readText(this.tokenizer, text, this.maxLength);
  }

  /** logit(positive) − logit(negative) of each sequence, in the order given. */
  async logits(sequences: readonly Int32Array[]): Promise<number[]> {
    const { nn } = this.encoder;
    const out = new Array<number>(sequences.length).fill(0);
    for (const { shape, members } of planBatches(
      sequences.map((ids) => ids.length),
      this.maxLength,
    )) {
      const act = this.encoder.activations(shape, 'inference');
      const some = members.map((i) => sequences[i]);
      writeBatch(nn, act, some, this.tokenizer.special.pad);
      this.encoder.forward(act, null);
      const head = this.head(shape);
      head.forward(act, null);
      const logits = await nn.read(head.logits);
      members.forEach((i, row) => {
        out[i] = logits[2 * row + 1] - logits[2 * row];
      });
    }
    return out;
  }

  head(shape: { readonly batch: number; readonly length: number }): ClassifierHead {
    return this.#heads.get(`${shape.batch}x${shape.length}`, () => new ClassifierHead(this.encoder, shape));
  }

  free(): void {
    this.#heads.clear();
  }
}
