// The pool's end of a line to one shard: matches answers to requests, and turns every way a worker
// can go away (error, unreadable message, silence) into a rejection, so that nobody waits for ever.

import { EngineLostError } from '../../gmm/engine';
import type { ShardPort } from '../env';
import type { ShardReply, ShardTask, ShardValue } from './protocol';

interface Waiting {
  resolve(value: ShardValue): void;
  reject(error: Error): void;
}

/** The watchdog counts its own ticks, not the clock: while a machine sleeps or a tab is frozen it sleeps too. */
const TICK_MS = 1000;

export class ShardLine {
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #lost: EngineLostError | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;
  #silentTicks = 0;

  /** Silence of `patience` seconds, with a request open, counts as loss. */
  constructor(
    private readonly port: ShardPort,
    private readonly patience: number,
  ) {
    port.listen(
      (reply) => this.#answer(reply),
      (why) => this.lose(why),
    );
  }

  ask(task: ShardTask, transfer: ArrayBuffer[] = []): Promise<ShardValue> {
    if (this.#lost) return Promise.reject(this.#lost);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#watch();
      try {
        this.port.post({ ...task, id }, transfer);
      } catch (error) {
        this.lose(error instanceof Error ? error.message : String(error));
      }
    });
  }

  /** Ends the worker and rejects whatever waits. */
  lose(why: string): void {
    if (this.#lost) return;
    this.#lost = new EngineLostError(why);
    this.port.end();
    for (const { reject } of this.#waiting.values()) reject(this.#lost);
    this.#waiting.clear();
    this.#unwatch();
  }

  #answer(reply: ShardReply): void {
    const waiting = this.#waiting.get(reply.id);
    if (!waiting) return;
    this.#waiting.delete(reply.id);
    this.#silentTicks = 0;
    if (this.#waiting.size === 0) this.#unwatch();
    if (reply.ok) {
      waiting.resolve(reply.value);
      return;
    }
    // The shard may have stopped half-way: its points cannot be trusted any more.
    waiting.reject(new EngineLostError(reply.message));
    this.lose(reply.message);
  }

  #watch(): void {
    if (this.#timer !== null) return;
    this.#silentTicks = 0;
    this.#timer = setInterval(() => {
      this.#silentTicks++;
      if (this.#silentTicks >= this.patience) this.lose(`A worker gave no answer for ${this.patience} seconds.`);
    }, TICK_MS);
  }

  #unwatch(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }
}
