// Texts to logits and embeddings: reads them, batches them by length, runs the encoder, and keeps the heads' buffers.

import type { Activations, BatchShape, Purpose } from '../../bert/activations';
import { planBatches, writeBatch } from '../../bert/batches';
import type { Encoder } from '../../bert/encoder';
import { ClassifierHead } from '../../bert/heads';
import { Recent, withRoom } from '../../bert/room';
import type { Embeddings } from '../types';
import { type PieceTokenizer, type ReadText, readText } from './reader';

/** Bytes of heads kept ready: each is small. */
const HEADS_KEPT = 2 ** 26;

export class Scorer {
  readonly #heads = new Recent<ClassifierHead>(HEADS_KEPT);

  constructor(
    readonly encoder: Encoder,
    readonly tokenizer: PieceTokenizer,
    readonly maxLength: number,
  ) {}

  read(text: string): ReadText {
    return readText(this.tokenizer, text, this.maxLength);
  }

  /** logit(positive) − logit(negative) of each sequence, in the order given. */
  async logits(sequences: readonly Int32Array[]): Promise<number[]> {
    const out = new Array<number>(sequences.length).fill(0);
    await this.#run(sequences, async (head, members) => {
      const logits = await this.encoder.nn.read(head.logits);
      members.forEach((i, row) => {
        out[i] = logits[2 * row + 1] - logits[2 * row];
      });
    });
    return out;
  }

  /** What the classifier reads of each sequence, in the order given. */
  async embeddings(sequences: readonly Int32Array[]): Promise<Embeddings> {
    const d = this.encoder.config.hidden_size;
    const data = new Float32Array(sequences.length * d);
    await this.#run(sequences, async (head, members) => {
      const features = await this.encoder.nn.read(head.features);
      members.forEach((i, row) => {
        data.set(features.subarray(row * d, (row + 1) * d), i * d);
      });
    });
    return { d, data };
  }

  /** Sequences of about one length together; `take` gets the head after each pass, and which sequence each of its rows is. */
  async #run(
    sequences: readonly Int32Array[],
    take: (head: ClassifierHead, members: readonly number[]) => Promise<void>,
  ): Promise<void> {
    const lengths = sequences.map((ids) => ids.length);
    for (const { shape, members } of planBatches(lengths, this.maxLength)) {
      const { act, head } = this.place(shape, 'inference');
      const some = members.map((i) => sequences[i]);
      writeBatch(this.encoder.nn, act, some, this.tokenizer.special.pad);
      this.encoder.forward(act, null);
      head.forward(act, null);
      await take(head, members);
    }
  }

  /** What a pass over a batch of this shape needs, good until the next is asked for. Throws NnMemoryError when there is no room. */
  place(shape: BatchShape, purpose: Purpose): { readonly act: Activations; readonly head: ClassifierHead } {
    const make = () => ({
      act: this.encoder.activations(shape, purpose),
      head: this.#heads.get(`${shape.batch}x${shape.length}`, () => new ClassifierHead(this.encoder, shape)),
    });
    return withRoom(make, () => {
      this.encoder.letGo();
      this.#heads.clear();
    });
  }

  free(): void {
    this.#heads.clear();
  }
}
