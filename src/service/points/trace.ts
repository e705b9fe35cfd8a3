// The log-likelihood per iteration in bounded memory: past the limit every second value is dropped
// and the stride doubles. Value i belongs to iteration 1 + i * stride.

export interface TraceData {
  readonly values: readonly number[];
  readonly stride: number;
}

export class Trace {
  private values: number[];
  private stride: number;

  constructor(
    private readonly limit: number,
    from: TraceData = { values: [], stride: 1 },
  ) {
    this.values = [...from.values];
    this.stride = from.stride;
  }

  /** `iteration` counts from 1. */
  record(iteration: number, value: number): void {
    if ((iteration - 1) % this.stride !== 0) return;
    this.values.push(value);
    if (this.values.length <= this.limit) return;
    this.values = this.values.filter((_, i) => i % 2 === 0);
    this.stride *= 2;
  }

  data(): TraceData {
    return { values: [...this.values], stride: this.stride };
  }
}

/** One initialisation's curve and how it stands. */
interface InitTrace {
  readonly trace: TraceData;
  readonly last: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** A FitTrace as plain data, for a checkpoint. */
export interface FitTraceData {
  readonly init: number;
  readonly current: InitTrace;
  readonly best: InitTrace | null;
}

/**
 * The curve of a fit of several initialisations: the one at work while it runs, the best one
 * (by its last value) once it is through.
 */
export class FitTrace {
  private trace: Trace;
  private last: number;
  private iterations: number;
  private converged: boolean;
  private init: number;
  private best: InitTrace | null;

  constructor(
    private readonly limit: number,
    saved?: FitTraceData,
  ) {
    this.trace = new Trace(limit, saved?.current.trace);
    this.last = saved?.current.last ?? Number.NEGATIVE_INFINITY;
    this.iterations = saved?.current.iterations ?? 0;
    this.converged = saved?.current.converged ?? false;
    this.init = saved?.init ?? 0;
    this.best = saved?.best ?? null;
  }

  record(init: number, iteration: number, value: number, converged: boolean): void {
    if (init !== this.init) {
      this.best = this.better();
      this.trace = new Trace(this.limit);
      this.init = init;
    }
    this.trace.record(iteration, value);
    this.last = value;
    this.iterations = iteration;
    this.converged = converged;
  }

  /** Points came: what the starts so far were worth is not to be compared with what comes. */
  forgetWorth(): void {
    this.best = null;
    this.last = Number.NEGATIVE_INFINITY;
  }

  /** Every initialisation is through: what is shown from now on is the best one's curve. */
  finish(): { readonly iterations: number; readonly converged: boolean; readonly last: number } {
    const best = this.better();
    this.trace = new Trace(this.limit, best.trace);
    return { iterations: best.iterations, converged: best.converged, last: best.last };
  }

  shown(): TraceData {
    return this.trace.data();
  }

  data(): FitTraceData {
    return { init: this.init, current: this.currentInit(), best: this.best };
  }

  private currentInit(): InitTrace {
    return { trace: this.trace.data(), last: this.last, iterations: this.iterations, converged: this.converged };
  }

  private better(): InitTrace {
    return this.best && this.best.last >= this.last ? this.best : this.currentInit();
  }
}
