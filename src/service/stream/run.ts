// A run's life: starting, running, paused, waiting, stopping and how it ended; the loop that learns batch after batch,
// breathes between them, keeps to its speed, and has the run saved as it goes.

import type { Batch } from '../../ml/stream/types';
import type { StreamConfig, StreamStatus } from '../../wire/stream';
import { Breath, Serial } from '../pace';
import { type Advance, Learning, type LearningDependencies } from './learning';
import { Pacer } from './pacer';
import { BatchQueue } from './queue';
import type { RunRecord, Shown } from './record';
import { NOTHING_SHOWN } from './record';
import { RunSaver } from './saver';
import { DivergedError } from './sound';
import { countsOf, type Phase, statusOf } from './status';
import { type End, failedMessage, isEnd, stoppedMessage } from './words';

/** Milliseconds that the loop keeps its thread, at most, but for a batch that takes longer. */
const STRETCH = 8;
/** Milliseconds between two looks whether more has come. */
const LOOK = 500;
/** Batches learnt since the last save from which one is made early, when they were pushed. */
const MOST_UNSAVED = 64;

export interface RunDependencies extends LearningDependencies {
  readonly changed: () => void;
  /** Awaited before every batch. */
  readonly turn?: (() => Promise<void>) | undefined;
}

/** What the loop is to do: halt keeps the phase. */
type Wish = 'run' | 'pause' | 'stop' | 'halt';
const GOING: readonly Phase[] = ['starting', 'running', 'waiting'];

export class Run {
  readonly queue: BatchQueue;
  readonly learning: Learning;
  readonly pacer = new Pacer();
  readonly saver: RunSaver;
  private readonly turns = new Serial();
  private phase: Phase;
  private message: string;
  private wish: Wish = 'run';
  private steps = 0;
  private loop: Promise<void> | null = null;
  private shown: Shown;

  constructor(
    readonly config: StreamConfig,
    saved: RunRecord | null,
    waiting: readonly Batch[],
    private readonly deps: RunDependencies,
    id: string,
    /** Storage has taken nothing at the last try, of the run before. */
    refused = false,
  ) {
    this.queue = new BatchQueue(waiting);
    this.learning = new Learning(config, saved, this.queue, deps, id);
    const retry = () => {
      this.flush().catch(() => {});
    };
    this.saver = new RunSaver(saved, deps.notify, deps.changed, retry, refused);
    this.phase = saved && saved.phase !== 'active' ? saved.phase : 'interrupted';
    this.message = saved?.message ?? '';
    this.shown = saved?.shown ?? NOTHING_SHOWN;
  }

  /** A run is on: no other may begin. */
  get active(): boolean {
    return this.loop !== null;
  }

  /** Resolves at once, but for a run that has come to its end and is still being saved. */
  async settled(): Promise<void> {
    if (isEnd(this.phase)) await this.loop;
  }

  // ---------------------------------------------------------------- what it shows

  status(): StreamStatus {
    return statusOf(this.phase, this.message, this);
  }

  show(): Shown {
    this.shown = this.learning.shown() ?? this.shown;
    return this.shown;
  }

  // ---------------------------------------------------------------- commands

  /** Begins, or goes on where it was; `steps`: that many batches, then a pause. */
  play(steps: number | null = null): void {
    this.wish = steps === null ? 'run' : 'pause';
    this.steps = steps === null ? 0 : this.steps + steps;
    if (!this.loop) {
      this.enter(this.learning.begun === null ? 'starting' : steps === null ? 'running' : 'paused');
      this.loop = this.work().finally(() => {
        this.loop = null;
        this.deps.changed();
      });
    } else if (steps === null) this.enter('running');
    this.pacer.wake();
  }

  async pause(): Promise<void> {
    this.wish = 'pause';
    this.steps = 0;
    this.pacer.wake();
    await this.turns.run(() => {
      if (this.wish === 'pause' && GOING.includes(this.phase)) this.enter('paused');
    });
    await this.flush();
  }

  /** Ends the batch, saves, and says so. */
  async stop(): Promise<void> {
    this.wish = 'stop';
    if (this.loop) this.enter('stopping');
    this.pacer.wake();
    await this.loop;
    // It may have come to another end meanwhile.
    if (this.phase !== 'stopping' && this.phase !== 'interrupted') return;
    await this.turns.run(() => this.end('stopped', stoppedMessage(countsOf(this.learning).batches)));
  }

  /** Saves and keeps still, in the phase it is in. */
  async halt(): Promise<void> {
    const { wish } = this;
    this.wish = 'halt';
    this.pacer.wake();
    await this.loop;
    await this.flush();
    this.wish = wish;
  }

  /** After `halt`: goes on as it was. */
  proceed(): void {
    if (isEnd(this.phase)) return;
    if (this.phase === 'paused') this.play(0);
    else this.play();
  }

  /** Forgotten: nothing more is saved. */
  async drop(): Promise<void> {
    this.wish = 'halt';
    this.pacer.wake();
    await this.loop;
    // After what was asked for between two batches: a save that has begun to read the model needs it.
    await this.turns.run(() => this.saver.close());
    this.learning.dispose();
  }

