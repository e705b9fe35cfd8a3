// The fit on the page as a state machine:
//
//   idle ──play/step──► starting ──first iteration──► running ◄──play── paused
//                                                     running ──pause, end of a step──► paused
//                                                     running ──converged or out of epochs──► finished
//   any ──reset──► idle          a fault ──► failed          select ⇄ selecting
//
// It drives one run, an iteration at a time, and lets the thread's messages through in between.
// A run's points may change under it: additions join it, other edits start it anew from the mixture
// it had. An engine that is lost is replaced, and the run goes on from its last iteration.

import { EngineLostError } from '../../ml/gmm/engine';
import type { FitOptions, LearnerStep, Mixture } from '../../ml/gmm/types';
import type { FitStatus } from '../../wire/service';
import { toServiceError } from '../errors';
import { Breath, Tempo } from '../pace';
import { reachOf } from './options';
import { Abandoned, Run } from './run';
import type { RunStart } from './run-record';
import type { Outcome, SessionDependencies, SessionRecord, SessionState } from './session-types';

/** Engines lost in a row, without an iteration in between, before giving up. */
const MAX_LOSSES = 3;

export class FitSession {
  readonly tempo = new Tempo();

  private state: SessionState = { phase: 'idle', mixture: null };
  private driving = false;
  private suspended = false;
  private losses = 0;
  private waiters: ((outcome: Outcome) => void)[] = [];

  constructor(private readonly deps: SessionDependencies) {}

  get phase(): SessionState['phase'] {
    return this.state.phase;
  }

  get busy(): boolean {
    return this.state.phase === 'starting' || this.state.phase === 'running';
  }

  get run(): Run | null {
    return 'run' in this.state ? this.state.run : null;
  }

  status(): FitStatus {
    const { state } = this;
    switch (state.phase) {
      case 'idle':
        return { phase: 'idle' };
      case 'failed':
        return { phase: 'failed', message: state.message };
      case 'finished':
        return { phase: 'finished', converged: state.run.converged, ...state.run.progress(false) };
      default:
        return { phase: state.phase, ...state.run.progress(state.phase !== 'paused') };
    }
  }

  /** The options that what is on show belongs to; undefined when nothing is. */
  get options(): FitOptions | undefined {
    return 'run' in this.state ? this.state.run.options : this.state.options;
  }

  mixture(): Mixture | null {
    return 'run' in this.state ? this.state.run.mixture() : this.state.mixture;
  }

  /** How many points the mixture has learnt from: those that are here, unless it came from elsewhere; 0 where nobody knows. */
  get learned(): number {
    const { state } = this;
    return ('run' in state ? state.run.evidence : state.learned) ?? this.deps.document.n;
  }

  /** Starts a run from the beginning, in place of whatever was there. */
  start(start: RunStart, budget: number): Run {
    const run = new Run(start, this.deps.document, this.deps.engines);
    run.budget = budget;
    this.enter({ phase: 'starting', run });
    void this.drive();
    return run;
  }

  /** Goes on with a run that is there; `false` when there is none to go on with. */
  resume(budget: number): boolean {
    const { state } = this;
    if (state.phase !== 'starting' && state.phase !== 'running' && state.phase !== 'paused') return false;
    state.run.budget = budget;
    if (state.phase === 'paused') {
      state.run.rest();
      this.enter({ phase: state.run.iteration === 0 ? 'starting' : 'running', run: state.run });
    }
    this.tempo.wake();
    void this.drive();
    return true;
  }

  pause(): void {
    const { state } = this;
    if (state.phase !== 'starting' && state.phase !== 'running') return;
    this.hold(state.run);
    this.tempo.wake();
  }

  /** Puts a mixture and the options that it belongs to (or nothing) in place of the fit. */
  reset(mixture: Mixture | null = null, options?: FitOptions, learned?: number): void {
    this.enter({ phase: 'idle', mixture, ...(mixture && { options, learned }) });
    this.tempo.wake();
  }

  /** Resolves when the run ends, is paused, or makes way for another. */
  outcome(run: Run): Promise<Outcome> {
    if (this.run !== run) return Promise.resolve({ end: 'replaced' });
    return new Promise((resolve) => this.waiters.push(resolve));
  }

  /** Options that take effect within the fit: from its next iteration on. Those of another fit leave it as it is. */
  async change(options: FitOptions, epochs: number): Promise<void> {
    const { run } = this;
    if (!run || reachOf(run.options, options) !== 'live') return;
    const finished = this.state.phase === 'finished';
    // A finished incremental learner still takes in points that come.
    if (finished && options.method !== 'incremental') return;
    await this.deps.turns.run(() => run.change(options, finished ? run.epochs : epochs));
  }

  /** Points were appended: a learner that is at work gets them now, between two iterations. */
  async pointsAdded(): Promise<void> {
    const { state } = this;
    if (!('run' in state)) return;
    const { run } = state;
    // One that learnt elsewhere, too, would forget that: it waits for an update, or for play.
    const takesIn = run.options.method === 'incremental' && run.evidence === undefined;
    const learning = state.phase !== 'finished' || takesIn;
    if (!learning || run.iteration === 0) return;
    try {
      await this.deps.turns.run(() => (this.run === run && !run.outdated ? run.catchUp() : undefined));
      this.deps.changed('settled');
    } catch (error) {
      this.stumble(run, error);
    }
  }

