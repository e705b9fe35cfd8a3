// The life of the run that has the slot: starting, running, paused, stopping, and how it ended; the loop that asks its worker
// for one stretch after the other, and has the run saved as it goes. A worker that dies is started anew once.

import type { ActiveRun } from '../../wire/runs';
import type { ExperimentConfig } from '../configs/schema';
import { toServiceError } from '../errors';
import { Serial } from '../pace';
import { Course, type CourseDependencies, type DoneEvent } from './course';
import { keepEnd, keepRecord } from './ends';
import type { RunLog } from './log';
import type { RunRecord } from './record';
import { RETRY, Saver } from './saver';
import { doingOf, fallenMessage, JUDGES, stoppedMessage, unjudgedMessage } from './words';

export interface AtWorkDependencies extends CourseDependencies {
  readonly changed: () => void;
  /** Awaited before every stretch: tests hold it up. */
  readonly turn?: (() => Promise<void>) | undefined;
}

/** drop: nothing more is saved. */
type Wish = 'run' | 'pause' | 'stop' | 'drop';

export class RunAtWork {
  /** Resolves when it has come to an end, whichever. */
  readonly over: Promise<void>;
  private readonly turns = new Serial();
  private readonly saver: Saver;
  private course: Course;
  private phase: ActiveRun['phase'] = 'starting';
  private doing: string;
  private wish: Wish = 'run';
  private held = false;
  private wake: () => void = () => {};
  private revived = false;

  constructor(
    readonly id: string,
    config: ExperimentConfig,
    private readonly deps: AtWorkDependencies,
  ) {
    this.course = new Course(id, config, deps);
    this.saver = new Saver(this.course.policy.every, this.course.record().checkpoint?.saved_at ?? null, deps);
    this.doing = doingOf(config);
    this.over = this.work();
  }

  // ---------------------------------------------------------------- what it shows

  status(): ActiveRun {
    const { id, course, saver } = this;
    const { name, kind } = course.record();
    const base = { id, name, kind: kind as ActiveRun['kind'], phase: this.phase, doing: this.doing };
    const refused = saver.refused ? { save_refused: true as const } : {};
    return { ...base, ...course.shown(), saved_at: saver.savedAt, ...refused };
  }

  /** The record as it is now, ahead of the one that storage has. */
  record(): RunRecord {
    return { ...this.course.record(), ...this.course.progress() };
  }

  metrics(): RunLog {
    return this.course.metrics();
  }

  // ---------------------------------------------------------------- commands

  play(): void {
    if (this.wish === 'pause') this.wish = 'run';
    this.wake();
  }

  /** Resolves when it stands still. */
  async pause(): Promise<void> {
    if (this.wish === 'run') this.wish = 'pause';
    await this.turns.run(() => {
      if (this.phase === 'running' && this.wish === 'pause') this.enterPause();
    });
  }

  /** Ends its step, keeps best and last, and says so. */
  async stop(): Promise<void> {
    if (this.wish !== 'drop') this.wish = 'stop';
    // What takes long there is not asked for between two stretches.
    if (this.phase === 'starting' || this.doing === JUDGES) this.course.end();
    this.enter('stopping');
    this.wake();
    await this.over;
  }

  /** Saves and keeps still until `proceed`. */
  async hold(): Promise<void> {
    this.held = true;
    await this.flush();
  }

  proceed(): void {
    this.held = false;
    this.wake();
  }

  /** Ends without a word: nothing more is saved. */
  async drop(): Promise<void> {
    this.wish = 'drop';
    this.held = false;
    this.course.end();
    this.wake();
    await this.over;
    await this.saver.settled();
  }

  /** Resolves when storage holds it as it is, or has refused it. */
  flush(): Promise<void> {
    return this.turns.run(async () => {
      await this.saver.settled();
      if (this.phase !== 'running' && this.phase !== 'paused') return;
      await this.save().catch(() => {});
      await this.saver.settled();
    });
  }

  /** While no save is in flight. */
  between<T>(task: () => Promise<T>): Promise<T> {
    return this.turns.run(async () => {
      await this.saver.settled();
      return task();
    });
  }

  // ---------------------------------------------------------------- the loop

  private async work(): Promise<void> {
    for (;;) {
      try {
        await this.course.open();
        const done = await this.run();
        await this.unheld();
        const message = done && (await this.judged(done));
        await this.unheld();
        await this.turns.run(() => this.conclude(message));
        return;
      } catch (error) {
        if (!(await this.outlives(error))) return;
      }
    }
  }

