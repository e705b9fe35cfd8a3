// How long work shares its thread: it lets messages through between its parts, keeps to a speed,
// measures its own rate, and never runs two things on one engine at once.
//
// Breathing goes over a MessageChannel: requestAnimationFrame stops in hidden tabs and setTimeout is
// held to one call a second there.

const waiting: (() => void)[] = [];
let channel: MessagePort | null = null;

/** Resolves after the messages already waiting for this thread were handled. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    // Node hands a port up to a thousand messages before it looks at its timers.
    if (typeof setImmediate === 'function') {
      setImmediate(resolve);
      return;
    }
    channel ??= openChannel();
    waiting.push(resolve);
    channel.postMessage(null);
  });
}

function openChannel(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => waiting.shift()?.();
  return port2;
}

/** Longest stretch, in milliseconds, that many short iterations take in one go. */
const STRETCH_MS = 12;

/** `await breath.take()` often: it only yields once a stretch is over. */
export class Breath {
  private since = performance.now();

  /** `stretch`: milliseconds. */
  constructor(private readonly stretch = STRETCH_MS) {}

  async take(): Promise<void> {
    if (performance.now() - this.since < this.stretch) return;
    await breathe();
    this.since = performance.now();
  }
}

/** Runs tasks one after the other, in the order they came; a failed one does not stop the next. */
export class Serial {
  private tail: Promise<unknown> = Promise.resolve();

  run<T>(task: () => T | Promise<T>): Promise<T> {
    const result = this.tail.then(task);
    this.tail = result.catch(() => {});
    return result;
  }
}

/** A wait that others can cut short. */
export class Alarm {
  private ring: (() => void) | null = null;

  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.ring = null;
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      this.ring = end;
    });
  }

  wake(): void {
    this.ring?.();
  }
}

/** How fast a fit may go, and the waiting in between. */
export class Tempo {
  private readonly alarm = new Alarm();
  private passing = false;
  private value: number | null = null;

  /** Iterations a second; null is as fast as possible. */
  get speed(): number | null {
    return this.value;
  }

  /** The speed that outlives the fit. */
  get lasting(): number | null {
    return this.passing ? null : this.value;
  }

  /** `passing`: for one fit only. */
  set(speed: number | null, passing = false): void {
    this.value = speed;
    this.passing = passing;
    this.wake();
  }

  fitEnded(): void {
    if (this.passing) this.set(null);
  }

  /** Milliseconds to let pass before the next iteration, when the last began at `start`. */
  restAfter(start: number): number {
    return this.value === null ? 0 : start + 1000 / this.value - performance.now();
  }

  wait(milliseconds: number): Promise<void> {
    return this.alarm.wait(milliseconds);
  }

  /** Whoever waits looks again at once. */
  wake(): void {
    this.alarm.wake();
  }
}

/** Iterations a second over the last two seconds or so. */
export class RateMeter {
  private samples: { readonly at: number; readonly count: number }[] = [];
  private count = 0;

  tick(now: number = performance.now()): void {
    this.count++;
    const last = this.samples.at(-1);
    if (last && now - last.at < 100) return;
    this.samples.push({ at: now, count: this.count });
    if (this.samples.length > 20) this.samples.shift();
  }

  /** 0 before it is known. */
  rate(now: number = performance.now()): number {
    const first = this.samples[0];
    if (!first || now - first.at < 50) return 0;
    return ((this.count - first.count) / (now - first.at)) * 1000;
  }

  /** A pause is not slowness. */
  restart(): void {
    this.samples = [];
    this.count = 0;
  }
}

/**
 * Calls `emit` at most once per interval: at once when the last call is long enough ago,
 * else as soon as the interval is over.
 */
export class Throttle {
  private last = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly interval: number,
    private readonly emit: () => void,
  ) {}

  request(): void {
    if (this.timer !== null) return;
    const rest = this.last + this.interval - performance.now();
    if (rest <= 0) this.fire();
    else this.timer = setTimeout(() => this.fire(), rest);
  }

  cancel(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private fire(): void {
    this.cancel();
    this.last = performance.now();
    this.emit();
  }
}
