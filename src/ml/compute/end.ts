// The end that something may come to while others wait for its answers: a device that is lost. Whoever waits is told, and
// whoever has its answer is forgotten. (Promise.race against one long-lived promise keeps each answer for as long as that
// promise lives.)

export class End {
  #reason: Error | null = null;
  readonly #waiting = new Set<(reason: Error) => void>();

  /** Why, once it has come. */
  get reason(): Error | null {
    return this.#reason;
  }

  /** The first reason holds. */
  come(reason: Error): void {
    this.#reason ??= reason;
    for (const reject of this.#waiting) reject(this.#reason);
    this.#waiting.clear();
  }

  /** The outcome of the work, or the reason as soon as the end comes. */
  before<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#reason) reject(this.#reason);
      else this.#waiting.add(reject);
      work.then(resolve, reject).finally(() => this.#waiting.delete(reject));
    });
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiting.size;
  }
}
