// How a training stands, gathered from its events: place, speed, curves of bounded size.

import type { Evaluation, TrainEvent } from '../../ml/trainer/types';
import type { TrainProgress } from '../../wire/reviews';

const MAX_PLACES = 500;
/** Seconds over which speed is measured. */
const WINDOW = 5;

type Begun = Pick<TrainProgress, 'model' | 'name' | 'n_train' | 'n_held_out'>;

export class Progress {
  private at: TrainProgress;
  /** Losses since the last place on the curve. */
  private pending: number[] = [];
  private stride = 1;
  private recent: { readonly time: number; readonly examples: number; readonly steps: number }[] = [];

  private constructor(from: TrainProgress) {
    this.at = { ...from, rate: 0, secondsLeft: null };
    const [first, second] = from.loss;
    if (first && second) this.stride = Math.max(1, second.step - first.step);
  }

  static begin(begun: Begun): Progress {
    const nothing = { step: 0, steps: 0, epoch: 0, epochs: 0, rate: 0, secondsLeft: null, engine: '' };
    return new Progress({ ...begun, ...nothing, before: null, loss: [], held_out: [] });
  }

  static resume(from: TrainProgress): Progress {
    return new Progress(from);
  }

  opened(opening: { step: number; epochs: number; before: Evaluation | null; engine: string }): void {
    const { step, epochs, engine } = opening;
    const upToHere = <T extends { readonly step: number }>(places: readonly T[]) =>
      places.filter((p) => p.step <= step);
    // What came after the checkpoint is done again.
    const { loss, held_out, before } = this.at;
    const curves = { loss: upToHere(loss), held_out: upToHere(held_out), before: opening.before ?? before };
    this.at = { ...this.at, step, epochs, engine, ...curves };
    this.pending = [];
    this.rest();
  }

  take(event: TrainEvent, now: number): void {
    if (event.kind === 'done') return;
    if (event.kind === 'epoch') {
      const { step, epoch, held_out: evaluation } = event;
      if (evaluation.n > 0) this.at = { ...this.at, held_out: [...this.at.held_out, { step, epoch, evaluation }] };
      return;
    }
    const { step, steps, epoch } = event;
    this.at = { ...this.at, step, steps, epoch };
    this.addLoss(step, event.loss);
    this.addPace(now, event.examples);
  }

  /** A pause is not slowness. */
  rest(): void {
    this.recent = [];
    this.at = { ...this.at, rate: 0, secondsLeft: null };
  }

  data(): TrainProgress {
    return this.at;
  }

  private addLoss(step: number, loss: number): void {
    this.pending.push(loss);
    if (this.pending.length < this.stride) return;
    const value = this.pending.reduce((sum, one) => sum + one, 0) / this.pending.length;
    this.pending = [];
    const places = [...this.at.loss, { step, value }];
    if (places.length > MAX_PLACES) {
      this.stride *= 2;
      this.at = { ...this.at, loss: pairwise(places) };
    } else {
      this.at = { ...this.at, loss: places };
    }
  }

  private addPace(now: number, examples: number): void {
    this.recent.push({ time: now, examples, steps: 1 });
    this.recent = this.recent.filter((one) => now - one.time <= WINDOW * 1000);
    const first = this.recent[0];
    if (!first || now - first.time < 200) return;
    const seconds = (now - first.time) / 1000;
    // The first marks the beginning of the stretch; its own work lies before.
    const counted = this.recent.slice(1);
    const rate = counted.reduce((sum, one) => sum + one.examples, 0) / seconds;
    const secondsLeft = ((this.at.steps - this.at.step) * seconds) / counted.length;
    this.at = { ...this.at, rate, secondsLeft };
  }
}

/** Half as many places, each the mean of two. */
function pairwise(places: TrainProgress['loss']): TrainProgress['loss'] {
  const half: { step: number; value: number }[] = [];
  for (let i = 0; i + 1 < places.length; i += 2) {
    const [a, b] = [places[i], places[i + 1]];
    if (a && b) half.push({ step: b.step, value: (a.value + b.value) / 2 });
  }
  return half;
}