  record(): SessionRecord {
    const { state } = this;
    if (!('run' in state)) return state;
    const phase = state.phase === 'starting' ? 'running' : state.phase;
    return { phase, run: state.run.record() };
  }

  /** Takes a record over; a run that was at work goes on by itself if `play`, else it is paused. */
  restore(record: SessionRecord, play: boolean): void {
    if (!('run' in record)) {
      this.enter(record);
      return;
    }
    const run = new Run(record.run, this.deps.document, this.deps.engines);
    // One that was through may have been recorded before it was said to be.
    const phase = record.phase === 'finished' || record.run.done ? 'finished' : 'paused';
    this.enter({ phase, run });
    if (record.phase === 'running' && play) this.resume(Number.POSITIVE_INFINITY);
  }

  /** Makes no iteration until `proceed`, without telling anyone; resolves once nothing uses the engine. */
  async suspend(): Promise<void> {
    this.suspended = true;
    this.tempo.wake();
    await this.deps.turns.run(() => {});
  }

  proceed(): void {
    this.suspended = false;
    void this.drive();
  }

  private enter(state: SessionState): void {
    const before = this.run;
    this.state = state;
    if (before && before !== this.run) {
      before.abandon();
      // A step may be in flight on its learner: it is let go in turn.
      void this.deps.turns.run(() => before.release());
      this.settle({ end: 'replaced' });
    }
    if (state.phase === 'paused') this.settle({ end: 'paused' });
    if (state.phase === 'finished') this.settle({ end: 'finished', run: state.run });
    if (!this.busy && state.phase !== 'paused') this.tempo.fitEnded();
    this.deps.changed('settled');
  }

  private settle(outcome: Outcome): void {
    const { waiters } = this;
    this.waiters = [];
    for (const resolve of waiters) resolve(outcome);
  }

  private hold(run: Run): void {
    run.budget = 0;
    run.rest();
    this.enter({ phase: 'paused', run });
  }

  /** The run that an iteration is due for. */
  private due(): Run | null {
    const { state } = this;
    if (this.suspended || (state.phase !== 'starting' && state.phase !== 'running')) return null;
    return state.run.budget > 0 ? state.run : null;
  }

  private async drive(): Promise<void> {
    if (this.driving) return;
    this.driving = true;
    const breath = new Breath();
    try {
      for (let run = this.due(); run; run = this.due()) {
        await this.advance(run);
        await breath.take();
        await this.keepPace();
      }
    } finally {
      this.driving = false;
    }
  }

  private async advance(run: Run): Promise<void> {
    if (run.outdated) {
      this.startOver(run);
      return;
    }
    try {
      const step = await this.deps.turns.run(() => (this.due() === run ? run.step() : null));
      if (step && this.run === run) this.took(run, step);
    } catch (error) {
      this.stumble(run, error);
    }
  }

  /** Points were removed, moved or replaced: the fit starts over from the mixture it has. */
  private startOver(run: Run): void {
    const { document } = this.deps;
    const mixture = run.mixture();
    if (document.n === 0) {
      this.reset(mixture, run.options);
      return;
    }
    const fits = mixture && mixture.n_features === document.d ? mixture : undefined;
    const { options, epochs } = run;
    const next = new Run(
      { options, epochs, warmStart: fits, learned: fits ? document.n : undefined },
      document,
      this.deps.engines,
    );
    next.budget = run.budget;
    next.onStep = run.onStep;
    // Whoever waits for the run waits for this one instead.
    const { waiters } = this;
    this.waiters = [];
    this.enter({ phase: 'starting', run: next });
    this.waiters = waiters;
  }

  private took(run: Run, step: LearnerStep): void {
    this.losses = 0;
    run.budget = Math.max(0, run.budget - 1);
    if (step.done) {
      this.enter({ phase: 'finished', run });
      return;
    }
    if (this.state.phase === 'paused') this.deps.changed('settled');
    else if (run.budget === 0) this.hold(run);
    else if (this.state.phase === 'starting') this.enter({ phase: 'running', run });
    else this.deps.changed('progress');
  }

  private stumble(run: Run, error: unknown): void {
    // A run whose points were changed starts over with the next iteration.
    if (this.run !== run || error instanceof Abandoned) return;
    if (error instanceof EngineLostError && ++this.losses < MAX_LOSSES) {
      run.release();
      this.deps.engines.drop();
      this.deps.notify({
        level: 'warning',
        title: 'The compute engine was lost',
        message: `${error.message} Nothing is lost: the fit goes on from its last iteration on another engine.`,
      });
      return;
    }
    this.losses = 0;
    const failure = toServiceError(error);
    const mixture = run.mixture();
    // Told first: whoever waits for the run gets the reason, not that it made way.
    this.settle({ end: 'failed', error: failure });
    this.enter({ phase: 'failed', message: failure.message, mixture, options: run.options });
  }

  private async keepPace(): Promise<void> {
    for (let run = this.due(); run; run = this.due()) {
      const rest = this.tempo.restAfter(run.startedAt);
      if (rest <= 0) return;
      await this.tempo.wait(rest);
    }
  }
}