  /** Between two batches. */
  between<T>(task: () => T | Promise<T>): Promise<T> {
    return this.turns.run(task);
  }

  /** Something that is not saved: a pushed batch, a note. */
  touch(): void {
    this.saver.touch();
    this.pacer.wake();
    this.deps.changed();
  }

  /** Resolves when storage holds the run as it is, or has refused it. */
  flush(): Promise<void> {
    return this.turns.run(async () => {
      if (this.learning.savable) await this.saver.flush(() => this.record());
    });
  }

  // ---------------------------------------------------------------- the loop

  private async work(): Promise<void> {
    const breath = new Breath(STRETCH);
    try {
      while (this.wish === 'run' || this.wish === 'pause') {
        await breath.take();
        await this.pacer.awake();
        await this.deps.turn?.();
        await this.turns.run(() => this.checkpoint());
        if (this.wish === 'pause' && this.steps === 0) await this.rest('paused');
        else if (this.wish === 'run' && this.pacer.rest() > 0) await this.wait(this.pacer.rest());
        else {
          const type = await this.turns.run(() => this.next());
          if (type === 'ended') return;
          // What has come in meanwhile is looked at first.
          if (type === 'waiting' && this.wish === 'run' && this.queue.length === 0) await this.wait(LOOK);
        }
      }
    } catch (error) {
      this.fell(error);
      await this.turns.run(() => this.end('failed', this.message));
    }
  }

  /** One batch, if it is still wanted. */
  private async next(): Promise<Advance['type']> {
    if (this.wish !== 'run' && this.wish !== 'pause') return 'learnt';
    this.pacer.began();
    const advance = await this.learning.advance();
    if (advance.type === 'learnt') this.learnt();
    else if (advance.type === 'waiting') await this.nothingYet(advance.message);
    else {
      const { message } = advance;
      this.deps.notify({ level: 'info', title: 'The stream has ended', message, page: 'stream' });
      await this.end('ended', message);
    }
    return advance.type;
  }

  private learnt(): void {
    this.steps = Math.max(0, this.steps - 1);
    this.saver.touch();
    const phase = this.learning.begun === null ? 'starting' : this.wish === 'pause' ? 'paused' : 'running';
    if (this.wish !== 'stop') this.enter(phase);
  }

  private async nothingYet(message: string): Promise<void> {
    this.steps = 0;
    this.learning.rate.restart();
    if (this.wish === 'run') {
      this.message = message;
      this.enter('waiting');
    }
    if (this.saver.pending && this.learning.session) await this.saver.put(() => this.record(), this.interval());
  }

  private async rest(phase: Phase): Promise<void> {
    if (this.phase !== phase) this.enter(phase);
    this.learning.rate.restart();
    await this.wait(Number.POSITIVE_INFINITY);
  }

  /** As long as it is, but for a save that is due before. */
  private wait(milliseconds: number): Promise<void> {
    const due = this.learning.session ? this.saver.dueIn() : Number.POSITIVE_INFINITY;
    return this.pacer.wait(Math.min(milliseconds, Math.max(due, 1)));
  }

  private async checkpoint(): Promise<void> {
    if (this.wish === 'pause') await this.learning.prepare();
    const early = this.learning.unsaved >= MOST_UNSAVED;
    if (this.learning.session && this.saver.due(early ? Number.POSITIVE_INFINITY : undefined)) {
      await this.saver.put(() => this.record(), this.interval());
    }
  }

  /** Milliseconds between two saves. */
  private interval(): number {
    const { save_every } = this.config;
    return save_every === 'batch' ? 0 : save_every * 1000;
  }

  private async record(): Promise<RunRecord> {
    const { phase, message, learning } = this;
    const record = await learning.record(isEnd(phase) ? phase : 'active', message).catch((error: unknown) => {
      if (error instanceof DivergedError) return this.diverged(error);
      // The engine is gone for good: what was taken last is what is kept.
      if (isEnd(phase) && learning.latest) return { ...learning.latest, phase, message };
      throw error;
    });
    if (!record) throw new Error('There is nothing to save yet.');
    return record;
  }

  /** Found out by a save, which takes the last sound state then. */
  private diverged(error: DivergedError): Promise<RunRecord | null> {
    this.fell(error);
    this.wish = 'stop';
    this.pacer.wake();
    this.enter('failed');
    return this.learning.record('failed', this.message);
  }

  private fell(error: unknown): void {
    this.message = failedMessage(error, this.learning.savable);
    this.shown = this.learning.session ? this.shown : (this.learning.latest?.shown ?? this.shown);
    this.deps.notify({ level: 'error', title: 'The stream has stopped', message: this.message, page: 'stream' });
  }

  /** Enters the last phase and saves. */
  private async end(phase: End, message: string): Promise<void> {
    this.message = message;
    // Where no model can be begun, no batch that waits can be kept.
    if (phase === 'stopped') await this.learning.prepare().catch(() => {});
    this.learning.rate.restart();
    this.show();
    this.enter(phase);
    this.saver.touch();
    if (this.learning.savable) await this.saver.flush(() => this.record());
  }

  private enter(phase: Phase): void {
    this.phase = phase;
    this.deps.changed();
  }
}
