// An encoder with what it needs to learn one objective: heads and losses for each batch shape, one pass over a
// step's texts in parts that fit, and the judgement of held-out texts.

import type { Activations, BatchShape, Purpose } from '../bert/activations';
import { backward } from '../bert/backward';
import { largestBatch, planBatches, writeBatch } from '../bert/batches';
import type { Encoder, StepDropout } from '../bert/encoder';
import type { Head, MaskedHead } from '../bert/heads';
import { Loss } from '../bert/loss';
import { Recent, type Roomy, withRoom } from '../bert/room';
import { type Floats, NnMemoryError } from '../compute/nn/types';
import { Rng } from '../rng';
import { judge } from './judge';
import type { Optimiser } from './optimiser';
import type { Example, Task, TaskBatch } from './tasks';
import type { Evaluation } from './types';

interface Workplace extends Roomy {
  readonly head: Head;
  readonly loss: Loss;
}

/** What a pass over a batch of one shape needs, good until the next is asked for. */
interface Room {
  readonly act: Activations;
  readonly place: Workplace;
}

interface Part extends Room {
  readonly batch: TaskBatch;
}

/** Seed of the masks that held-out texts get, the same at every evaluation. */
const EVALUATION_SEED = 1;
/** Bytes of heads and losses kept ready; those of masked words have a number for each piece of the vocabulary. */
const PLACES_KEPT = 2 ** 28;

export class Machine {
  readonly #places = new Recent<Workplace>(PLACES_KEPT);
  /** Tokens of a step's part that there was room for, once there was none for as many as wished. */
  #tokens = Number.POSITIVE_INFINITY;

  constructor(
    readonly encoder: Encoder,
    private readonly task: Task,
    private readonly pad: number,
    /** Texts of a full step, and the most tokens of one. */
    private readonly sizes: BatchShape,
  ) {}

  /**
   * Forward and backward over one step's texts, padded to `length`: gradients are added. The mean loss is the sum
   * of the buffer returned, which is good until the next step.
   */
  learn(
    examples: readonly Example[],
    length: number,
    dropout: Omit<StepDropout, 'seed'> | null,
    optimiser: Optimiser,
    rng: Rng,
  ): Floats {
    // A step that is not full takes the next power of two, so that there are few shapes.
    const rounded = Math.min(this.sizes.batch, 2 ** Math.ceil(Math.log2(examples.length)));
    const { act, place } = this.#roomToLearn(Math.min(largestBatch(length), rounded), length);
    const shape = { batch: act.batch, length };
    const parts = chunks(examples, act.batch).map((some) => this.task.batch(some, shape, rng));
    const weight = 1 / Math.max(1, sum(parts.flatMap(({ weights }) => [...weights])));
    place.loss.clear();
    for (const part of parts) {
      const step = dropout && { ...dropout, seed: rng.uint32() };
      this.#forward({ act, place, batch: part }, weight, step, true);
      const deep = optimiser.lowest !== Number.POSITIVE_INFINITY;
      const dHidden = deep ? act.gradients!.normed : null;
      place.head.backward(act, place.loss.dLogits, step, optimiser.gradients, dHidden);
      if (deep) backward(this.encoder, act, step, optimiser.gradients, optimiser.lowest);
    }
    return place.loss.total;
  }

  /** Whether texts have logits of two classes. */
  get classes(): boolean {
    return this.task.classes;
  }

  /** Mean loss without dropout, and the share right where the objective has classes. */
  async evaluate(examples: readonly Example[]): Promise<Evaluation> {
    if (this.task.classes) return judge(await this.logits(examples), examples);
    let loss = 0;
    let weight = 0;
    await this.#infer(examples, async ({ place, batch }) => {
      loss += sum(await this.encoder.nn.read(place.loss.total));
      weight += sum(batch.weights);
    });
    return { loss: loss / Math.max(1, weight), accuracy: null, n: examples.length };
  }

  /** logit(positive) − logit(negative) of each; of the objectives with classes. */
  async logits(examples: readonly Example[]): Promise<Float64Array> {
    const out = new Float64Array(examples.length);
    await this.#infer(examples, async ({ place }, members) => {
      const logits = await this.encoder.nn.read(place.head.logits);
      members.forEach((i, row) => {
        out[i] = logits[2 * row + 1] - logits[2 * row];
      });
    });
    return out;
  }

  free(): void {
    this.#places.clear();
  }

  /** Forward passes over all examples, batched by length; `take` gets each batch's head and losses. */
  async #infer(
    examples: readonly Example[],
    take: (part: Part, members: readonly number[]) => Promise<void>,
  ): Promise<void> {
    const rng = new Rng(EVALUATION_SEED);
    const lengths = examples.map(({ ids }) => ids.length);
    for (const { shape, members } of planBatches(lengths, this.sizes.length)) {
      const some = members.map((i) => examples[i]);
      const part = { ...this.#room(shape, 'inference'), batch: this.task.batch(some, shape, rng) };
      part.place.loss.clear();
      this.#forward(part, 1, null, false);
      await take(part, members);
    }
  }

  /** For as many texts at a time as wished, or half of them as often as there is no room: gradients add up. */
  #roomToLearn(wished: number, length: number): Room {
    let batch = Math.max(1, Math.min(wished, Math.floor(this.#tokens / length)));
    for (;;) {
      try {
        return this.#room({ batch, length }, 'training');
      } catch (error) {
        if (!(error instanceof NnMemoryError) || batch === 1) throw error;
        batch = Math.ceil(batch / 2);
        this.#tokens = batch * length;
      }
    }
  }

  /** Throws NnMemoryError where there is none even after all other shapes were let go of. */
  #room(shape: BatchShape, purpose: Purpose): Room {
    const make = () => {
      const room = { act: this.encoder.activations(shape, purpose), place: this.#place(shape) };
      // Refused on the way, a step could not go on in smaller parts: its gradients were added in part.
      this.encoder.reserve(shape, room.place.head.classes);
      return room;
    };
    return withRoom(make, () => {
      this.encoder.letGo();
      this.#places.clear();
    });
  }

  #place(shape: BatchShape): Workplace {
    return this.#places.get(`${shape.batch}x${shape.length}`, () => {
      const head = this.task.makeHead(this.encoder, shape);
      try {
        const loss = new Loss(this.encoder, head);
        const free = () => {
          head.free();
          loss.free();
        };
        return { head, loss, bytes: head.bytes + loss.bytes, free };
      } catch (error) {
        head.free();
        throw error;
      }
    });
  }

  #forward({ act, place, batch }: Part, weight: number, dropout: StepDropout | null, gradient: boolean): void {
    const { nn } = this.encoder;
    writeBatch(nn, act, batch.sequences, this.pad);
    if (batch.places) nn.writeInts((place.head as MaskedHead).places, batch.places);
    this.encoder.forward(act, dropout);
    place.head.forward(act, dropout);
    const weights = batch.weights.map((one) => one * weight);
    place.loss.add(batch.targets, weights, gradient);
  }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}