  /** Null when it was stopped. */
  private async run(): Promise<DoneEvent | null> {
    if (this.wish === 'drop' || this.wish === 'stop') return null;
    this.doing = '';
    this.enter('running');
    this.saver.begin();
    while (this.wish === 'run' || this.wish === 'pause') {
      await this.deps.turn?.();
      if (this.held || this.wish === 'pause') await this.rest();
      else {
        const done = await this.turns.run(() => this.step());
        if (done) return done;
      }
    }
    return null;
  }

  private async step(): Promise<DoneEvent | null> {
    if (this.held || this.wish !== 'run') return null;
    if (this.phase !== 'running') this.enter('running');
    this.course.clock.start();
    const done = await this.course.stretch(() => this.saver.want());
    this.deps.changed();
    if (!done && this.saver.due()) await this.save();
    return done;
  }

  private async rest(): Promise<void> {
    this.course.rest();
    if (this.wish === 'pause') {
      await this.turns.run(async () => {
        if (this.wish !== 'pause') return;
        this.enterPause();
        await this.saver.settled();
        await this.save();
      });
    }
    while (this.held || this.wish === 'pause') {
      const woken = this.woken();
      await (this.saver.refused && !this.held ? Promise.race([woken, this.retry()]) : woken);
    }
  }

  /** What storage refused is tried again while it rests, too. */
  private async retry(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, RETRY));
    if (this.saver.refused && this.phase === 'paused' && !this.held) await this.flush();
  }

  private async unheld(): Promise<void> {
    while (this.held) await this.woken();
  }

  private woken(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  private enterPause(): void {
    if (this.phase === 'paused') return;
    this.course.rest();
    this.enter('paused');
  }

  private save(): Promise<void> {
    const phase = this.phase === 'paused' ? 'paused' : 'running';
    return this.saver.put(() => this.course.moment({ phase, message: '' }));
  }

  // ---------------------------------------------------------------- ends

  /** Resolves with what is said at the end. Judging may take long: renaming and keeping still do not wait for it. */
  private async judged(done: DoneEvent): Promise<string> {
    await this.turns.run(async () => {
      await this.saver.settled();
      this.doing = JUDGES;
      this.enter('stopping');
      // Whatever ends it, the run itself is safe.
      if (this.wish !== 'drop' && !this.held) await this.save();
    });
    const unjudged = await this.course.judge(() => this.deps.changed());
    return unjudged === null ? done.message : unjudgedMessage(done.message, unjudged);
  }

  /** Null where it was stopped. */
  private async conclude(message: string | null): Promise<void> {
    if (this.wish === 'drop') return;
    await this.saver.settled();
    const { course } = this;
    if (message === null) {
      this.enter('stopping');
      await course.takeModels();
      const { step } = course.shown();
      const change = { phase: 'stopped', message: stoppedMessage(step) } as const;
      await keepEnd(course, await course.moment(change), this.deps);
      return;
    }
    await course.takeModels();
    course.rest();
    await keepEnd(course, course.lastMoment({ phase: 'completed', message }), this.deps);
  }

  /** Whether it goes on in spite of it. */
  private async outlives(error: unknown): Promise<boolean> {
    const { course } = this;
    const { code, message: said } = toServiceError(error);
    // A device that went away, or memory that is used up, comes back with a new worker.
    const why = course.died ?? (code === 'unavailable' ? said : null);
    course.end();
    await this.saver.settled();
    await this.unheld();
    if (this.wish === 'drop') return false;
    if (this.wish === 'stop') {
      await this.endAs('stopped', stoppedMessage(course.record().checkpoint?.step ?? 0));
      return false;
    }
    if (why !== null && !this.revived) {
      this.revive(why);
      return true;
    }
    const message = fallenMessage(said, course.record().checkpoint);
    this.deps.notify({ level: 'error', title: 'The run has failed', message });
    await this.endAs('failed', message);
    return false;
  }

  /** With what is stored of it. */
  private endAs(phase: 'stopped' | 'failed', message: string): Promise<void> {
    return this.turns.run(() => keepRecord(this.course, { phase, message }, this.deps));
  }

  private revive(why: string): void {
    this.revived = true;
    this.course = new Course(this.id, this.course.config, this.deps);
    const from = this.course.record().checkpoint;
    const place = from ? `from step ${from.step.toLocaleString('en')}` : 'from its beginning';
    const message = `Its worker failed: ${why.replace(/\.$/, '')}. It goes on ${place}, where it was saved last; nothing else is lost.`;
    this.deps.notify({ level: 'warning', title: 'The run was started anew', message });
    this.doing = doingOf(this.course.config);
    this.enter('starting');
  }

  private enter(phase: ActiveRun['phase']): void {
    this.phase = phase;
    this.deps.changed();
  }
}
